import type { PlannedResource } from './resources/planned';

/** Of rules that check how something is set up: a pull request is not about everything that exists already. */
export const UNCHANGED = {
  kind: 'flag',
  default: false,
  doc: 'Also check what the plans do not change.',
} as const;

/** Whether Terraform writes a resource. What is only moved, imported or forgotten stays as it is. */
export function isWritten({ action }: Pick<PlannedResource, 'action'>): boolean {
  return action === 'create' || action === 'update' || action === 'replace';
}
