import { isKnown } from '../../model/unknown';
import { UNCHANGED_OPTION } from '../../plan/model/planned-resource';
import { repositoriesAfter, repositoryProblem, type RepositoryAfter } from '../predicates/plan-resources';
import { defineRule, type Problem } from '../rule';

export const unencryptedWithCmk = defineRule({
  id: 'unencrypted-with-cmk',
  severity: 'off',
  doc: 'Repository is not encrypted with a customer managed KMS key.',
  why:
    'You can revoke a customer managed key, and audit its use in CloudTrail. ECR cannot change the encryption of an existing ' +
    'repository. https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html',
  options: { unchanged: UNCHANGED_OPTION },
  check: (reviewed, { unchanged }) =>
    repositoriesAfter(reviewed).flatMap((repository) => {
      const message = encryptionFault(repository);
      if (message === undefined || (!repository.isChanged && !unchanged)) return [];
      return repositoryProblem(repository, message, helpFor(repository));
    }),
});

function encryptionFault({ values }: RepositoryAfter): string | undefined {
  const { encryption } = values;
  if (!isKnown(encryption)) {
    return 'may be encrypted with a key that you do not manage, because the plan does not show the key.';
  }
  if (encryption.kmsKey !== undefined) return undefined;
  return encryption.type === 'AES256'
    ? 'is encrypted with a key that AWS owns (AES256).'
    : `is encrypted with the key that AWS manages for ECR (${encryption.type} without kms_key).`;
}

function helpFor({ resource }: RepositoryAfter): Pick<Problem, 'help' | 'helpForDeclaration'> {
  const set =
    'Set encryption_configuration { encryption_type = "KMS", kms_key = … } with the ARN of a key in the same Region';
  const declare =
    "Set 'encryption' with the ARN of a KMS key for the repository or in 'defaults.repository' in topology.yaml";
  const ending =
    resource.action === 'create'
      ? '.'
      : '. Changing the encryption replaces the repository, so create a new repository and copy the images.';
  return { help: `${set}${ending}`, helpForDeclaration: `${declare}${ending}` };
}
