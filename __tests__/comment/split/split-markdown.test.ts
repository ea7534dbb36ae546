import fc from 'fast-check';
import { splitMarkdown } from '../../../src/comment/split/split-markdown';
import { countBytes, countCharacters } from '../../../src/comment/split/text-length';
import { runs } from '../../random-runs';

const characters = (max: number) => ({ max, lengthOf: countCharacters });

const split = (lines: readonly string[], max: number) =>
  splitMarkdown(lines.join('\n'), characters(max)).map((part) => part.split('\n').slice(0, -1));

const numbered = <Line>(count: number, line: (number: number) => Line): readonly Line[] =>
  Array.from({ length: count }, (_, index) => line(index + 1));

test('keeps a text that fits', () => {
  expect(splitMarkdown('## Title\n\n- one\n', characters(100))).toEqual(['## Title\n\n- one\n']);
});

test('splits before a heading rather than between the items of a list', () => {
  const parts = split(
    ['## One', '', ...numbered(8, (n) => `- item ${n}`), '', '## Two', '', '- last item'],
    100,
  );

  expect(parts).toEqual([
    ['## One', '', ...numbered(8, (n) => `- item ${n}`)],
    ['## Two', '', '- last item'],
  ]);
});

test('splits a list between its items, not between an item and its content', () => {
  const items = numbered(4, (n) => [`- item ${n}  `, `  message ${n}`]).flat();

  expect(split(items, 60)).toEqual([items.slice(0, 4), items.slice(4)]);
});

test('closes a collapsed section and opens it again with its title', () => {
  const notes = numbered(30, (n) => `- note ${n}`);
  const parts = split(['<details>', '<summary>30 notes</summary>', '', ...notes, '', '</details>'], 250);

  expect(parts.length).toBeGreaterThan(1);
  for (const part of parts) {
    const title = part === parts[0] ? '30 notes' : '30 notes (continued)';
    expect(part.slice(0, 3)).toEqual(['<details>', `<summary>${title}</summary>`, '']);
    expect(part.slice(-2)).toEqual(['', '</details>']);
  }
  expect(parts.flat().filter((line) => line.startsWith('- '))).toEqual(notes);
});

test('repeats the header of a table', () => {
  const [first, second] = split(
    ['| repository | change |', '|---|---|', ...numbered(6, (n) => `| repository ${n} | created |`)],
    180,
  );

  expect(first?.slice(0, 3)).toEqual(['| repository | change |', '|---|---|', '| repository 1 | created |']);
  expect(second?.slice(0, 2)).toEqual(['| repository | change |', '|---|---|']);
  expect(second?.at(-1)).toBe('| repository 6 | created |');
});

test('does not separate the header of a table from its first row', () => {
  const table = [`| ${'repository'.padEnd(30)} | change |`, '|---|---|', `| ${'my-repo'.padEnd(35)} | new |`];
  const [, ...others] = split([...numbered(4, (n) => `- item ${n} with a text`), '', ...table], 180);

  expect(others).toEqual([table]);
});

test('closes a code block and opens it again with its language, in the list item', () => {
  const parts = split(['- rule', '', '  ```hcl', ...numbered(12, (n) => `  line_${n} = true`), '  ```'], 150);

  expect(parts.length).toBeGreaterThan(1);
  for (const part of parts) {
    expect(part.slice(0, 3)).toEqual([part === parts[0] ? '- rule' : '- rule (continued)', '', '  ```hcl']);
    expect(part.at(-1)).toBe('  ```');
  }
  expect(parts.flat().filter((line) => line.includes('line_'))).toEqual(
    numbered(12, (n) => `  line_${n} = true`),
  );
});

test('reads no Markdown in a code block, and ends it only at a fence of its length', () => {
  const code = ['````text', '```', '<details>', '## no heading', '- no item', '````'];
  const parts = split([...numbered(8, (n) => `paragraph ${n}\n`), ...code, '', 'end'], 150);

  expect(parts.at(-1)).toEqual([...code, '', 'end']);
});

test('cuts a line that is too long after a space, and never starts the rest with its first character', () => {
  const text = `- ${'word '.repeat(40)}/close`;
  const parts = splitMarkdown(text, characters(100));
  const lines = parts
    .join('')
    .split('\n')
    .filter((line) => line.trim() !== '' && line !== '- …');

  expect(lines.map((line) => line.replace(/^\s*…|…$/g, '')).join('')).toBe(text);
  expect(lines.slice(1).every((line) => /^\s*…/.test(line))).toBe(true);
  expect(lines[0]).toMatch(/word …$/);
});

test('does not cut a character in two', () => {
  const parts = splitMarkdown('🌈'.repeat(300), characters(100));

  expect(parts.join('')).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
  expect(parts.every((part) => countCharacters(part) <= 100)).toBe(true);
});

test('counts a character outside of the basic plane once, and bytes as in UTF-8', () => {
  expect([countCharacters('a🌈…'), countBytes('a🌈…')]).toEqual([3, 8]);
});

/** A document of numbered lines, so that each is recognized in the parts. */
const blocks = fc.array(
  fc.record({
    kind: fc.constantFrom('heading', 'items', 'nested', 'details', 'code', 'table', 'paragraph'),
    count: fc.integer({ min: 1, max: 30 }),
    word: fc.constantFrom('word', 'a longer text with spaces', 'x'.repeat(45), '🌈'.repeat(10)),
  }),
  { minLength: 1, maxLength: 12 },
);

function documentOf(
  choices: readonly { readonly kind: string; readonly count: number; readonly word: string }[],
) {
  let id = 0;
  const content = (word: string) => `${word} #${(id += 1)}#`;
  const lines = choices.flatMap(({ kind, count, word }): readonly string[] => {
    const each = (prefix: string, suffix = '') => numbered(count, () => `${prefix}${content(word)}${suffix}`);
    switch (kind) {
      case 'heading':
        return [`## ${content(word)}`, ''];
      case 'items':
        return [...each('- '), ''];
      case 'nested':
        return numbered(count, () => [
          `- ${content(word)}`,
          `  - ${content(word)}  `,
          `    ${content(word)}`,
          '',
        ]).flat();
      case 'details':
        return [
          '<details>',
          `<summary>title</summary>`,
          '',
          ...each('- '),
          '',
          '  <details>',
          '  <summary>inner</summary>',
          '',
          '  ```hcl',
          ...each('  '),
          '  ```',
          '',
          '  </details>',
          '',
          '</details>',
          '',
        ];
      case 'code':
        return ['```', ...each(''), '```', ''];
      case 'table':
        return ['| a | b |', '|---|---|', ...each('| ', ' | x |'), ''];
      default:
        return [...each(''), ''];
    }
  });
  return { text: lines.join('\n'), count: id };
}

/** Without the lines that a part repeats. */
const idsIn = (text: string) => [...text.matchAll(/#(\d+)#(?! \(continued\))/g)].map(([, id]) => Number(id));

test('every part fits, closes what it opens, and contains its share of the content in order', () => {
  fc.assert(
    fc.property(blocks, fc.integer({ min: 800, max: 4_000 }), fc.boolean(), (choices, max, isBytes) => {
      const lengthOf = isBytes ? countBytes : countCharacters;
      const { text, count } = documentOf(choices);
      const parts = splitMarkdown(text, { max, lengthOf });

      for (const part of parts) {
        expect(lengthOf(part)).toBeLessThanOrEqual(max);
        expect(part.match(/<details>/g)?.length).toBe(part.match(/<\/details>/g)?.length);
        expect((part.match(/^ *```/gm)?.length ?? 0) % 2).toBe(0);
        for (const [line] of part.matchAll(/^\| .* \| x \|$/gm)) {
          expect(part.split(line)[0]).toContain('|---|---|');
        }
      }
      expect(parts.flatMap(idsIn)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    }),
    runs(200),
  );
});
