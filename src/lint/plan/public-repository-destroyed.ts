import { uncheckedRegion, isAccountId } from '../../aws/names';
import { placeholderAccount } from '../../plan/model/values';
import { isDeleted, type PublicRepository } from '../../plan/review/unreviewed-changes';
import { defineRule, type Problem } from '../rule';

export const publicRepositoryDestroyed = defineRule({
  id: 'public-repository-destroyed',
  severity: 'error',
  doc: 'Public repository (Amazon ECR Public) is destroyed while it may contain images.',
  why:
    'With force_destroy, ECR deletes the images together with the repository, and all pulls of them fail. Without it, the ' +
    'destroy fails while the repository contains images. The review evaluates no other changes of ECR Public. ' +
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecrpublic_repository',
  options: {},
  check: ({ publicRepositories }) => publicRepositories.filter(isDeleted).map(problemOf),
});

function problemOf({ plan, address, action, name, forceDestroy, accountId }: PublicRepository): Problem {
  const verb = action === 'replace' ? 'Destroys and recreates' : 'Destroys';
  const account =
    accountId !== undefined && isAccountId(accountId) ? accountId : placeholderAccount(`'${address}'`);
  return {
    at: { plan, address },
    // ECR Public has one Region.
    subject: { registry: { accountId: account, region: uncheckedRegion('us-east-1') } },
    message: forceDestroy
      ? `${verb} the public repository '${name}' and deletes all its images, because force_destroy is enabled.`
      : `${verb} the public repository '${name}'. force_destroy is disabled, so the apply fails while the repository contains images.`,
    help: 'Keep the repository while clients pull from it. To manage it elsewhere, write a removed block with destroy = false.',
  };
}
