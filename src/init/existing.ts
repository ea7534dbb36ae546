/** JSON of a file that the user may already have. */
type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Returns what an existing `package.json` lacks, as JSON with the same structure, or undefined if it lacks nothing. Other
 * versions and scripts of the same name are the user's choice.
 */
export function missingPackageEntries(existing: string, wanted: JsonObject): string | undefined {
  const current = parseObject(existing);
  const installed = Object.keys({
    ...objectIn(current, 'dependencies'),
    ...objectIn(current, 'devDependencies'),
  });
  const missing = Object.entries(wanted).flatMap(([section, entries]) => {
    if (!isObject(entries) || section === 'engines') return [];
    const present = [
      ...Object.keys(objectIn(current, section)),
      ...(section.endsWith('ependencies') ? installed : []),
    ];
    const rest = Object.entries(entries).filter(([name]) => !present.includes(name));
    return rest.length === 0 ? [] : [[section, Object.fromEntries(rest)] as const];
  });
  return missing.length === 0 ? undefined : jsonText(Object.fromEntries(missing));
}

/** Returns the `app` that an existing `cdktf.json` needs, as JSON, or undefined if it runs `main.ts`. */
export function missingApp(existing: string, { app }: { readonly app: string }): string | undefined {
  const current = parseObject(existing).app;
  return typeof current === 'string' && current.includes('main.ts') ? undefined : jsonText({ app });
}

/** Returns the lines that an existing `.gitignore` lacks, or undefined. */
export function missingLines(existing: string, wanted: string): string | undefined {
  const present = new Set(existing.split(/\r?\n/).map(pattern));
  const missing = wanted
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#') && !present.has(pattern(line)));
  return missing.length === 0 ? undefined : missing.join('\n');
}

/** Git ignores the same folder with and without slashes, apart from their depth. */
function pattern(line: string): string {
  return line.trim().replace(/^\/|\/$/g, '');
}

export function jsonText(value: JsonObject): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Returns whether the user must fix a file before its JSON can be used. */
export function isInvalidJson(existing: string): boolean {
  return existing.trim() !== '' && parseJson(existing) === undefined;
}

/** Returns an empty object for a text that is not a JSON object. */
function parseObject(text: string): JsonObject {
  return parseJson(text) ?? {};
}

function parseJson(text: string): JsonObject | undefined {
  try {
    // npm accepts a byte order mark.
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function objectIn(value: JsonObject, key: string): JsonObject {
  const inner = value[key];
  return isObject(inner) ? inner : {};
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
