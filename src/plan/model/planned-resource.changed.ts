import type { PlannedResource } from './planned-resource';

/**
 * Option of rules that check settings. It is off by default, so that a pull request gets no findings about resources
 * that it does not change.
 */
export const UNCHANGED_OPTION = {
  kind: 'flag',
  default: false,
  doc: 'Also check what the plans do not change.',
} as const;

/** Whether the plan changes the resource in AWS. A move, an import or a `forget` changes only the state. */
export function isChangedInAws({ action }: Pick<PlannedResource, 'action'>): boolean {
  return action === 'create' || action === 'update' || action === 'replace';
}
