import { compareText, type RegistryId } from '../../registry';
import type { Json, JsonObject } from '../document';
import { accountSettingOf } from './account-settings';
import { attachedPolicies, isAttached, withoutUnrelated } from './attachments';
import { cacheRuleOf } from './cache-rules';
import { templateValues } from './creation-templates';
import { identityPolicyValues, unattachedValues } from './identities';
import { inspectorIn } from './inspector';
import { placeOf } from './places';
import type { PlannedResource } from './planned';
import type { PlacedPlan } from './providers';
import { policyIn } from './policies';
import { attachedRepository, lifecycleValues, repositoryValues } from './repositories';
import { policiesOfRole } from './role-arguments';
import { replicationRules, scanningOf } from './registries';
import { momentOf, staysAsItIs, type Moment } from './moment';
import { factsOf, writtenChange, type WrittenChange } from './written-change';

/** Decodes all resources of registries and their access. Sorted by plan and address. */
export function plannedResources(plans: readonly PlacedPlan[]): readonly PlannedResource[] {
  const all = plans.flatMap((placed) =>
    placed.plan.changes
      .filter(({ mode }) => mode === 'managed')
      .flatMap((change) => plannedResource(writtenChange(placed, change)) ?? []),
  );
  return [...withoutUnrelated(all)].sort(
    (a, b) => compareText(a.plan, b.plan) || compareText(a.address, b.address),
  );
}

/** Returns undefined if the model does not contain the type. */
function plannedResource(written: WrittenChange): PlannedResource | readonly PlannedResource[] | undefined {
  const { change } = written;
  switch (change.type) {
    case 'aws_ecr_repository':
      return planned(written, 'repository', (values, { unknown }) =>
        repositoryValues(written, values, unknown),
      );
    case 'aws_ecr_repository_policy':
      return planned(written, 'repository-policy', (values, { unknown }) => ({
        repository: attachedRepository(written, values, unknown),
        policy: policyIn(written, values, unknown),
      }));
    case 'aws_ecr_registry_policy':
      return planned(written, 'registry-policy', (values, { unknown }) => ({
        policy: policyIn(written, values, unknown),
      }));
    case 'aws_ecr_replication_configuration':
      return planned(written, 'replication', (values, { unknown }) => ({
        rules: replicationRules(written, values, unknown),
      }));
    case 'aws_ecr_lifecycle_policy':
      return planned(written, 'lifecycle-policy', (values, { unknown }) =>
        lifecycleValues(written, values, unknown),
      );
    case 'aws_ecr_registry_scanning_configuration':
      return planned(written, 'scanning', (values, { unknown }) => ({
        scanning: scanningOf(values, unknown),
      }));
    case 'aws_ecr_repository_creation_template':
      return planned(written, 'creation-template', (values, { unknown }) =>
        templateValues(written, values, unknown),
      );
    case 'aws_ecr_pull_through_cache_rule':
      return planned(written, 'cache-rule', (values, { unknown }) => ({
        rule: cacheRuleOf(values, unknown),
      }));
    case 'aws_ecr_account_setting':
      return planned(written, 'account-setting', (values, { unknown }) => ({
        setting: accountSettingOf(values, unknown),
      }));
    case 'aws_inspector2_enabler':
      return inspectorIn(written);
    case 'aws_iam_group_policy':
    case 'aws_iam_role_policy':
    case 'aws_iam_user_policy':
      return planned(written, 'identity-policy', (values, { unknown, registry }) =>
        identityPolicyValues(written, values, unknown, registry),
      );
    case 'aws_iam_policy':
      return isAttached(written)
        ? undefined
        : planned(written, 'identity-policy', (values, { unknown }) =>
            unattachedValues(written, values, unknown),
          );
    case 'aws_iam_group_policy_attachment':
    case 'aws_iam_policy_attachment':
    case 'aws_iam_role_policy_attachment':
    case 'aws_iam_user_policy_attachment':
      return attachedPolicies(written);
    case 'aws_iam_role':
      return policiesOfRole(written);
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

interface Known {
  /** `true` for each unknown or sensitive value. */
  readonly unknown: Json;
  readonly registry: RegistryId;
}

/** Decodes the values before and after, or returns undefined if `read` returns undefined for both. */
function planned<Kind extends string, Values extends object>(
  written: WrittenChange,
  kind: Kind,
  read: (values: JsonObject, known: Known) => Values | undefined,
) {
  const { change } = written;
  const { action } = change;
  if (action === 'read') return undefined;
  const at = (moment: Moment) => {
    const found = momentOf(change, moment);
    if (found === undefined) return undefined;
    const registry = placeOf(written, found.values);
    const own = read(found.values, { unknown: found.unknown, registry });
    return own === undefined ? undefined : Object.assign(own, { registry });
  };
  const before = at('before');
  const after = staysAsItIs(change) ? before : at('after');
  if (before === undefined && after === undefined) return undefined;
  return { kind, ...factsOf(written), action, before, after };
}
