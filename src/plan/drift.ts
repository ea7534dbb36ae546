import type { Json, PlanDocument, ResourceChange } from './document';
import { textAt } from './resources/json';
import type { Address } from './resources/planned';

/** A resource that was changed or deleted outside of Terraform since the last apply. */
export interface DriftedResource extends Address {
  readonly type: ResourceChange['type'];
  readonly kind: 'changed' | 'deleted';
  /** What the plan does about it. */
  readonly action: ResourceChange['action'] | undefined;
  /** The name of the repository that it is, or is attached to. */
  readonly repository: string | undefined;
}

/**
 * The drift that a reviewer has to know: what was deleted, and what the plan sets back. Other drift is accepted as it is, or is
 * how the provider reads a value that it wrote: `tags` that are null in the configuration are `{}` in nearly every plan.
 */
export function driftIn(plans: readonly PlanDocument[]): readonly DriftedResource[] {
  return plans.flatMap(({ file, drift, changes }) => {
    if (drift.length === 0) return [];
    const planned = new Map(changes.map((change) => [change.address, change]));
    return drift.flatMap((each): DriftedResource | readonly [] => {
      const { address, type, mode, before, beforeSensitive } = each;
      const change = planned.get(address);
      const kind = each.action === 'delete' ? 'deleted' : 'changed';
      if (mode !== 'managed' || (kind === 'changed' && !isSetBack(each, change))) return [];
      const isHidden = beforeSensitive === true;
      const repository = isHidden ? undefined : (textAt(before, 'repository') ?? textAt(before, 'name'));
      return { plan: file, address, type, kind, action: change?.action, repository };
    });
  });
}

/** Whether the plan changes an attribute from the value that it was given outside to the one it had. */
function isSetBack({ before, after }: ResourceChange, change: ResourceChange | undefined): boolean {
  if (before === undefined || after === undefined || change?.after === undefined) return false;
  return Object.keys(before).some(
    (key) =>
      !isSame(before[key], after[key]) &&
      isSame(change.before?.[key], after[key]) &&
      isSame(change.after?.[key], before[key]),
  );
}

/** Absent, null and empty values are one to the provider. */
function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return textOf(one) === textOf(other);
}

function textOf(value: Json | undefined): string {
  const text = JSON.stringify(value ?? null);
  return text === '{}' || text === '[]' || text === '""' ? 'null' : text;
}
