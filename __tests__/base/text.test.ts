import { nearestNames, quoteForShell, shellWord } from '../../src/base/text';

test.each([
  [
    'all names with the fewest edits, in their order',
    'us-west',
    ['us-west-2', 'us-east-1', 'us-west-1'],
    3,
    ['us-west-2', 'us-west-1'],
  ],
  ['only the nearest of several similar names', 'us-west-2a', ['us-west-1', 'us-west-2'], 3, ['us-west-2']],
  ['a name in other letter case', 'DEVELOP', ['develop'], 1, ['develop']],
  ['no name with more edits than allowed', 'us-west', ['us-west-2'], 1, []],
  ['no name that shares no character', 'a', ['b'], 1, []],
] as const)('returns %s', (_, text, names, maxEdits, nearest) => {
  expect(nearestNames(text, names, maxEdits)).toEqual(nearest);
});

test.each([
  ['main', 'main', "'main'"],
  ['two words', "'two words'", "'two words'"],
  ["it's", "'it'\\''s'", "'it'\\''s'"],
])('quotes %s for a shell', (text, word, quoted) => {
  expect([shellWord(text), quoteForShell(text)]).toEqual([word, quoted]);
});
