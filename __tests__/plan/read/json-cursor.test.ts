import fc from 'fast-check';
import type { Json } from '../../../src/plan/model/document';
import { JsonCursor } from '../../../src/plan/read/json-cursor';
import { runs } from '../../random-runs';

/** Reads objects and lists item by item, down to a number of levels. */
function readInPieces(cursor: JsonCursor, levels: number): Json {
  const kind = levels > 0 ? cursor.nextKind() : 'other';
  if (kind === 'object') {
    const entries: [string, Json][] = [];
    cursor.forEachMember((key) => entries.push([key, readInPieces(cursor, levels - 1)]));
    return Object.fromEntries(entries);
  }
  if (kind === 'list') {
    const items: Json[] = [];
    cursor.forEachItem(() => items.push(readInPieces(cursor, levels - 1)));
    return items;
  }
  return cursor.readValue();
}

/** Returns JSON text, because a key `__proto__` is visible in it, or undefined if the text is not JSON. */
function jsonInPieces(text: string, levels: number): string | undefined {
  const cursor = new JsonCursor(Buffer.from(text), 0);
  try {
    const value = readInPieces(cursor, levels);
    return cursor.nextKind() === undefined ? JSON.stringify(value) : undefined;
  } catch {
    return undefined;
  }
}

function jsonAtOnce(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const LEVELS = [0, 1, 2, 9];

test('returns the same value as JSON.parse, at any number of levels', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom('', ' ', '\n\t'), (json, space) => {
      const text = JSON.stringify(JSON.parse(json), undefined, space) + space;
      for (const levels of LEVELS) expect(jsonInPieces(text, levels)).toBe(jsonAtOnce(text));
    }),
    runs(100),
  );
});

test('accepts exactly the texts that JSON.parse accepts', () => {
  const token = fc.constantFrom(
    ...[
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '"__proto__"',
      '"1"',
      '\\',
      '\\"',
      '\\u00e4',
      'ä',
      '😀',
      '1',
    ],
    ...[
      '-0',
      '.5',
      '1e',
      'true',
      'nul',
      'null',
      ' ',
      '\n',
      '\t',
      '\u00a0',
      '\u0001',
      '/',
      '{}',
      '[]',
      '{"b":',
    ],
  );
  fc.assert(
    fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
      const text = tokens.join('');
      for (const levels of LEVELS) expect(jsonInPieces(text, levels)).toBe(jsonAtOnce(text));
    }),
    runs(1_000),
  );
});

test.each([
  '{"a":{},}',
  '[[],]',
  '{"b":{"x":1},"0":{"y":1}}',
  '{"a":{"__proto__":{"p":1}}}',
  '{"a":1,"a":{"b":2}}',
  '[1 2]',
  '{"a" 1}',
  '{1:2}',
  '[1}',
  '"\n"',
  '{"a":"\\',
  '',
])('agrees with JSON.parse on %j', (text) => {
  for (const levels of LEVELS) expect(jsonInPieces(text, levels)).toBe(jsonAtOnce(text));
});
