import type { Collection, Entry, Layout } from './layout';
import { scalarText } from './scalars';

/** Returns a collection on one line, in brackets. Returns undefined if the file has it on several lines, or has comments in it. */
export function flowText(collection: Collection): string | undefined {
  const { kind, anchor, entries } = collection;
  if (entries.length > 0 && (!collection.isFlow || hasComments(collection))) return undefined;
  const members = flowMembers(collection).join(', ');
  const braces = members === '' ? '{}' : `{ ${members} }`;
  const text = kind === 'map' ? braces : `[${members}]`;
  return anchor === undefined ? text : `&${anchor} ${text}`;
}

/** Returns the text of each entry of a collection in brackets. */
export function flowMembers({ entries }: Collection): readonly string[] {
  return entries.map(({ key, value }) => {
    if (key === undefined) return valueText(value);
    const name = scalarText(key, 'flow');
    if (value.kind === 'leaf' && value.node === undefined) return name;
    return `${name}: ${valueText(value)}`.trimEnd();
  });
}

function valueText(value: Layout): string {
  if (value.kind !== 'leaf') return flowText(value) ?? '';
  return value.node === undefined ? '' : scalarText(value.node, 'flow');
}

function hasComments({ entries, below }: Collection): boolean {
  return below.length > 0 || entries.some(hasOwnComments);
}

function hasOwnComments({ above, sameLine, value }: Entry): boolean {
  return above.length > 0 || sameLine.length > 0 || (value.kind !== 'leaf' && hasComments(value));
}
