import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RULES } from '../../../src/lint/plan/rules';
import {
  loadCheckSettings,
  parseCheckSettings,
  type LoadedCheckSettings,
} from '../../../src/lint/plan/settings-file';
import { DEFAULT_CHECKS, type CheckSettings, type RuleOption } from '../../../src/lint/rule';
import { BASE, diagnose, load } from '../../declaration/declarations';

const SETTINGS = `rules:
  mutable-tags: { severity: warning }
  unscanned:
    severity: off
  access-widened: {}
suppressions:
  - rule: repository-destroyed
    address: module.registry["eu"].aws_ecr_repository.this["app"]
    reason: Moved to another account, PLAT-42.
    expires: 2026-12-31
  - { rule: mutable-tags, address: "*", reason: Nightly images only. }
`;

const expectedSettings = (file: string, from: number, indent: number): CheckSettings => ({
  rules: {
    'mutable-tags': { severity: 'warning', options: {} },
    unscanned: { severity: 'off', options: {} },
    'access-widened': { severity: undefined, options: {} },
  },
  suppressions: [
    {
      rule: 'repository-destroyed',
      address: 'module.registry["eu"].aws_ecr_repository.this["app"]',
      reason: 'Moved to another account, PLAT-42.',
      expires: '2026-12-31',
      place: { file, line: from + 7, column: indent + 5 },
    },
    {
      rule: 'mutable-tags',
      address: '*',
      reason: 'Nightly images only.',
      expires: undefined,
      place: { file, line: from + 11, column: indent + 5 },
    },
  ],
});

/** Returns the base declaration with the text as its section `checks`. */
const section = (text: string) => `${BASE}checks:\n${text.replace(/^(?=.)/gm, '  ')}`;

function settingsOf(loaded: ReturnType<typeof load> | LoadedCheckSettings): CheckSettings {
  if (!('checks' in loaded)) throw new Error(JSON.stringify(loaded.diagnostics));
  return loaded.checks;
}

const parse = (text: string) => parseCheckSettings({ file: 'checks.yaml', text });

test('reads the settings of a declaration, each suppression with its position', () => {
  const before = BASE.split('\n').length;
  expect(settingsOf(load(section(SETTINGS)))).toEqual(expectedSettings('topology.yaml', before, 2));
});

test('reads the settings of a file', () => {
  expect(settingsOf(parse(SETTINGS))).toEqual(expectedSettings('checks.yaml', 0, 0));
});

test.each([
  ['a declaration without the section', () => load(BASE)],
  ['an empty section', () => load(`${BASE}checks: {}\n`)],
  ['a file of an empty mapping', () => parse('{}\n')],
])('%s has the defaults', (_, read) => {
  expect(settingsOf(read())).toEqual(DEFAULT_CHECKS);
});

/** The diagnostics are the same in a declaration and in a file of check settings. */
test.each([
  ['rules: { mutable-tags: warning }\n', 'shape/wrong-type', 'Use { severity: warning }.'],
  [
    'rules: { mutable-tags: { severity: hihg } }\n',
    'shape/wrong-value',
    "'error', 'warning', 'note' or 'off'",
  ],
  ['rules: { mutable-tags: { severty: off } }\n', 'shape/unknown-key', "Did you mean 'severity'?"],
  ['rules: []\n', 'shape/wrong-type', 'expected a mapping'],
  ['rules: { mutable-tag: {} }\n', 'check/unknown-rule', "Did you mean 'mutable-tags'?"],
  ['suppressions: {}\n', 'shape/wrong-type', 'expected a list'],
  ['suppressions: [null]\n', 'shape/wrong-type', 'expected a mapping'],
  ['suppressions: [[]]\n', 'shape/wrong-type', 'expected a mapping'],
  ['suppressions: [text]\n', 'shape/wrong-type', 'expected a mapping'],
  [
    'suppressions: [{ rule: unscanned, address: "*" }]\n',
    'shape/missing-key',
    "checks.suppressions[0]: required key 'reason' is missing",
  ],
  [
    'suppressions: [{ rule: unscanned, address: app, reason: not pulled }]\n',
    'shape/wrong-value',
    "it must be the address of a resource, with '*' for any text",
  ],
  [
    'suppressions: [{ rule: unscanned, address: "", reason: not pulled }]\n',
    'shape/wrong-value',
    'it must be the address',
  ],
  [
    `suppressions: [{ rule: unscanned, address: "x.${'y'.repeat(1000)}", reason: not pulled }]\n`,
    'shape/wrong-value',
    'at most 1000 characters',
  ],
  [
    'suppressions: [{ rule: unscanned, address: "*", reason: not pulled, until: 2026-01-01 }]\n',
    'shape/unknown-key',
    'Allowed keys: rule, address, path, reason, expires.',
  ],
  [
    'suppressions: [{ rule: unscanned, address: "*", reason: not pulled, expires: 20261231 }]\n',
    'shape/wrong-type',
    'Put it in quotes',
  ],
])('rejects %j', (text, code, expectedText) => {
  const inFile = parse(text);
  const inSection = load(section(text));
  expect([inFile.kind, inSection.kind]).toEqual(['refused', 'refused']);
  expect(inSection.diagnostics.map((each) => each.code)).toEqual([code]);
  const [{ message, help, span }] = inSection.diagnostics as [(typeof inSection.diagnostics)[0]];
  expect(`${message} ${help ?? ''}`).toContain(expectedText);

  const before = BASE.split('\n').length;
  expect(inFile.diagnostics).toEqual([
    {
      code,
      severity: 'error',
      file: 'checks.yaml',
      message: message.replaceAll('checks.', ''),
      help,
      span: { line: span.line - before, column: span.column - 2, end: span.end - 2 },
    },
  ]);
});

test.each([
  'aws_ecr_repository.this["app: blue/green, ünïcode?"]',
  'module.a.module.b[0].aws_ecr_registry_policy.this',
  '*',
  '*["app"]',
])('accepts the address %j', (address) => {
  const text = `suppressions: [{ rule: unscanned, address: '${address}', reason: not pulled }]\n`;
  expect(settingsOf(parse(text)).suppressions.map((each) => each.address)).toEqual([address]);
});

test('reads the options of every rule', () => {
  const defaults = RULES.map((each) => {
    const all = Object.entries<RuleOption>(each.options);
    return [each.id, Object.fromEntries(all.map(([name, option]) => [name, option.default]))] as const;
  }).filter(([, values]) => Object.keys(values).length > 0);
  const rules = Object.fromEntries(defaults.map(([id, values]) => [id, { options: values }]));
  const loaded = settingsOf(parse(JSON.stringify({ rules })));
  expect(defaults.length).toBeGreaterThan(0);
  for (const [id, values] of defaults) expect(loaded.rules[id]?.options).toEqual(values);
});

test.each([
  ['rules: { replication/chain: { severity: off } }\n', '1:10'],
  ['rules: { replication/partition: { severity: off } }\n', '1:10'],
  ['suppressions: [{ rule: replication/chain, path: a, reason: not ours }]\n', '1:24'],
])('rejects a rule for declarations in a file: %s', (text, position) => {
  const { kind, diagnostics } = parse(text);
  expect(kind).toBe('refused');
  expect(diagnostics.map(({ code, span }) => `${span.line}:${span.column} ${code}`)).toEqual([
    `${position} check/not-configurable`,
  ]);
  expect(`${diagnostics[0]?.message ?? ''} ${diagnostics[0]?.help ?? ''}`).toMatch(
    /^Rule 'replication\/\w+' cannot be configured in this file, .* Configure them under 'checks' in the declaration\.$/,
  );
});

test('settings of rules for declarations are not settings of plan checks', () => {
  const text = `rules: { replication/chain: { severity: error } }
suppressions: [{ rule: repository/leading-digit, path: a, reason: not ours }]
`;
  expect(settingsOf(load(section(text)))).toEqual(DEFAULT_CHECKS);
});

test('rejects options of a rule that has none', () => {
  expect(parse('rules: { repository-replaced: { options: {} } }\n').diagnostics).toMatchObject([
    { code: 'shape/unknown-key', message: expect.stringContaining('Allowed keys: severity.') as string },
  ]);
});

describe('a file of check settings', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-checks-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test.each([
    ['nothing', '', 'refused', 'file/empty', 'contains no check configuration. Add rules'],
    ['a comment', '# later\n', 'refused', 'file/empty', 'or omit --config'],
    ['a list', '- rules\n', 'refused', 'shape/wrong-type', 'Check configuration: expected a mapping'],
    ['a declaration', BASE, 'refused', 'shape/unknown-key', 'Check configuration: unknown key'],
    ['invalid YAML', '{', 'refused', 'yaml/syntax', 'Invalid YAML'],
    [
      'two documents',
      'rules: {}\n---\nrules: {}\n',
      'refused',
      'yaml/syntax',
      'A check configuration is a single document',
    ],
    ['bytes that are not UTF-8', Buffer.from([0x72, 0xff]), 'refused', 'file/not-utf8', 'not valid UTF-8'],
  ])('is rejected if it contains %s', (_, content, kind, code, expectedText) => {
    const file = join(folder, 'checks.yaml');
    writeFileSync(file, content);
    const loaded = loadCheckSettings(file);
    const [first] = loaded.diagnostics;
    expect([loaded.kind, first?.code, first?.file]).toEqual([kind, code, file]);
    expect(`${first?.message ?? ''} ${first?.help ?? ''}`).toContain(expectedText);
  });

  test('is unreadable if it does not exist', () => {
    const loaded = loadCheckSettings(join(folder, 'nothing.yaml'));
    expect(loaded.kind).toBe('unreadable');
    expect(loaded.diagnostics).toMatchObject([
      { code: 'file/missing', help: expect.stringContaining('--config FILE') as string },
    ]);
  });

  test('is read, and positions contain its path', () => {
    const file = join(folder, 'checks.yaml');
    writeFileSync(file, SETTINGS);
    expect(settingsOf(loadCheckSettings(file))).toEqual(expectedSettings(file, 0, 0));
  });
});

test('does not replace environment variables in check settings', () => {
  const text = 'suppressions: [{ rule: unscanned, address: "*", reason: "${HOME}, as written" }]\n';
  expect(settingsOf(parse(text)).suppressions[0]?.reason).toBe('${HOME}, as written');
  expect(diagnose(section(text))).toEqual([]);
});
