import { CODES, type DiagnosticCode } from '../../src/topology/codes';
import { BASE, base, diagnose } from './declarations';
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

/** Takes the marks out, and says where they were. */
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
  test.each(cases)(
    '%s is found at its place, and says how to mend it',
    (_, code, { bad, says, environment }) => {
      const { text, line, column, length } = unmark(bad);
      const found = diagnose(text, environment).filter((each) => each.code === code);
      expect(found.map(({ span }) => `${span.line}:${span.column}`)).toContain(`${line}:${column}`);
      const here = found.find(({ span }) => span.line === line && span.column === column)!;
      expect(`${here.message} ${here.help ?? ''}`).toContain(says);
      if (length > 0) expect(here.span.end - here.span.column).toBe(length);
    },
  );

  test.each(cases)('%s is not found where the fault is mended', (_, code, { good = BASE, environment }) => {
    expect(diagnose(good, environment).map((each) => each.code)).not.toContain(code);
  });

  test.each(cases)('%s has the severity of its code', (_, code, { bad, environment }) => {
    const found = diagnose(unmark(bad).text, environment).find((each) => each.code === code)!;
    expect(found.severity).toBe(CODES[code as DiagnosticCode][0]);
  });
});

test('the base declaration has no fault at all', () => {
  expect(diagnose(BASE)).toEqual([]);
});

test('what stood in the environment is in no message', () => {
  const text = account('id: "${ID}", profile: "${PROFILE}"');
  const said = JSON.stringify(diagnose(text, { ID: 'hunter2', PROFILE: '$hunter3' }));
  expect(said).toContain('account/id');
  expect(said).not.toContain('hunter');
});

test('a ring of three registries that all are pushed to is no problem', () => {
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

test('a cycle of replication is no problem', () => {
  const text = base(
    RULE,
    '  - { from: develop, to: [management], repositories: [my-repo] }\n  - { from: management, to: [develop], repositories: [my-repo] }\n',
  ).replace('{ registry: develop }', '{ registries: [develop, management] }');
  expect(diagnose(text)).toEqual([]);
});

/** Faults, and everything that is to be said about them: one fault is said once. */
test.each([
  ['one lost bracket', 'a: { id: ${DEV} }\nb: { c: d }\ne: f\n', ['yaml/syntax']],
  [
    'two sections of one name, with a fault in the second',
    `${BASE}repositories: { other: { registry: nowhere } }\n`,
    ['yaml/duplicate-key', 'repository/unknown-registry'],
  ],
  ['a registry that is a list', repositoryIn('[develop]'), ['shape/wrong-type']],
  ['a registry that is a number', repositoryIn('5'), ['shape/wrong-type']],
  [
    'no registry at all',
    `${BASE.replace(/registries:[\s\S]*/, '')}registries: {}\nrepositories: { x1: { registry: a } }\n`,
    ['shape/wrong-value'],
  ],
  [
    'a chain',
    base(
      RULE,
      '  - { from: develop, to: [develop_us], repositories: [my-repo] }\n  - { from: develop_us, to: [management], repositories: [my-repo] }\n',
    ),
    ['replication/chain'],
  ],
  [
    'a way back that carries nothing',
    base(
      RULE,
      '  - { from: develop, to: [management], repositories: [my-repo] }\n  - { from: management, to: [develop], repositories: all }\n',
    ),
    [],
  ],
  [
    'prefixes of a family of names',
    base(
      '  my-repo: { registry: develop }',
      '  api1: { registry: develop }\n  api2: { registry: develop }',
    ).replace('[my-repo]', '[api]'),
    [],
  ],
  ['a name that every object has, as a variable', account('id: "${toString}"'), ['environment/not-set']],
  ['an account id in another notation', account('id: 1e11'), ['shape/wrong-type']],
  ['a file of nothing', 'null\n', ['file/empty']],
])('%s', (_, text, codes) => {
  expect(diagnose(text).map(({ code }) => code)).toEqual(codes);
});

function repositoryIn(registry: string): string {
  return base('{ registry: develop }', `{ registry: ${registry} }`)
    .replace(RULE, '  - { from: develop, to: [management], repositories: [other] }\n')
    .replace('repositories:\n', 'repositories:\n  other: { registry: develop }\n');
}

test('aliases that repeat too much are reported once', () => {
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

test('a file of thousands of prefixes is judged', () => {
  const names = Array.from({ length: 2500 }, (_, index) => `  aaaa${index}: { registry: develop }\n`).join(
    '',
  );
  const text = base('  my-repo: { registry: develop }\n', names).replace(
    '[my-repo]',
    `[${Array.from({ length: 2500 }, (_, index) => `aaaa${index}`).join(', ')}]`,
  );
  expect(diagnose(text).map(({ code }) => code)).toContain('replication/too-many-filters');
});
