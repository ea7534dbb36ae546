/** `Array.isArray` makes a list of anything of what is unknown, and does not narrow a readonly list away from a union. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
