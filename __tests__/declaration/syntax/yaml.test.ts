import { account, many, repository } from '../changed-base';
import { BASE, base, diagnose } from '../declarations';
import { describeDiagnostics } from '../diagnostic-cases';

describeDiagnostics('yaml', {
  'file/empty': [
    { bad: '«»', message: 'contains no declaration' },
    { bad: '«»# only a comment\n', message: 'topology.yaml is an example' },
    { bad: '«»---\n', message: 'contains no declaration' },
  ],
  'yaml/syntax': [
    { bad: 'accounts: { develop: { id: "1"\n«»', message: 'flow map' },
    { bad: 'accounts:\n«»\tdevelop: 1\n', message: 'Use spaces to indent' },
    { bad: `${BASE}«---»\na: 1\n`, message: 'more than one YAML document' },
    { bad: base('ap-northeast-1', '«!Ref» region'), message: 'tag' },
    {
      bad: `«%YAML 1.1»\n---\n${BASE}`,
      message: 'declares YAML 1.1, but only YAML 1.2 is supported',
      good: `%YAML 1.2\n---\n${BASE}`,
    },
    {
      bad: base('{ registry: develop }', '{ registry: develop, «<<»: 5 }'),
      message: 'Refer to the anchor of a mapping',
      good: base('{ registry: develop }', '{ <<: { registry: develop } }'),
    },
    {
      bad: 'a: { id: $«{»DEV} }\nb: { c: d }\n',
      message: 'Put ${…} in quotes',
      good: account('id: "${ID:-999999999999}"'),
    },
  ],
  'yaml/duplicate-key': [
    {
      bad: `${BASE}«repositories»: { other: { registry: nowhere } }\n`,
      message: 'Merge the two',
    },
    {
      bad: repository('«my-repo»: { registry: develop }'),
      message: "Duplicate key 'my-repo'",
      good: repository('my-repo2/x: { registry: develop }'),
    },
    { bad: `${BASE}«accounts»: {}\n`, message: "Duplicate key 'accounts'" },
  ],
  'yaml/aliases': [
    {
      bad: base('"111111111111"', '«*nobody»'),
      message: "no anchor '&nobody' precedes it",
      good: base('"111111111111"', '&id "111111111111"'),
    },
    {
      bad: many(80, (index) =>
        index === 64
          ? `a64: &a64 [«*a63»]`
          : `a${index}: &a${index} [${index === 0 ? 'x' : `*a${index - 1}`}]`,
      ).join('\n'),
      message: 'deeper than 64',
    },
    {
      bad: `${BASE}tags: { a: &a { b: «*a» } }\n`,
      message: 'refers to a value that contains the alias',
      good: `${BASE}tags: { a: &a x, b: *a }\n`,
    },
    {
      bad: [
        'a: &a [x, x, x, x, x, x, x, x, x, x]',
        ...many(7, (index) => {
          const [name, before] = ['bcdefgh'.charAt(index), 'abcdefg'.charAt(index)];
          return `${name}: &${name} [${many(10, (each) => (index === 3 && each === 7 ? `«*${before}»` : `*${before}`)).join(', ')}]`;
        }),
      ].join('\n'),
      message: 'more than 100000 values',
    },
  ],
  'yaml/depth': [
    {
      bad: `tags: ${'['.repeat(62)}«[»${']'.repeat(63)}`,
      message: 'deeper than 64',
      good: `${BASE}tags: { a: b }\n`,
    },
    { bad: `${'['.repeat(63)}«[»${'['.repeat(500_000)}`, message: 'deeper than 64' },
  ],
});

/** Each text has one fault, and all diagnostics that it produces. */
test.each([
  ['a missing bracket once', 'a: { id: ${DEV} }\nb: { c: d }\ne: f\n', ['yaml/syntax']],
  [
    'a duplicate section, and the fault in the second',
    `${BASE}repositories: { other: { registry: nowhere } }\n`,
    ['yaml/duplicate-key', 'repository/unknown-registry'],
  ],
  ['an empty file', 'null\n', ['file/empty']],
])('reports %s', (_, text, codes) => {
  expect(diagnose(text).map(({ code }) => code)).toEqual(codes);
});

test('reports excessive aliases once', () => {
  const rows = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefghi'
      .split('')
      .map(
        (name, index) =>
          `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefgh'.charAt(index)}`).join(', ')}]`,
      ),
  ];
  expect(diagnose(rows.join('\n')).filter(({ code }) => code === 'yaml/aliases')).toHaveLength(1);
});
