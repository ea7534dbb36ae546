import { isKnown, UNKNOWN } from '../../model/unknown';

/**
 * JSON in which equal objects and arrays are written once: `{"shared": […], "root": …}`. Thousands of repositories
 * share a policy, so the text is a fraction of the size, and the decoded values share the objects too.
 *
 * `{"$": 3}` is the fourth item of `shared`, which refers only to items before it. `{"$": "unknown"}` is an unknown
 * value. A key that starts with `$` has one more.
 */
interface SharedJson {
  readonly shared: unknown[];
  readonly root: unknown;
}

const UNKNOWN_TEXT = '{"$":"unknown"}';

/** A reference to a shorter text saves nothing. */
const MIN_SHARED_LENGTH = 20;

/** Returns the value as JSON. Leaves out keys whose value is undefined. */
export function encodeShared(value: unknown): string {
  const encoder = new Encoder();
  const root = encoder.add(value);
  const text = encoder.textOf(root);
  return `{"shared":[${encoder.shared.join(',')}],"root":${text}}`;
}

/** The text of a primitive value, or the number of an object or array that `Encoder` has seen. */
type Part = string | number;

/** An object or array. */
interface Composite {
  readonly parts: readonly Part[];
  readonly compose: (texts: readonly string[]) => string;
  /** Number of different objects and arrays that contain it. */
  uses: number;
  text?: string;
}

class Encoder {
  /** The texts of the shared values. */
  public readonly shared: string[] = [];
  private readonly composites: Composite[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly numberOfObject = new Map<object, number>();

  /** Registers a value. Equal objects and arrays have the same number. */
  public add(value: unknown): Part {
    if (!isKnown(value)) return UNKNOWN_TEXT;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
    const number = this.numberOfObject.get(value) ?? this.addComposite(value);
    this.numberOfObject.set(value, number);
    return number;
  }

  /** Returns the text of a value: its JSON, or a reference if several values contain it. */
  public textOf(part: Part): string {
    const composite = typeof part === 'number' ? this.composites[part] : undefined;
    if (composite === undefined) return String(part);
    composite.text ??= this.write(composite);
    return composite.text;
  }

  private addComposite(value: object): number {
    const isList = Array.isArray(value);
    const entries = Object.entries(value).filter(([, child]) => isList || child !== undefined);
    const names = isList ? [] : entries.map(([name]) => (name.startsWith('$') ? `$${name}` : name));
    const parts = entries.map(([, child]: [string, unknown]) => this.add(child));
    const key = JSON.stringify([isList, names, parts]);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.composites.length;
    this.numbers.set(key, number);
    for (const part of parts) {
      const child = typeof part === 'number' ? this.composites[part] : undefined;
      if (child !== undefined) child.uses += 1;
    }
    const compose = isList ? listText : (texts: readonly string[]) => objectText(names, texts);
    this.composites.push({ parts, compose, uses: 0 });
    return number;
  }

  private write({ parts, compose, uses }: Composite): string {
    const text = compose(parts.map((part) => this.textOf(part)));
    if (uses < 2 || text.length < MIN_SHARED_LENGTH) return text;
    this.shared.push(text);
    return `{"$":${this.shared.length - 1}}`;
  }
}

function listText(texts: readonly string[]): string {
  return `[${texts.join(',')}]`;
}

function objectText(names: readonly string[], texts: readonly string[]): string {
  return `{${names.map((name, index) => `${JSON.stringify(name)}:${texts[index] ?? ''}`).join(',')}}`;
}

/** Returns the value that `encodeShared` encoded. */
export function decodeShared(text: string): unknown {
  // The text is written by `encodeShared`.
  const { shared, root } = JSON.parse(text) as SharedJson;
  for (const [index, value] of shared.entries()) shared[index] = resolveReferences(value, shared);
  return resolveReferences(root, shared);
}

/** Replaces references in place, because a copy of thousands of objects takes time. */
function resolveReferences(value: unknown, shared: readonly unknown[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$' in value) return value.$ === 'unknown' ? UNKNOWN : shared[Number(value.$)];
  const properties = value as Record<string, unknown>; // parsed JSON
  const names = Object.keys(properties);
  for (const name of names) {
    const child = properties[name];
    if (typeof child === 'object') properties[name] = resolveReferences(child, shared);
  }
  return names.some((name) => name.startsWith('$')) ? unescapeNames(properties) : value;
}

function unescapeNames(properties: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name.startsWith('$') ? name.slice(1) : name, value]),
  );
}
