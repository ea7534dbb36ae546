import type { RegistryId } from '../../../src/aws/arn';
import { checkPlans } from '../../../src/lint/plan/check';
import {
  DEFAULT_CHECKS,
  defineRule,
  type CheckSettings,
  type Finding,
  type Problem,
  type Rule,
  type Suppression,
} from '../../../src/lint/rule';
import { reviewPlans } from '../../../src/plan/review/review';

const TODAY = '2026-07-15';
const REGISTRY = { accountId: '111111111111', region: 'us-west-1' } as unknown as RegistryId; // branded

const REVIEWED = reviewPlans([]);

function problem(address: string, message = 'It is so.', plan = 'a.json'): Problem {
  return { at: { plan, address }, subject: { registry: REGISTRY }, message, help: 'Mend it.' };
}

/** A rule that reports a problem at each address. */
function finding(id: string, severity: Rule['severity'], ...addresses: readonly string[]): Rule {
  return defineRule({
    id,
    severity,
    doc: '',
    why: '',
    options: {},
    check: () => addresses.map((address) => problem(address)),
  });
}

/** A rule that reports its options. */
const OPTIONS_RULE = defineRule({
  id: 'with-options',
  severity: 'note',
  doc: '',
  why: '',
  options: {
    all: { kind: 'flag', default: false, doc: '' },
    most: { kind: 'number', default: 10, min: 1, doc: '' },
    accounts: { kind: 'texts', default: ['1'], doc: '' },
  },
  check: (_, { all, most, accounts }) => [problem('a.b', `${String(all)} ${most} ${accounts.join('+')}`)],
});

function suppression(ruleId: string, address: string, expires?: string, line = 1): Suppression {
  const place = { file: 'topology.yaml', line, column: 5 };
  return { rule: ruleId, address, reason: 'agreed with Ann', expires, place };
}

function found(rules: readonly Rule[], settings: Partial<CheckSettings> = {}): readonly Finding[] {
  return checkPlans(REVIEWED, { ...DEFAULT_CHECKS, ...settings }, () => undefined, TODAY, rules).findings;
}

const lines = (findings: readonly Finding[]) =>
  findings.map(
    ({ severity, rule: id, at, suppressedBy }) =>
      `${severity} ${id} ${at?.address ?? '-'}${suppressedBy === undefined ? '' : ' suppressed'}`,
  );

test('runs every rule that is not off, and gives its findings its severity', () => {
  const rules = [
    finding('one', 'note', 'x.a'),
    finding('two', 'error', 'x.b'),
    finding('three', 'off', 'x.c'),
  ];
  expect(lines(found(rules))).toEqual(['error two x.b', 'note one x.a']);
});

test.each([
  ['off', []],
  ['error', ['error one x.a']],
  [undefined, ['warning one x.a']],
] as const)('prefers the severity %s of the settings to that of the rule', (severity, expected) => {
  const settings = { rules: { one: { severity, options: {} } } };
  expect(lines(found([finding('one', 'warning', 'x.a')], settings))).toEqual(expected);
});

test.each([
  [undefined, 'note one x.a'],
  ['error', 'error one x.a'],
] as const)('keeps the severity of a problem unless the settings have one: %s', (severity, expected) => {
  const one = {
    ...finding('one', 'warning'),
    check: () => [{ ...problem('x.a'), severity: 'note' }] as const,
  };
  const settings = { rules: { one: { severity, options: {} } } };
  expect(lines(found([one], settings))).toEqual([expected]);
});

test('does not run a rule that is off, even if its problems have a severity', () => {
  const one = {
    ...finding('one', 'off'),
    check: () => [{ ...problem('x.a'), severity: 'error' }] as const,
  };
  expect(found([one])).toEqual([]);
});

test('runs a rule that is off by default and enabled in the settings', () => {
  const settings = { rules: { one: { severity: 'note', options: {} } } } as const;
  expect(lines(found([finding('one', 'off', 'x.a')], settings))).toEqual(['note one x.a']);
});

test.each([
  [{}, 'false 10 1'],
  [{ most: 3 }, 'false 3 1'],
  [{ all: true, accounts: [] }, 'true 10 '],
])('uses defaults for options that are not set in %j', (options, message) => {
  const settings = { rules: { 'with-options': { severity: undefined, options } } };
  expect(found([OPTIONS_RULE], settings).map((each) => each.message)).toEqual([message]);
});

test('sorts findings by severity, plan, address, rule and message', () => {
  const at = (...problems: readonly Problem[]) => ({ ...finding('b', 'warning'), check: () => problems });
  const rules = [
    finding('z', 'note', 'x.a'),
    at(
      problem('x.b', 'B', 'b.json'),
      problem('x.a', 'B', 'b.json'),
      problem('x.c', 'B'),
      problem('x.c', 'A'),
    ),
    finding('a', 'warning', 'x.c'),
    finding('e', 'error', 'x.z'),
  ];
  const settings = { suppressions: [suppression('a', 'none.*', undefined, 9), suppression('a', 'no.*')] };
  expect(
    found(rules, settings).map(({ at: place, rule: id, message, place: line }) =>
      place === undefined
        ? `${id} line ${line?.line ?? 0}`
        : `${id} ${place.plan} ${place.address} ${message}`,
    ),
  ).toEqual([
    'e a.json x.z It is so.',
    'a a.json x.c It is so.',
    'b a.json x.c A',
    'b a.json x.c B',
    'b b.json x.a B',
    'b b.json x.b B',
    'suppression-unused line 1',
    'suppression-unused line 9',
    'z a.json x.a It is so.',
  ]);
  expect(found([...rules].reverse(), settings)).toEqual(found(rules, settings));
});

const ADDRESS = 'module.registry["eu"].aws_ecr_repository.this["app?x"]';

test.each([
  [ADDRESS, true],
  ['*', true],
  ['module.registry["eu"].*', true],
  ['*.aws_ecr_repository.this["app*"]', true],
  ['module.*.aws_ecr_repository.*["app?x"]', true],
  ['module.registry["eu"].aws_ecr_repository.this', false],
  ['module.registry["e?"].aws_ecr_repository.this["app?x"]', false],
  ['module.registry[*', true],
  ['aws_ecr_repository.*', false],
  ['MODULE.*', false],
])('matches a suppression of %j: %s', (address, isSuppressed) => {
  const rules = [finding('one', 'error', ADDRESS)];
  const [first] = found(rules, { suppressions: [suppression('one', address)] });
  expect(first!.suppressedBy !== undefined).toBe(isSuppressed);
});

test('applies a suppression to one rule in every plan', () => {
  const everywhere: Rule = {
    ...finding('one', 'error'),
    check: () => [problem('x.a', 'A', 'a.json'), problem('x.a', 'A', 'b.json')],
  };
  const suppressions = [suppression('one', 'x.a')];
  expect(lines(found([everywhere, finding('two', 'error', 'x.a')], { suppressions }))).toEqual([
    'error one x.a suppressed',
    'error two x.a',
    'error one x.a suppressed',
  ]);
});

test('gives a finding the first matching suppression that has not expired', () => {
  const suppressions = [
    suppression('one', '*', '2026-07-14', 1),
    suppression('one', 'x.*', undefined, 2),
    suppression('one', 'x.a', undefined, 3),
  ];
  const findings = found([finding('one', 'error', 'x.a')], { suppressions });
  expect(findings[0]!.suppressedBy).toBe(suppressions[1]);
  expect(lines(findings).slice(1)).toEqual(['warning suppression-expired -']);
});

test.each([
  ['2026-07-14', ['error one x.a', 'warning suppression-expired -']],
  ['2026-07-15', ['error one x.a suppressed']],
  ['2026-07-16', ['error one x.a suppressed']],
  ['2025-12-31', ['error one x.a', 'warning suppression-expired -']],
  [undefined, ['error one x.a suppressed']],
])('evaluates a suppression that expires on %s, on 15 July 2026', (expires, expected) => {
  const suppressions = [suppression('one', 'x.a', expires)];
  expect(lines(found([finding('one', 'error', 'x.a')], { suppressions }))).toEqual(expected);
});

/** Findings about suppressions of a rule that reports a problem at `x.a`. */
test.each([
  [
    'expired and matches a finding',
    suppression('one', 'x.a', '2026-07-01'),
    'warning',
    /^The suppression of 'one' at 'x\.a' \(agreed with Ann\) expired on 2026-07-01\. .* count again\. Fix the problems/,
  ],
  [
    'expired and matches no finding',
    suppression('one', 'x.b', '2026-07-01'),
    'warning',
    /It matches no problem\. Remove it\.$/,
  ],
  ['unused', suppression('one', 'x.b'), 'warning', /the rule reports no problem there\. .* fix the address/],
  [
    'of a rule that is off',
    suppression('two', 'x.a'),
    'warning',
    /because the rule is disabled\. .* enable the rule/,
  ],
])('reports a suppression that is %s at its position', (_, stale, severity, expected) => {
  const rules = [finding('one', 'warning', 'x.a'), finding('two', 'off', 'x.a')];
  const about = found(rules, { suppressions: [stale] }).filter(({ at }) => at === undefined);
  expect(about).toMatchObject([
    { severity, subject: undefined, place: stale.place, suppressedBy: undefined },
  ]);
  expect(`${about[0]!.message} ${about[0]!.help}`).toMatch(expected);
});

test.each([
  ['off', ['error one x.a']],
  ['error', ['error one x.a', 'error suppression-expired -']],
] as const)('sets the severity of findings about suppressions to %s', (severity, expected) => {
  const settings = {
    rules: { 'suppression-expired': { severity, options: {} } },
    suppressions: [suppression('one', 'x.a', '2026-01-01')],
  };
  expect(lines(found([finding('one', 'error', 'x.a')], settings))).toEqual(expected);
});

test('gives a finding the line that declares its subject', () => {
  const place = { file: 'topology.yaml', line: 7, column: 3 };
  const placeOf = ({ registry }: Problem['subject']) => (registry === REGISTRY ? place : undefined);
  const { findings } = checkPlans(REVIEWED, DEFAULT_CHECKS, placeOf, TODAY, [finding('one', 'error', 'x.a')]);
  expect(findings[0]!.place).toEqual(place);
});

test('copies only the address of a resource to a finding', () => {
  const at = { plan: 'a.json', address: 'x.a', before: { secret: 'hunter2' } };
  const [first] = found([{ ...finding('one', 'error'), check: () => [{ ...problem('x.a'), at }] }]);
  expect(first!.at).toEqual({ plan: 'a.json', address: 'x.a' });
});

test('throws the error of a rule that fails', () => {
  const failing: Rule = {
    ...finding('one', 'error'),
    check: () => {
      throw new Error('a fault of ours');
    },
  };
  expect(() => found([failing])).toThrow('a fault of ours');
});

test('does not read settings from properties of the object prototype', () => {
  expect(lines(found([finding('constructor', 'error', 'x.a')]))).toEqual(['error constructor x.a']);
});
