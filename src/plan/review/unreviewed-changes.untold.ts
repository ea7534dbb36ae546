import type { PlanDocument, ResourceChange } from '../model/document';
import { containsTrue } from '../model/values';
import type { Address } from '../model/planned-resource';

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
