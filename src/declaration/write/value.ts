/** A value of the declaration before it is written as YAML. Members that are undefined are not written. */
export type Value = boolean | number | string | Literal | readonly Value[] | Mapping;

export interface Mapping {
  readonly [key: string]: Value | undefined;
}

/** A text of several lines, written as a literal block. */
export class Literal {
  public constructor(public readonly text: string) {}
}

/** Writes one item without brackets. */
export function oneOrMany<Item extends Value>(items: readonly Item[]): Item | readonly Item[] {
  const [only, ...others] = items;
  return only !== undefined && others.length === 0 ? only : items;
}

/** Returns a value without empty lists and mappings. */
export function unlessEmpty<Item extends Mapping | readonly Value[]>(value: Item): Item | undefined {
  return Object.values(value).every((member) => member === undefined) ? undefined : value;
}

/** Returns a value as text, to compare values and to compare their lengths. */
export function valueText(value: Value | undefined): string {
  return value === undefined ? '' : JSON.stringify(value);
}

/**
 * Returns the declaration as YAML. A short collection is in brackets on one line; `formatDeclaration` breaks the lines that are too long, and removes quotes that YAML does not require.
 */
export function yamlText(sections: Mapping): string {
  return membersOf(sections)
    .map(([name, section]) => `${name}:${text(section, 1, EXPANDED_LEVELS[name] ?? 0)}\n`)
    .join('\n');
}

/** How many levels of a section are never in brackets. */
const EXPANDED_LEVELS: Readonly<Record<string, number>> = {
  accounts: 1,
  registries: 1,
  defaults: 2,
  repositories: 1,
  replication: 2,
  access: 2,
};

/**
 * Returns the value after a colon or a dash.
 *
 * @param expanded how many levels are never in brackets
 */
function text(value: Value, depth: number, expanded: number): string {
  if (typeof value !== 'object') return ` ${scalarText(value)}`;
  const indent = `\n${'  '.repeat(depth)}`;
  if (value instanceof Literal) return ` |-${indent}${value.text.replaceAll('\n', indent)}`;
  if (Object.keys(value).length === 0 || (expanded <= 0 && isFlat(value))) return ` ${flowText(value)}`;
  if (isValues(value)) {
    return value.map((item) => `${indent}-${itemText(item, depth + 1, expanded - 1)}`).join('');
  }
  return membersOf(value)
    .map(([key, member]) => `${indent}${scalarText(key)}:${text(member, depth + 1, expanded - 1)}`)
    .join('');
}

/** Returns an item of a list. The first member of a mapping is on the line of the dash. */
function itemText(value: Value, depth: number, expanded: number): string {
  return text(value, depth, expanded).replace(/^\n +/, ' ');
}

/**
 * Returns whether the value is short enough for one line: no mapping in it contains another collection than lists of
 * scalars.
 */
function isFlat(value: Mapping | readonly Value[], depth = 0): boolean {
  return Object.values(value).every((member: Value | undefined) => {
    if (typeof member !== 'object') return true;
    if (member instanceof Literal) return false;
    if (isValues(member)) return member.every((item) => typeof item !== 'object');
    return depth === 0 && !isValues(value) && isFlat(member, 1);
  });
}

function flowText(value: Value): string {
  if (typeof value !== 'object') return scalarText(value);
  if (value instanceof Literal) return scalarText(value.text);
  if (isValues(value)) return `[${value.map(flowText).join(', ')}]`;
  const members = membersOf(value).map(([key, member]) => `${scalarText(key)}: ${flowText(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** JSON strings are YAML. */
function scalarText(value: boolean | number | string): string {
  return JSON.stringify(value);
}

function membersOf(value: Mapping): readonly (readonly [string, Value])[] {
  return Object.entries(value).flatMap(([key, member]) =>
    member === undefined ? [] : [[key, member] as const],
  );
}

/** `Array.isArray` does not remove a readonly array from a union. */
function isValues(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
