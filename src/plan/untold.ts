import type { PlanDocument, ResourceChange } from './document';
import { holdsTrue } from './resources/json';
import type { Address } from './resources/planned';

/** A change of a resource with sensitive values. The review does not show these values, so it is incomplete. */
export interface UntoldChange extends Address {
  readonly action: ResourceChange['action'];
}

/** In the plans' order. */
export function untoldChanges(plans: readonly PlanDocument[]): readonly UntoldChange[] {
  return plans.flatMap(({ file, changes }) =>
    changes.filter(isUntold).map(({ address, action }): UntoldChange => ({ plan: file, address, action })),
  );
}

function isUntold({ mode, action, beforeSensitive, afterSensitive }: ResourceChange): boolean {
  if (mode !== 'managed' || action === 'no-op') return false;
  return holdsTrue(beforeSensitive) || holdsTrue(afterSensitive);
}
