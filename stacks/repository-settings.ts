import type { EcrRepositoryConfig } from '@cdktf/provider-aws/lib/ecr-repository';
import { DEFAULT_SETTINGS, type RepositorySettings } from '../src/registry';

/** What the settings are in Terraform. What ECR gives a repository anyway is left out, as in the article. */
export function settingArguments(
  settings: RepositorySettings,
): Pick<
  EcrRepositoryConfig,
  | 'encryptionConfiguration'
  | 'imageScanningConfiguration'
  | 'imageTagMutability'
  | 'imageTagMutabilityExclusionFilter'
  | 'tags'
> {
  const { scanOnPush, tags } = settings;
  return {
    ...mutabilityArguments(settings.imageTagMutability),
    // Without the block, the AWS provider would leave it as it is.
    ...(scanOnPush === undefined ? {} : { imageScanningConfiguration: { scanOnPush } }),
    ...encryptionArguments(settings.encryption),
    ...(Object.keys(tags).length === 0 ? {} : { tags: { ...tags } }),
  };
}

function mutabilityArguments({ mode, exclusionFilters }: RepositorySettings['imageTagMutability']) {
  return {
    ...(mode === DEFAULT_SETTINGS.imageTagMutability.mode ? {} : { imageTagMutability: mode }),
    ...(exclusionFilters.length === 0
      ? {}
      : {
          imageTagMutabilityExclusionFilter: exclusionFilters.map((filter) => ({
            filter,
            filterType: 'WILDCARD',
          })),
        }),
  };
}

/** Without the block, the repository has what ECR gives it, and an import of one changes nothing. */
function encryptionArguments({ type, kmsKey }: RepositorySettings['encryption']) {
  if (type === DEFAULT_SETTINGS.encryption.type) return {};
  return { encryptionConfiguration: [{ encryptionType: type, ...(kmsKey === undefined ? {} : { kmsKey }) }] };
}
