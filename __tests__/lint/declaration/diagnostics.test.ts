import { CODES, type DiagnosticCode } from '../../../src/declaration/syntax/diagnostic-codes';
import { BASE, base, diagnose } from '../../declaration/declarations';
import { ACCESS_CASES } from './diagnostic-cases/access';
import { account, RULE, type Case } from './diagnostic-cases/case';
import { CACHE_CASES } from './diagnostic-cases/caches';
import { CHECKS_CASES } from './diagnostic-cases/checks';
import { DEPLOYMENT_CASES } from './diagnostic-cases/deployment';
import { IMPORT_CASES } from './diagnostic-cases/imports';
import { LIFECYCLE_CASES } from './diagnostic-cases/lifecycle';
import { NAMES_CASES } from './diagnostic-cases/names';
import { REPLICATION_CASES } from './diagnostic-cases/replication';
import { ENCRYPTION_CASES, MUTABILITY_CASES, TAG_CASES } from './diagnostic-cases/settings';
import { SCANNING_CASES } from './diagnostic-cases/scanning';
import { SHAPE_CASES } from './diagnostic-cases/shape';
import { STATEMENT_CASES } from './diagnostic-cases/statements';
import { TEMPLATE_CASES } from './diagnostic-cases/templates';
import { TEXT_CASES } from './diagnostic-cases/text';

/** Returns the text without marks, and the span that they enclose. */
function unmark(text: string) {
  const start = text.indexOf('«');
  const before = text.slice(0, start);
  const line = before.split('\n').length;
  const column = start - before.lastIndexOf('\n');
  const length = text.indexOf('»') - start - 1;
  return { text: text.replace('«', '').replace('»', ''), line, column, length };
}

const cases = Object.entries<readonly Case[]>({
  ...TEXT_CASES,
  ...SHAPE_CASES,
  ...NAMES_CASES,
  ...REPLICATION_CASES,
  ...ACCESS_CASES,
  ...STATEMENT_CASES,
  ...IMPORT_CASES,
  ...MUTABILITY_CASES,
  ...ENCRYPTION_CASES,
  ...LIFECYCLE_CASES,
  ...TAG_CASES,
  ...DEPLOYMENT_CASES,
  ...CHECKS_CASES,
  ...CACHE_CASES,
  ...TEMPLATE_CASES,
  ...SCANNING_CASES,
}).flatMap(([code, list]) => list.map((each, index) => [`${code} (${index + 1})`, code, each] as const));

describe('every diagnostic', () => {
  test.each(cases)('%s is reported at its position with a fix', (_, code, { bad, message, environment }) => {
    const { text, line, column, length } = unmark(bad);
    const found = diagnose(text, environment).filter((each) => each.code === code);
    expect(found.map(({ span }) => `${span.line}:${span.column}`)).toContain(`${line}:${column}`);
    const reported = found.find(({ span }) => span.line === line && span.column === column)!;
    expect(`${reported.message} ${reported.help ?? ''}`).toContain(message);
    if (length > 0) expect(reported.span.end - reported.span.column).toBe(length);
  });

  test.each(cases)(
    '%s is not reported for the fixed declaration',
    (_, code, { good = BASE, environment }) => {
      expect(diagnose(good, environment).map((each) => each.code)).not.toContain(code);
    },
  );

  test.each(cases)('%s has the severity of its code', (_, code, { bad, environment }) => {
    const found = diagnose(unmark(bad).text, environment).find((each) => each.code === code)!;
    expect(found.severity).toBe(CODES[code as DiagnosticCode][0]);
  });
});

test('reports nothing for the base declaration', () => {
  expect(diagnose(BASE)).toEqual([]);
});

test('does not show values of environment variables in messages', () => {
  const text = account('id: "${ID}", profile: "${PROFILE}"');
  const messages = JSON.stringify(diagnose(text, { ID: 'hunter2', PROFILE: '$hunter3' }));
  expect(messages).toContain('account/id');
  expect(messages).not.toContain('hunter');
});

test('accepts a cycle of three registries that images are pushed to', () => {
  const ring = [
    ['develop', 'develop_us'],
    ['develop_us', 'management'],
    ['management', 'develop'],
  ]
    .map(([from, to]) => `  - { from: ${from}, to: [${to}], repositories: [my-repo] }\n`)
    .join('');
  const text = base(RULE, ring).replace(
    '{ registry: develop }',
    '{ registries: [develop, develop_us, management] }',
  );
  expect(diagnose(text)).toEqual([]);
});

test('accepts replication in both directions', () => {
  const text = base(
    RULE,
    '  - { from: develop, to: [management], repositories: [my-repo] }\n  - { from: management, to: [develop], repositories: [my-repo] }\n',
  ).replace('{ registry: develop }', '{ registries: [develop, management] }');
  expect(diagnose(text)).toEqual([]);
});

/** Each text has one fault, and all diagnostics that it produces. */
test.each([
  ['a missing bracket once', 'a: { id: ${DEV} }\nb: { c: d }\ne: f\n', ['yaml/syntax']],
  [
    'a duplicate section, and the fault in the second',
    `${BASE}repositories: { other: { registry: nowhere } }\n`,
    ['yaml/duplicate-key', 'repository/unknown-registry'],
  ],
  ['a registry that is a list', repositoryIn('[develop]'), ['shape/wrong-type']],
  ['a registry that is a number', repositoryIn('5'), ['shape/wrong-type']],
  [
    'an empty list of registries',
    `${BASE.replace(/registries:[\s\S]*/, '')}registries: {}\nrepositories: { x1: { registry: a } }\n`,
    ['shape/wrong-value'],
  ],
  [
    'a chain of replication rules',
    base(
      RULE,
      '  - { from: develop, to: [develop_us], repositories: [my-repo] }\n  - { from: develop_us, to: [management], repositories: [my-repo] }\n',
    ),
    ['replication/chain'],
  ],
  [
    'nothing for a reverse rule that replicates nothing',
    base(
      RULE,
      '  - { from: develop, to: [management], repositories: [my-repo] }\n  - { from: management, to: [develop], repositories: all }\n',
    ),
    [],
  ],
  [
    'nothing for a prefix of several names',
    base(
      '  my-repo: { registry: develop }',
      '  api1: { registry: develop }\n  api2: { registry: develop }',
    ).replace('[my-repo]', '[api]'),
    [],
  ],
  [
    'an unset variable with the name of an object property',
    account('id: "${toString}"'),
    ['environment/not-set'],
  ],
  ['an account ID in exponential notation', account('id: 1e11'), ['shape/wrong-type']],
  ['an empty file', 'null\n', ['file/empty']],
])('reports %s', (_, text, codes) => {
  expect(diagnose(text).map(({ code }) => code)).toEqual(codes);
});

function repositoryIn(registry: string): string {
  return base('{ registry: develop }', `{ registry: ${registry} }`)
    .replace(RULE, '  - { from: develop, to: [management], repositories: [other] }\n')
    .replace('repositories:\n', 'repositories:\n  other: { registry: develop }\n');
}

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

test('checks a file with thousands of prefixes', () => {
  const names = Array.from({ length: 2500 }, (_, index) => `  aaaa${index}: { registry: develop }\n`).join(
    '',
  );
  const text = base('  my-repo: { registry: develop }\n', names).replace(
    '[my-repo]',
    `[${Array.from({ length: 2500 }, (_, index) => `aaaa${index}`).join(', ')}]`,
  );
  expect(diagnose(text).map(({ code }) => code)).toContain('replication/too-many-filters');
});
