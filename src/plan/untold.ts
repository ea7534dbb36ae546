import type { PlanDocument, ResourceChange, ResourceType } from './document';
import { holdsTrue } from './resources/json';
import type { Address } from './resources/planned';

/** Something that a plan does of which the review says nothing, or not all. */
export interface UntoldChange extends Address {
  readonly action: ResourceChange['action'];
  readonly because: 'not-looked-at' | 'sensitive';
}

/** Read so that they are not passed over, though no rule looks at them. */
const NOT_LOOKED_AT: ReadonlySet<ResourceType> = new Set([
  'aws_ecr_account_setting',
  'aws_ecr_pull_through_cache_rule',
  'aws_ecr_repository_creation_template',
]);

/** In the plans' order. */
export function untoldChanges(plans: readonly PlanDocument[]): readonly UntoldChange[] {
  return plans.flatMap(({ file, changes }) =>
    changes.flatMap((change) => {
      const because = reasonFor(change);
      return because === undefined
        ? []
        : { plan: file, address: change.address, action: change.action, because };
    }),
  );
}

function reasonFor(change: ResourceChange): UntoldChange['because'] | undefined {
  const { mode, type, action, beforeSensitive, afterSensitive } = change;
  if (mode !== 'managed' || action === 'no-op') return undefined;
  if (NOT_LOOKED_AT.has(type)) return 'not-looked-at';
  return holdsTrue(beforeSensitive) || holdsTrue(afterSensitive) ? 'sensitive' : undefined;
}
