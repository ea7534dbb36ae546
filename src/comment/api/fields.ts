/** Returns a value in parsed JSON, or undefined if a field of the path is missing. */
export function fieldOf(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (object, name) => (isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined),
    value,
  );
}

export function textOf(value: unknown, ...path: readonly string[]): string | undefined {
  const field = fieldOf(value, ...path);
  return typeof field === 'string' ? field : undefined;
}

export function numberOf(value: unknown, ...path: readonly string[]): number | undefined {
  const field = fieldOf(value, ...path);
  return typeof field === 'number' ? field : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
