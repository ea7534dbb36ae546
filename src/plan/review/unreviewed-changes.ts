import { compareText } from '../../base/collections';
import type { Json, OtherChanges, PlanDocument, ResourceChange } from '../model/document';
import type { Address } from '../model/planned-resource';
import { containsTrue, isUnknown, textAt } from '../model/values';

/** Changes of one type that the review does not evaluate. */
export type UnreviewedChanges = OtherChanges;

/**
 * Counts the changes that the review does not evaluate, by type and action: other services, ECR Public, and IAM resources
 * that do not concern ECR. Types of ECR come first.
 */
export function unreviewedChanges(
  plans: readonly PlanDocument[],
  resources: readonly Address[],
): readonly UnreviewedChanges[] {
  const reviewed = new Set(resources.map(({ plan, address }) => `${plan}\n${address}`));
  const counts = new Map<string, UnreviewedChanges>();
  const add = ({ type, action, number, address }: OtherChanges) => {
    const key = `${type} ${action}`;
    const known = counts.get(key) ?? { type, action, number: 0, address };
    counts.set(key, { ...known, number: known.number + number });
  };
  for (const { file, changes, otherChanges } of plans) {
    for (const each of otherChanges) add(each);
    for (const change of changes) {
      if (!isManagedChange(change) || reviewed.has(`${file}\n${change.address}`)) continue;
      add({ type: change.type, action: change.action, number: 1, address: change.address });
    }
  }
  return [...counts.values()].sort(
    (a, b) =>
      Number(isOfEcr(b)) - Number(isOfEcr(a)) ||
      compareText(a.type, b.type) ||
      compareText(a.action, b.action),
  );
}

function isManagedChange({ mode, action }: ResourceChange): boolean {
  return mode === 'managed' && action !== 'no-op' && action !== 'read';
}

export function isOfEcr({ type }: Pick<UnreviewedChanges, 'type'>): boolean {
  return type.startsWith('aws_ecr');
}

/** A change of a resource with sensitive values. The review does not show these values, so it is incomplete. */
export interface SensitiveChange extends Address {
  readonly action: ResourceChange['action'];
}

/** In the plans' order. */
export function sensitiveChanges(plans: readonly PlanDocument[]): readonly SensitiveChange[] {
  return plans.flatMap(({ file, changes }) =>
    changes
      .filter(hasSensitiveValues)
      .map(({ address, action }): SensitiveChange => ({ plan: file, address, action })),
  );
}

function hasSensitiveValues({ mode, action, beforeSensitive, afterSensitive }: ResourceChange): boolean {
  if (mode !== 'managed' || action === 'no-op') return false;
  return containsTrue(beforeSensitive) || containsTrue(afterSensitive);
}

/** A repository of Amazon ECR Public. The model contains only private registries. */
export interface PublicRepository extends Address {
  readonly action: ResourceChange['action'];
  readonly name: string;
  /** Whether AWS deletes the repository even if it contains images. */
  readonly forceDestroy: boolean;
  readonly accountId: string | undefined;
}

/** Whether the plan deletes the repository. Without `force_destroy` this fails while it contains images. */
export function isDeleted({ action }: PublicRepository): boolean {
  return action === 'delete' || action === 'replace';
}

/** Returns the repositories of ECR Public that the plans change, in the plans' order. */
export function publicRepositoriesIn(plans: readonly PlanDocument[]): readonly PublicRepository[] {
  return plans.flatMap(({ file, changes }) =>
    changes
      .filter(({ type, action }) => type === 'aws_ecrpublic_repository' && action !== 'no-op')
      .map(({ address, action, before, after, beforeSensitive }): PublicRepository => {
        const values = before ?? after;
        const name = isUnknown(beforeSensitive, 'repository_name')
          ? undefined
          : textAt(values, 'repository_name');
        return {
          plan: file,
          address,
          action,
          name: name ?? address,
          forceDestroy: before?.force_destroy === true,
          accountId: textAt(values, 'registry_id'),
        };
      }),
  );
}

/** A resource that was changed or deleted outside of Terraform since the last apply. */
export interface DriftedResource extends Address {
  readonly type: ResourceChange['type'];
  readonly kind: 'changed' | 'deleted';
  /** The action of the plan for this resource; undefined if the plan has none. */
  readonly action: ResourceChange['action'] | undefined;
  /** The name of the repository, also of a policy that is attached to it. */
  readonly repository: string | undefined;
}

/**
 * Returns the drift that a reviewer has to know: deleted resources, and changes that the plan reverts. Other drift stays as it
 * is, or is only how the provider reads back a value: `tags` that are null in the configuration are `{}` in nearly every plan.
 */
export function findDrift(plans: readonly PlanDocument[]): readonly DriftedResource[] {
  return plans.flatMap(({ file, drift, changes }) => {
    if (drift.length === 0) return [];
    const planned = new Map(changes.map((change) => [change.address, change]));
    return drift.flatMap((each): DriftedResource | readonly [] => {
      const { address, type, mode, before, beforeSensitive } = each;
      const change = planned.get(address);
      const kind = each.action === 'delete' ? 'deleted' : 'changed';
      if (mode !== 'managed' || (kind === 'changed' && !isReverted(each, change))) return [];
      const isHidden = beforeSensitive === true;
      const repository = isHidden ? undefined : (textAt(before, 'repository') ?? textAt(before, 'name'));
      return { plan: file, address, type, kind, action: change?.action, repository };
    });
  });
}

/** Whether the plan changes an attribute from its drifted value back to the earlier value. */
function isReverted({ before, after }: ResourceChange, change: ResourceChange | undefined): boolean {
  if (before === undefined || after === undefined || change?.after === undefined) return false;
  return Object.keys(before).some(
    (key) =>
      !isSameForProvider(before[key], after[key]) &&
      isSameForProvider(change.before?.[key], after[key]) &&
      isSameForProvider(change.after?.[key], before[key]),
  );
}

/** The provider treats absent, null and empty values alike. */
function isSameForProvider(first: Json | undefined, second: Json | undefined): boolean {
  return normalizedText(first) === normalizedText(second);
}

function normalizedText(value: Json | undefined): string {
  const text = JSON.stringify(value ?? null);
  return text === '{}' || text === '[]' || text === '""' ? 'null' : text;
}
