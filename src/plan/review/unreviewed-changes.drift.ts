import type { Json, PlanDocument, ResourceChange } from '../model/document';
import { textAt } from '../model/values';
import type { Address } from '../model/planned-resource';

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
