/** Replaced by the name of the stack in a path, key or workspace of a backend. */
export const STACK_PLACEHOLDER = '{stack}';

/** Returns the state path, key or workspace of one stack. */
export function resolveStackPlaceholder(template: string, stack: string): string {
  return template.replaceAll(STACK_PLACEHOLDER, stack);
}
