import { uncheckedRegion, isAccountId } from '../../aws/names';
import { placeholderAccount } from '../../plan/model/values';
import { isDeleted, type PublicRepository } from '../../plan/review/unreviewed-changes';
import { defineRule, type Problem } from '../rule';

export const publicRepositoryDestroyed = defineRule({
  id: 'public-repository-destroyed',
  severity: 'error',
  doc: 'A repository of Amazon ECR Public is destroyed while it may contain images.',
  why:
    'With force_destroy, its images are deleted with it for everybody who pulls them; without, the destroy fails while there are ' +
    'any. Nothing else of ECR Public is reviewed. ' +
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecrpublic_repository',
  options: {},
  check: ({ publicRepositories }) => publicRepositories.filter(isDeleted).map(problemOf),
});

function problemOf({ plan, address, action, name, forceDestroy, accountId }: PublicRepository): Problem {
  const how = action === 'replace' ? 'is destroyed and created again' : 'is destroyed';
  const account =
    accountId !== undefined && isAccountId(accountId) ? accountId : placeholderAccount(`'${address}'`);
  return {
    at: { plan, address },
    // ECR Public has one Region.
    subject: { registry: { accountId: account, region: uncheckedRegion('us-east-1') } },
    message: forceDestroy
      ? `The public repository '${name}' ${how}, and all its images, because force_destroy is enabled.`
      : `The public repository '${name}' ${how}. force_destroy is disabled, so the destroy fails while it contains images.`,
    help: 'Keep it while anybody pulls from it; to manage it elsewhere, write a removed block with destroy = false.',
  };
}
