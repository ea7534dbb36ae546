import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { validateXML } from 'xmllint-wasm';
import { groupBy } from '../../../src/base/collections';
import { checkPlans } from '../../../src/lint/plan/check';
import { TEXTS } from '../../../src/lint/declaration/settings';
import { DEFAULT_CHECKS, type CheckResult } from '../../../src/lint/rule';
import type { PlanDocument } from '../../../src/plan/model/document';
import { readPlan } from '../../../src/plan/read/read-plan';
import { reviewPlans } from '../../../src/plan/review/review';
import { diagnosticsSarif } from '../../../src/report/diagnostics-sarif';
import { reviewJunit } from '../../../src/report/review/junit';
import { reviewSarif } from '../../../src/report/review/sarif';
import { BASE, base, load } from '../../declaration/declarations';
import {
  checkResources,
  DESTRUCTIVE,
  finding,
  hostileResult,
  manyFindings,
  resultOf,
  TODAY,
} from './results';

const SCHEMAS = '__tests__/fixtures/schemas';
const PLANS = '__tests__/fixtures/plans';

const sarifSchema = JSON.parse(readFileSync(join(SCHEMAS, 'sarif-2.1.0-rtm.5.json'), 'utf8')) as Record<
  string,
  unknown
>;
const junitSchema = readFileSync(join(SCHEMAS, 'junit-10.xsd'), 'utf8');

/**
 * The schema is draft 4, and apart from the name of its ID, contains nothing that draft 7 reads differently. One of
 * its patterns is invalid with the flag `u`.
 */
function sarifValidator() {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  const { id, ...schema } = sarifSchema;
  return ajv.compile({ ...schema, $schema: 'http://json-schema.org/draft-07/schema#', $id: String(id) });
}

const validate = sarifValidator();
const CONTEXT = { version: '0.1.0', folder: '/work' };

function sarifErrors(result: CheckResult): unknown {
  const log: unknown = JSON.parse(reviewSarif(result, CONTEXT));
  return validate(log) ? [] : validate.errors;
}

test.each([
  ['no diagnostics', BASE],
  ['an error', base('account: management,', 'account: managment,')],
  ['a warning', BASE.replace('repositories:\n  ', 'repositories:\n  my-repo-old: { registry: develop }\n  ')],
])('the SARIF of a declaration with %s is valid', (_, text) => {
  const { diagnostics } = load(text);
  const log: unknown = JSON.parse(diagnosticsSarif(diagnostics, TEXTS, CONTEXT));
  expect(validate(log) ? [] : validate.errors).toEqual([]);
});

async function junitErrors(results: readonly CheckResult[]): Promise<readonly string[]> {
  const { errors } = await validateXML({
    xml: results.map((result, index) => ({ fileName: `${index}.xml`, contents: reviewJunit(result) })),
    schema: [junitSchema],
    initialMemoryPages: 1_024,
    maxMemoryPages: 8_192,
  });
  return errors.map(({ rawMessage }) => rawMessage);
}

/** Checks every genuine plan. Plans in the subfolders of a folder belong together. */
async function genuineResults(): Promise<readonly (readonly [string, CheckResult])[]> {
  const files = readdirSync(PLANS, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('plan.json'))
    .sort();
  const cases = groupBy(files, (file) => file.split('/')[0] ?? dirname(file));
  return Promise.all(
    [...cases].map(async ([name, members]) => {
      const plans = await Promise.all(members.map((file) => readPlan(join(PLANS, file))));
      const documents = plans.flatMap((each): readonly PlanDocument[] =>
        each.kind === 'plan' ? [each.plan] : [],
      );
      return [name, checkPlans(reviewPlans(documents), DEFAULT_CHECKS, () => undefined, TODAY)] as const;
    }),
  );
}

const SYNTHETIC: readonly (readonly [string, CheckResult])[] = [
  ['nothing at all', checkResources([])],
  ['a destructive plan', checkResources(DESTRUCTIVE)],
  ['hostile texts everywhere', hostileResult()],
  ['a few thousand findings', manyFindings(3_000)],
  ['an unknown rule', resultOf([finding({ rule: 'from-tomorrow' })])],
];

test.each(SYNTHETIC)('SARIF of %s matches the schema', (_, result) => {
  expect(sarifErrors(result)).toEqual([]);
});

test.each(SYNTHETIC)('JUnit of %s matches the schema', async (_, result) => {
  expect(await junitErrors([result])).toEqual([]);
});

test('SARIF and JUnit of every genuine plan match the schemas', async () => {
  const results = await genuineResults();
  expect(results.length).toBeGreaterThan(30);
  const wrong = results.filter(([, result]) => JSON.stringify(sarifErrors(result)) !== '[]');
  expect(wrong.map(([name]) => name)).toEqual([]);
  expect(await junitErrors(results.map(([, result]) => result))).toEqual([]);
});

test('the schemas reject invalid reports', async () => {
  expect(validate({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false);
  const { valid } = await validateXML({ xml: '<testsuites><testcase/></testsuites>', schema: [junitSchema] });
  expect(valid).toBe(false);
});
