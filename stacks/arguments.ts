import type { EcrRepositoryConfig } from '@cdktf/provider-aws/lib/ecr-repository';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { ITerraformDependable } from 'cdktf';
import { policyText, type PolicyDocument } from '../src/aws/policy/document';
import { DEFAULT_SETTINGS, type RepositorySettings } from '../src/model/settings';

/** Returns the Terraform arguments of the settings. Leaves out ECR's defaults. */
export function settingArguments(
  settings: Omit<RepositorySettings, 'lifecyclePolicy'>,
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
    // Without the block, the AWS provider does not change the setting.
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

/** Without the block, the repository has ECR's default encryption, and importing it plans no change. */
function encryptionArguments({ type, kmsKey }: RepositorySettings['encryption']) {
  if (type === DEFAULT_SETTINGS.encryption.type) return {};
  return { encryptionConfiguration: [{ encryptionType: type, ...(kmsKey === undefined ? {} : { kmsKey }) }] };
}

/**
 * Returns JSON for a Terraform argument. A policy may contain IAM variables such as `${aws:PrincipalTag/team}`,
 * which Terraform would evaluate as templates, so their first character is written as a JSON escape.
 * Terraform's own escape, `$${`, would make CDKTF write HCL with unescaped quotes, which is not valid.
 */
export function jsonArgument(json: string): string {
  return json.replaceAll('${', () => String.raw`\u0024{`).replaceAll('%{', () => String.raw`\u0025{`);
}

export function policyArgument(policy: PolicyDocument): string {
  return jsonArgument(policyText(policy));
}

/** Arguments that every resource of the AWS provider accepts. */
export interface Placement {
  readonly provider: AwsProvider;
  readonly region?: string;
  readonly dependsOn?: ITerraformDependable[];
}
