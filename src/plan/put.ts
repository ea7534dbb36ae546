import type { PlannedResource } from './resources/planned';

/** If AWS receives the values of a resource in the apply. What does not change was accepted by AWS before. */
export function isPut({ action }: Pick<PlannedResource, 'action'>): boolean {
  return action === 'create' || action === 'update' || action === 'replace';
}
