/** What stands for the name of the stack in a path, key or workspace of a backend. */
export const STACK_PLACEHOLDER = '{stack}';

/** Where the state of one stack is, of a path, key or workspace that stands for those of all. */
export function placeOfStack(place: string, stack: string): string {
  return place.replaceAll(STACK_PLACEHOLDER, stack);
}
