import { compareText, type RegistryId } from '../../registry';
import type { Json, JsonObject, ResourceChange } from '../document';
import { attachmentValues, identityPolicyValues } from './identities';
import { placeOf, type PlacedPlan } from './places';
import type { PlannedResource } from './planned';
import { policyAfter, policyBefore } from './policies';
import { attachedRepository, lifecycleValues, repositoryValues } from './repositories';
import { replicationRules, scanningOf, templateOf } from './registries';

/** What plans say of registries, resource by resource. Sorted by plan and address. */
export function plannedResources(plans: readonly PlacedPlan[]): readonly PlannedResource[] {
  return plans
    .flatMap((placed) =>
      placed.plan.changes
        .filter(({ mode }) => mode === 'managed')
        .flatMap((change) => plannedResource(placed, change) ?? []),
    )
    .sort((a, b) => compareText(a.plan, b.plan) || compareText(a.address, b.address));
}

/** Undefined where the type says nothing that the model holds. */
function plannedResource(placed: PlacedPlan, change: ResourceChange): PlannedResource | undefined {
  switch (change.type) {
    case 'aws_ecr_repository':
      return planned(placed, change, 'repository', (values, { isAfter }) =>
        repositoryValues(values, isAfter ? change.afterUnknown : undefined, expressionsOf(placed, change)),
      );
    case 'aws_ecr_repository_policy':
      return planned(placed, change, 'repository-policy', (values, { isAfter }) => ({
        repository: attachedRepository(placed, change, values, isAfter),
        policy: isAfter ? policyAfter(placed, change, values) : policyBefore(values),
      }));
    case 'aws_ecr_registry_policy':
      return planned(placed, change, 'registry-policy', (values, { isAfter }) => ({
        policy: isAfter ? policyAfter(placed, change, values) : policyBefore(values),
      }));
    case 'aws_ecr_replication_configuration':
      return planned(placed, change, 'replication', (values, { isAfter }) => ({
        rules: replicationRules(placed, change, values, isAfter),
      }));
    case 'aws_ecr_lifecycle_policy':
      return planned(placed, change, 'lifecycle-policy', (values, { isAfter }) =>
        lifecycleValues(placed, change, values, isAfter),
      );
    case 'aws_ecr_registry_scanning_configuration':
      return planned(placed, change, 'scanning', (values, { isAfter }) => ({
        scanning: scanningOf(values, isAfter ? change.afterUnknown : undefined),
      }));
    case 'aws_ecr_repository_creation_template':
      return planned(placed, change, 'creation-template', (values, { isAfter }) =>
        templateOf(values, isAfter ? change.afterUnknown : undefined),
      );
    case 'aws_iam_role_policy':
    case 'aws_iam_user_policy':
      return planned(placed, change, 'identity-policy', (values, { isAfter, registry }) => {
        const policy = isAfter ? policyAfter(placed, change, values) : policyBefore(values);
        return identityPolicyValues(change, values, registry, policy);
      });
    case 'aws_iam_role_policy_attachment':
    case 'aws_iam_user_policy_attachment':
      return planned(placed, change, 'policy-attachment', (values, { registry }) =>
        attachmentValues(change, values, registry),
      );
    case 'aws_ecr_account_setting':
    case 'aws_ecr_pull_through_cache_rule':
    case 'aws_caller_identity':
    case 'aws_iam_policy_document':
    case 'aws_region':
      return undefined;
  }
}

/** What is written; undefined where the resource is gone from the configuration. */
function expressionsOf({ configuration }: PlacedPlan, change: ResourceChange): Json | undefined {
  return configuration.resource(change.moduleAddress, change.mode, change.type, change.name)?.expressions;
}

interface Moment {
  readonly isAfter: boolean;
  readonly registry: RegistryId;
}

/** What a kind of resource says, before and after; undefined where it says nothing at either time. */
function planned<Kind extends string, Values extends object>(
  placed: PlacedPlan,
  change: ResourceChange,
  kind: Kind,
  read: (values: JsonObject, moment: Moment) => Values | undefined,
) {
  const { action } = change;
  if (action === 'read') return undefined;
  const values = (found: JsonObject | undefined, isAfter: boolean) => {
    if (found === undefined) return undefined;
    const registry = placeOf(placed, change, found);
    const own = read(found, { isAfter, registry });
    return own === undefined ? undefined : { ...own, registry };
  };
  const before = values(change.before, false);
  // What is forgotten stays in AWS as it is, and of most of a large plan nothing changes.
  const isSame = action === 'forget' || (action === 'no-op' && change.before !== undefined);
  const after = isSame ? before : values(change.after, true);
  if (before === undefined && after === undefined) return undefined;
  const { address, previousAddress, isDeposed, isImported, replacedFor, reason } = change;
  return {
    kind,
    plan: placed.plan.file,
    address,
    previousAddress,
    isDeposed,
    action,
    isImported,
    replacedFor,
    reason,
    before,
    after,
  };
}
