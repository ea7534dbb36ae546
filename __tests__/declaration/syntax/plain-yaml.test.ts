import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { readPlainYaml } from '../../../src/declaration/syntax/plain-yaml';
import { DECLARATION_FILE } from '../../../src/declaration/syntax/source';
import { START, type Span } from '../../../src/declaration/syntax/span';
import { parseYaml } from '../../../src/declaration/syntax/yaml';
import { runs } from '../../random-runs';

/** A comment that only the library reads. It changes no value and no position. */
const FOR_LIBRARY = '\n#\t';

/** The tree and the diagnostics of a text, with every position. */
function parse(text: string): string {
  return JSON.stringify(
    parseYaml({ file: 'topology.yaml', text }, DECLARATION_FILE),
    (key, value: unknown) => {
      if (value instanceof Map) return [...value];
      return key === 'span' || key === 'key' ? positionText(value as Span) : value; // these keys have spans
    },
  );
}

function positionText({ line, column, end }: Span): string {
  return `${line}:${column}-${end}`;
}

function isPlain(text: string): boolean {
  return readPlainYaml(text, () => START) !== undefined;
}

const EXAMPLES = readdirSync('examples').filter((name) => name.endsWith('.yaml'));
const TEXTS = ['topology.yaml', ...EXAMPLES.map((name) => `examples/${name}`)].map((file) => ({
  file,
  text: readFileSync(file, 'utf8'),
}));

describe('readPlainYaml', () => {
  it.each(TEXTS)('reads $file as the library does', ({ text }) => {
    expect(isPlain(text)).toBe(true);
    expect(parse(text)).toBe(parse(text + FOR_LIBRARY));
  });

  it.each([
    'a: b',
    'a:\n- b\n- c: d\n  e: f\ng: h\n',
    'a:\n  - b # comment\n\n  # comment\n  - { c: [], d: {} }\n',
    "a: { b: 'it''s', \"c\": [1, -2, true, FALSE, null, ~, 1.2.3] }\n",
    'a: [\n  b, # comment\n\n  c\n  ]\n',
    'a: arn:aws:iam::123456789012:role/x#y\n',
    'a: ${NAME:-{default}}\nb:\n      c: d\n',
    "'a b': - # not a list",
    '# comment\n\na:   b   # comment\n#comment',
    '12: 007\ntrue: é\n',
  ])('reads %j as the library does', (text) => {
    expect(parse(text)).toBe(parse(text + FOR_LIBRARY));
  });

  it.each([
    ['a value that is missing', 'a:\nb: c\n'],
    ['a duplicate key', 'a: b\na: c\n'],
    ['a merge key', 'a: b\n<<: { c: d }\n'],
    ['an anchor', 'a: &b c\n'],
    ['an alias', 'a: *b\n'],
    ['a tag', 'a: !!str b\n'],
    ['a literal block', 'a: |\n  b\n'],
    ['a text of several lines', 'a: b\n  c\n'],
    ['a quoted text of several lines', 'a: "b\n  c"\n'],
    ['an escape', 'a: "\\n"\n'],
    ['a tab', 'a:\tb\n'],
    ['a carriage return', 'a: b\r\n'],
    ['a document marker', '---\na: b\n'],
    ['a directive', '%YAML 1.2\n---\na: b\n'],
    ['a number with a fraction', 'a: 1.5\n'],
    ['a hexadecimal number', 'a: 0x1f\n'],
    ['an integer that is not exact', 'a: 12345678901234567890\n'],
    ['a mapping in a line of a mapping', 'a: b: c\n'],
    ['a line that is indented too far', 'a:\n  b: c\n   d: e\n'],
    ['wrong indentation', 'a:\n    b: c\n  d: e\n'],
    ['a bracket that is not closed', 'a: [b\n'],
    ['a flow collection that is not indented', 'a: [\nb]\n'],
    ['a mapping without a value in a list', 'a: [b:]\n'],
    ['an explicit key', '? a\n: b\n'],
    ['a list as the document', '- a\n'],
    ['no content', '# comment\n'],
    ['deep nesting', `a: ${'['.repeat(40)}${']'.repeat(40)}\n`],
    ["the key '__proto__'", '__proto__: a\n'],
  ])('leaves %s to the library', (_, text) => {
    expect(isPlain(text)).toBe(false);
  });

  it('reads every text that it accepts as the library does', () => {
    const parts = [
      '\n',
      '\n  ',
      '\n- ',
      ' ',
      ': ',
      '- ',
      ' #',
      '{',
      '}',
      '[',
      ']',
      ', ',
      "'",
      '"',
      '&',
      '|',
      'a',
      'a: b',
      '0',
    ];
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.constantFrom('', ...parts)), {
      minLength: 1,
      maxLength: 4,
    });
    const lines = TEXTS.flatMap(({ text }) => text.split('\n'));
    const excerpt = fc
      .tuple(fc.nat(lines.length - 1), fc.integer({ min: 1, max: 8 }))
      .map(([from, count]) => withoutIndentation(lines.slice(from, from + count)));
    let accepted = 0;
    fc.assert(
      fc.property(excerpt, edits, (original, changes) => {
        const text = changes.reduce((changed, [position, removed, added]) => {
          const at = position % (changed.length + 1);
          return changed.slice(0, at) + added + changed.slice(at + removed);
        }, original);
        if (!isPlain(text)) return;
        accepted += 1;
        expect(parse(text)).toBe(parse(text + FOR_LIBRARY));
      }),
      runs(2000),
    );
    expect(accepted).toBeGreaterThan(200);
  });
});

/** Removes the indentation of the first line from all lines that have it. */
function withoutIndentation(lines: readonly string[]): string {
  const indent = /^ */.exec(lines[0] ?? '')?.[0] ?? '';
  return lines.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join('\n');
}
