import type { PlanDocument, ResourceChange } from './document';
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
 * The drift that plans contain. Changes of attributes that the plan leaves as they are were accepted, or are read back by the
 * provider; of these only deletions count.
 */
export function driftIn(plans: readonly PlanDocument[]): readonly DriftedResource[] {
  return plans.flatMap(({ file, drift, changes }) => {
    if (drift.length === 0) return [];
    const actions = new Map(changes.map(({ address, action }) => [address, action]));
    return drift.flatMap((each): DriftedResource | readonly [] => {
      const { address, type, mode, before, beforeSensitive } = each;
      const kind = kindOf(each);
      const action = actions.get(address);
      const isKept = kind === 'changed' && (action === 'no-op' || action === undefined);
      if (mode !== 'managed' || kind === undefined || isKept) return [];
      const isHidden = beforeSensitive === true;
      const repository = isHidden ? undefined : (textAt(before, 'repository') ?? textAt(before, 'name'));
      return { plan: file, address, type, kind, action, repository };
    });
  });
}

function kindOf({ action }: ResourceChange): DriftedResource['kind'] | undefined {
  if (action === 'delete') return 'deleted';
  return action === 'update' || action === 'replace' ? 'changed' : undefined;
}
