import { CODES, type DiagnosticCode } from '../../src/topology/codes';
import { BASE, base, diagnose } from './declarations';
import { account, RULE, type Case } from './diagnostic-cases/case';
import { DEPLOYMENT_CASES } from './diagnostic-cases/deployment';
import { NAMES_CASES } from './diagnostic-cases/names';
import { REPLICATION_CASES } from './diagnostic-cases/replication';
import { SHAPE_CASES } from './diagnostic-cases/shape';
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
  ...DEPLOYMENT_CASES,
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

test('a cycle of replication is no problem', () => {
  const text = base(
    RULE,
    '  - { from: develop, to: [management], repositories: [my-repo] }\n  - { from: management, to: [develop], repositories: [my-repo] }\n',
  ).replace('{ registry: develop }', '{ registries: [develop, management] }');
  expect(diagnose(text)).toEqual([]);
});
