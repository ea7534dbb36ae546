/** `Array.isArray` narrows `unknown` to `any[]`, and does not remove a readonly array from a union. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
