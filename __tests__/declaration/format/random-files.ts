import fc from 'fast-check';
import { stringify } from 'yaml';
import { declarationsWithAccess, type Declared } from '../random-declarations';

/** The same declaration with other keys first, in another YAML style, with comments and empty lines anywhere. */
export const declarationFiles: fc.Arbitrary<{ readonly text: string; readonly comments: readonly string[] }> =
  fc.tuple(declarationsWithAccess, fc.infiniteStream(fc.nat(10_000))).map(([declared, seed]) => {
    const pick = (count: number) => Number(seed.next().value) % count;
    const lines = styled(shuffled(declared, pick) as Declared, pick).split('\n');
    // The yaml package rejects a comment at the start of a line within brackets.
    const isJson = lines[0] === '{';
    const comments: string[] = [];
    const comment = () => {
      comments.push(`# comment ${comments.length}${pick(3) === 0 ? ' ' : ''}`.trimEnd());
      return comments.at(-1)!;
    };
    const text = lines
      .flatMap((line) => [
        ...(pick(6) === 0 ? [''] : []),
        ...(pick(6) === 0 ? [`${' '.repeat((isJson ? 1 : 0) + pick(9))}${comment()}`] : []),
        pick(6) === 0 && line !== '' ? `${line}${' '.repeat(1 + pick(3))}${comment()}` : line,
      ])
      .join('\n');
    return { text, comments };
  });

type Pick = (count: number) => number;

/** Moves the keys of some mappings. Names of accounts, registries and repositories move too. */
function shuffled(value: unknown, pick: Pick): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, pick));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, shuffled(member, pick)] as const);
  const start = pick(entries.length + 1);
  return Object.fromEntries([...entries.slice(start), ...entries.slice(0, start)]);
}

function styled(declared: Declared, pick: Pick): string {
  switch (pick(4)) {
    case 0:
      return JSON.stringify(declared, null, 1 + pick(4));
    case 1:
      return stringify(declared, { indentSeq: false, defaultStringType: 'QUOTE_SINGLE', lineWidth: 0 });
    case 2:
      return stringify(declared, { indent: 4, defaultKeyType: 'QUOTE_DOUBLE', lineWidth: 0 });
    default:
      return stringify(declared, { lineWidth: 0, aliasDuplicateObjects: true });
  }
}
