import { compareText, type RegistryId } from '../../registry';
import type { Json, JsonObject, ResourceChange } from '../document';
import { attachmentValues, identityPolicyValues } from './identities';
import { placeOf, type PlacedPlan } from './places';
import type { PlannedResource } from './planned';
import { policyIn } from './policies';
import { joinedUnknown } from './json';
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
      return planned(placed, change, 'repository', (values, { unknown }) =>
        repositoryValues(values, unknown, expressionsOf(placed, change)),
      );
    case 'aws_ecr_repository_policy':
      return planned(placed, change, 'repository-policy', (values, { unknown }) => ({
        repository: attachedRepository(placed, change, values, unknown),
        policy: policyIn(placed, change, values, unknown),
      }));
    case 'aws_ecr_registry_policy':
      return planned(placed, change, 'registry-policy', (values, { unknown }) => ({
        policy: policyIn(placed, change, values, unknown),
      }));
    case 'aws_ecr_replication_configuration':
      return planned(placed, change, 'replication', (values, { unknown }) => ({
        rules: replicationRules(placed, change, values, unknown),
      }));
    case 'aws_ecr_lifecycle_policy':
      return planned(placed, change, 'lifecycle-policy', (values, { unknown }) =>
        lifecycleValues(placed, change, values, unknown),
      );
    case 'aws_ecr_registry_scanning_configuration':
      return planned(placed, change, 'scanning', (values, { unknown }) => ({
        scanning: scanningOf(values, unknown),
      }));
    case 'aws_ecr_repository_creation_template':
      return planned(placed, change, 'creation-template', (values, { unknown }) =>
        templateOf(values, unknown),
      );
    case 'aws_iam_role_policy':
    case 'aws_iam_user_policy':
      return planned(placed, change, 'identity-policy', (values, { unknown, registry }) => {
        const policy = policyIn(placed, change, values, unknown);
        return identityPolicyValues(change, values, unknown, registry, policy);
      });
    case 'aws_iam_role_policy_attachment':
    case 'aws_iam_user_policy_attachment':
      return planned(placed, change, 'policy-attachment', (values, { unknown, registry }) =>
        attachmentValues(change, values, unknown, registry),
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
  /** With `true` for what is not known, or not to be shown. */
  readonly unknown: Json;
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
  const values = (found: JsonObject | undefined, unknown: Json) => {
    if (found === undefined) return undefined;
    const registry = placeOf(placed, change, found);
    const own = read(found, { unknown, registry });
    return own === undefined ? undefined : { ...own, registry };
  };
  const before = values(change.before, joinedUnknown({}, change.beforeSensitive));
  // What is forgotten stays in AWS as it is, and of most of a large plan nothing changes.
  const isSame = action === 'forget' || (action === 'no-op' && change.before !== undefined);
  const after = isSame
    ? before
    : values(change.after, joinedUnknown(change.afterUnknown, change.afterSensitive));
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
