import type { RegistryId } from '../../aws/arn';
import { commonFields, toConfiguredChange, type ConfiguredChange } from '../locate/configured-change';
import type { LocatedPlan } from '../locate/providers';
import { locateResource } from '../locate/resource-registry';
import { UNKNOWN } from '../../model/unknown';
import type { Json, JsonObject } from '../model/document';
import { compareAddresses, type PlannedResource } from '../model/planned-resource';
import { isSameAfter, textOrUnknown, valuesOf, type BeforeOrAfter } from '../model/values';
import { decodeIdentityPolicy, decodeUnattachedPolicy } from './identity-policies';
import { decodePolicy } from './policy';
import {
  decodeAttachment,
  decodeRolePolicies,
  isAttached,
  withoutUnrelatedAttachments,
} from './policy-attachments';
import {
  decodeAccountSetting,
  decodeCacheRule,
  decodeInspector,
  decodeReplicationRules,
  decodeScanning,
  decodeTemplate,
} from './registry';
import { decodeAttachedRepository, decodeLifecyclePolicy, decodeRepository } from './repository';

/** Decodes all resources of registries and their access. Sorted by plan and address. */
export function decodeResources(plans: readonly LocatedPlan[]): readonly PlannedResource[] {
  const all = plans.flatMap((located) =>
    located.plan.changes
      .filter(({ mode }) => mode === 'managed')
      .flatMap((change) => decodeResource(toConfiguredChange(located, change)) ?? []),
  );
  return [...withoutUnrelatedAttachments(all)].sort(compareAddresses);
}

/** Returns undefined if the model does not contain the type. */
function decodeResource(
  configured: ConfiguredChange,
): PlannedResource | readonly PlannedResource[] | undefined {
  const { change } = configured;
  switch (change.type) {
    case 'aws_ecr_repository':
      return decodeBeforeAndAfter(configured, 'repository', (values, { unknown }) =>
        decodeRepository(configured, values, unknown),
      );
    case 'aws_ecr_repository_policy':
      return decodeBeforeAndAfter(configured, 'repository-policy', (values, { unknown }) => ({
        repository: decodeAttachedRepository(configured, values, unknown),
        policy: decodePolicy(configured, values, unknown),
      }));
    case 'aws_ecr_registry_policy':
      return decodeBeforeAndAfter(configured, 'registry-policy', (values, { unknown }) => ({
        policy: decodePolicy(configured, values, unknown),
      }));
    case 'aws_ecr_replication_configuration':
      return decodeBeforeAndAfter(configured, 'replication', (values, { unknown }) => ({
        rules: decodeReplicationRules(configured, values, unknown),
      }));
    case 'aws_ecr_lifecycle_policy':
      return decodeBeforeAndAfter(configured, 'lifecycle-policy', (values, { unknown }) =>
        decodeLifecyclePolicy(configured, values, unknown),
      );
    case 'aws_ecr_registry_scanning_configuration':
      return decodeBeforeAndAfter(configured, 'scanning', (values, { unknown }) => ({
        scanning: decodeScanning(values, unknown),
      }));
    case 'aws_ecr_repository_creation_template':
      return decodeBeforeAndAfter(configured, 'creation-template', (values, { unknown }) =>
        decodeTemplate(configured, values, unknown),
      );
    case 'aws_ecr_pull_through_cache_rule':
      return decodeBeforeAndAfter(configured, 'cache-rule', (values, { unknown }) => ({
        rule: decodeCacheRule(values, unknown),
      }));
    case 'aws_ecr_account_setting':
      return decodeBeforeAndAfter(configured, 'account-setting', (values, { unknown }) => ({
        setting: decodeAccountSetting(values, unknown),
      }));
    case 'aws_ecr_pull_time_update_exclusion':
      return decodeBeforeAndAfter(configured, 'pull-time-update-exclusion', (values, { unknown }) => ({
        principal: textOrUnknown(values, unknown, 'principal_arn') ?? UNKNOWN,
      }));
    case 'aws_inspector2_enabler':
      return decodeInspector(configured);
    case 'aws_iam_group_policy':
    case 'aws_iam_role_policy':
    case 'aws_iam_user_policy':
      return decodeBeforeAndAfter(configured, 'identity-policy', (values, { unknown, registry }) =>
        decodeIdentityPolicy(configured, values, unknown, registry),
      );
    case 'aws_iam_policy':
      return isAttached(configured)
        ? undefined
        : decodeBeforeAndAfter(configured, 'identity-policy', (values, { unknown }) =>
            decodeUnattachedPolicy(configured, values, unknown),
          );
    case 'aws_iam_group_policy_attachment':
    case 'aws_iam_policy_attachment':
    case 'aws_iam_role_policy_attachment':
    case 'aws_iam_user_policy_attachment':
      return decodeAttachment(configured);
    case 'aws_iam_role':
      return decodeRolePolicies(configured);
    // The model contains only private registries. See publicRepositoriesIn.
    case 'aws_ecrpublic_repository':
    // `identityChanges` reads users.
    case 'aws_iam_user':
    case 'aws_caller_identity':
    case 'aws_iam_policy_document':
    case 'aws_region':
      return undefined;
  }
}

interface DecodeContext {
  /** `true` for each unknown or sensitive value. */
  readonly unknown: Json;
  readonly registry: RegistryId;
}

/** Decodes the values before and after, or returns undefined if `read` returns undefined for both. */
function decodeBeforeAndAfter<Kind extends string, Values extends object>(
  configured: ConfiguredChange,
  kind: Kind,
  read: (values: JsonObject, context: DecodeContext) => Values | undefined,
) {
  const { change } = configured;
  const { action } = change;
  if (action === 'read') return undefined;
  const at = (when: BeforeOrAfter) => {
    const found = valuesOf(change, when);
    if (found === undefined) return undefined;
    const registry = locateResource(configured, found.values);
    const decoded = read(found.values, { unknown: found.unknown, registry });
    return decoded === undefined ? undefined : Object.assign(decoded, { registry });
  };
  const before = at('before');
  const after = isSameAfter(change) ? before : at('after');
  if (before === undefined && after === undefined) return undefined;
  return { kind, ...commonFields(configured), action, before, after };
}
