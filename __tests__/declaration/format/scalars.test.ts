import fc from 'fast-check';
import { parse } from 'yaml';
import { runs } from '../../random-runs';
import { formatted } from './formatted';

/** Texts of any characters, most of which have a meaning in YAML. */
const texts = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom(...Array.from('-?:,[]{}#&*!|>\'"%@`=~.$\\ \n\t0159axeEnoyes_+/')),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 8,
  })
  .filter((text) => text !== '__proto__' && !/\p{Cs}/u.test(text));

test('keeps any text and key, in a block and in braces', () => {
  fc.assert(
    fc.property(texts, texts, (key, text) => {
      for (const file of [
        `tags:\n  ${JSON.stringify(key)}: ${JSON.stringify(text)}\n  list:\n    - ${JSON.stringify(text)}\n`,
        `tags: { ${JSON.stringify(key)}: ${JSON.stringify(text)}, list: [${JSON.stringify(text)}, x] }\n`,
      ]) {
        const once = formatted(file);
        expect(parse(once, { stringKeys: true })).toEqual(parse(file));
        expect(formatted(once)).toBe(once);
      }
    }),
    runs(500),
  );
});

test.each([
  'a',
  'a b',
  'app/*',
  'o-a1b2c3d4e5/r-ab12/*',
  'arn:aws:iam::111111111111:role/x',
  '1.2.3',
  '2027-12-31',
  "it's",
  'a"b',
])('removes the quotes of %j', (text) => {
  expect(formatted(`tags:\n  a: ${JSON.stringify(text)}\n`)).toBe(`tags:\n  a: ${text}\n`);
});

test.each([
  '',
  ' a',
  'a ',
  '111111111111',
  '1.0',
  '1e3',
  '0x1f',
  '0o7',
  '.5',
  '.inf',
  'null',
  '~',
  'True',
  '-a',
  '*',
  '<<',
  'a: b',
  'a #b',
  'a:',
  '...',
  '=',
  '${A}',
  '@a',
  '\u00a0',
])('keeps the quotes of %j', (text) => {
  const file = `tags:\n  a: ${JSON.stringify(text)}\n`;
  expect(formatted(file)).toBe(file);
});

test.each(['yes', 'No', 'on', 'OFF', 'y', '1_000', '12:30', '0b1'])(
  'keeps %s with or without quotes, because programs that read YAML 1.1 need them',
  (text) => {
    for (const file of [`tags:\n  a: ${text}\n`, `tags:\n  a: "${text}"\n`]) {
      expect(formatted(file)).toBe(file);
    }
  },
);
