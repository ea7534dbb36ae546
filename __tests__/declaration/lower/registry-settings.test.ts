import { BASE, base, diagnose, registryOf } from '../declarations';
import { many } from '../changed-base';

const MANAGEMENT = '{ account: management, region: ap-northeast-1 }';

/** Returns `BASE` with more keys in the registry `management`. */
const management = (keys: string) =>
  base(MANAGEMENT, `{ account: management, region: ap-northeast-1, ${keys} }`);

const scanned = (type: string, ...rules: readonly string[]) =>
  management(`scanning: { type: ${type}, rules: [${rules.map((rule) => `{ ${rule} }`).join(', ')}] }`);

const modelOf = (text: string) => {
  const { scanning, enablesInspector, accountSettings } = registryOf(text, 'management');
  return { scanning, enablesInspector, accountSettings };
};

describe('the scanning of a registry', () => {
  test('is undefined by default', () => {
    expect(modelOf(BASE)).toEqual({ scanning: undefined, enablesInspector: false, accountSettings: [] });
  });

  test('has sorted rules and filters, regardless of the order of the declaration', () => {
    const rules = [
      'frequency: SCAN_ON_PUSH, repositories: ["*-repo", my]',
      'frequency: CONTINUOUS_SCAN, repositories: [repo, "my*"]',
    ] as const;
    const [first, second] = rules;
    const expected = {
      type: 'ENHANCED',
      rules: [
        { frequency: 'CONTINUOUS_SCAN', filters: ['my*', 'repo'] },
        { frequency: 'SCAN_ON_PUSH', filters: ['*-repo', 'my'] },
      ],
    };
    expect(modelOf(scanned('ENHANCED', first, second)).scanning).toEqual(expected);
    const other = scanned('ENHANCED', second.replace('[repo, "my*"]', '["my*", repo]'), first);
    expect(modelOf(other).scanning).toEqual(expected);
  });

  test('may have no rules', () => {
    const found = modelOf(management('scanning: { type: BASIC }'));
    expect(found.scanning).toEqual({ type: 'BASIC', rules: [] });
  });

  test('enables Amazon Inspector only with enableInspector', () => {
    const text = scanned('ENHANCED', 'frequency: SCAN_ON_PUSH, repositories: ["*"]');
    expect(modelOf(text).enablesInspector).toBe(false);
    expect(modelOf(text.replace('ENHANCED,', 'ENHANCED, enableInspector: true,')).enablesInspector).toBe(
      true,
    );
  });
});

test('account settings have the names and values of ECR, sorted by name', () => {
  const settings =
    'settings: { registryPolicyScope: V2, blobMounting: true, basicScanTypeVersion: AWS_NATIVE }';
  expect(modelOf(management(settings)).accountSettings).toEqual([
    { name: 'BASIC_SCAN_TYPE_VERSION', value: 'AWS_NATIVE' },
    { name: 'BLOB_MOUNTING', value: 'ENABLED' },
    { name: 'REGISTRY_POLICY_SCOPE', value: 'V2' },
  ]);
  expect(modelOf(management('settings: { blobMounting: false }')).accountSettings).toEqual([
    { name: 'BLOB_MOUNTING', value: 'DISABLED' },
  ]);
  expect(modelOf(management('settings: {}')).accountSettings).toEqual([]);
});

test('pull time update exclusions are sorted', () => {
  const [audit, scanner] = ['arn:aws:iam::111111111111:user/audit', 'arn:aws:iam::999999999999:role/scanner'];
  const text = management(`pullTimeUpdateExclusions: ["${scanner}", "${audit}"]`);
  expect(registryOf(text, 'management').pullTimeUpdateExclusions).toEqual([audit, scanner]);
});

const ON_PUSH = 'frequency: SCAN_ON_PUSH, repositories: ["*"]';

/** Invalid values with their only diagnostic. */
test.each([
  [management('scanning: ENHANCED'), 'shape/wrong-type', 'expected a mapping'],
  [management('scanning: {}'), 'shape/missing-key', "required key 'type' is missing"],
  [management('scanning: { type: enhanced }'), 'shape/wrong-value', "Did you mean 'ENHANCED'?"],
  [management('scanning: { type: BASIC, rule: [] }'), 'shape/unknown-key', "Did you mean 'rules'?"],
  [
    scanned('ENHANCED', ON_PUSH).replace('rules', 'enableInspector: yes, rules'),
    'shape/wrong-type',
    'Use true',
  ],
  [management('scanning: { type: ENHANCED, rules: all }'), 'shape/wrong-type', 'expected a list'],
  [
    scanned('BASIC', 'frequency: SCAN_ON_PUSH'),
    'shape/missing-key',
    "required key 'repositories' is missing",
  ],
  [scanned('BASIC', 'repositories: [my-repo]'), 'shape/missing-key', "required key 'frequency' is missing"],
  [scanned('BASIC', 'frequency: ON_PUSH, repositories: ["*"]'), 'shape/wrong-value', "'SCAN_ON_PUSH'"],
  [scanned('BASIC', 'frequency: MANUAL, repositories: []'), 'shape/wrong-value', 'at least 1'],
  [scanned('BASIC', 'frequency: MANUAL, repositories: my-repo'), 'shape/wrong-type', '[my-repo]'],
  [
    scanned('BASIC', `frequency: MANUAL, repositories: [${many(101, (index) => `m${index}`).join(', ')}]`),
    'shape/wrong-value',
    'at most 100 items',
  ],
  [scanned('BASIC', ON_PUSH, ON_PUSH, ON_PUSH), 'shape/wrong-value', 'at most 2 items'],
  [management('settings: { basicScanTypeVersion: CLAIR }'), 'shape/wrong-value', 'AWS retired CLAIR'],
  [
    management('settings: { basicScanTypeVersion: NATIVE }'),
    'shape/wrong-value',
    "expected 'AWS_NATIVE', found",
  ],
  [management('settings: { registryPolicyScope: V1 }'), 'shape/wrong-value', "'V2'"],
  [management('settings: { blobMounting: ENABLED }'), 'shape/wrong-type', 'true or false'],
  [management('settings: { blobMount: true }'), 'shape/unknown-key', "Did you mean 'blobMounting'?"],
  [management('settings: []'), 'shape/wrong-type', 'expected a mapping'],
])('rejects %s with %s', (text, code, expectedText) => {
  const found = diagnose(text);
  expect(found.map((each) => each.code)).toEqual([code]);
  expect(`${found[0]?.message ?? ''} ${found[0]?.help ?? ''}`).toContain(expectedText);
});

/** A statement that denies Amazon Inspector, with each scanning type of its registry. */
test.each([
  ['none', '', ["Enhanced scanning of 'management' would fail if it is enabled."]],
  [
    'ENHANCED',
    `scanning: { type: ENHANCED, rules: [{ ${ON_PUSH} }] }, `,
    ["Enhanced scanning of 'management' fails."],
  ],
  ['BASIC', 'scanning: { type: BASIC }, ', []],
])('checks a Deny for Inspector in a registry with scanning: %s', (_, scanning, expectedText) => {
  const deny =
    'effect: Deny, principals: "*", actions: "ecr:PutRegistryScanningConfiguration", resources: "*"';
  const found = diagnose(management(`${scanning}statements: [{ ${deny} }]`));
  expect(found.map(({ code }) => code)).toEqual(expectedText.map(() => 'statement/denies-inspector'));
  expect(found.map(({ message }) => message.slice(message.indexOf('Enhanced')))).toEqual(expectedText);
});

test('reports an ineffective scanOnPush once for each position', () => {
  const text = `${scanned('ENHANCED', 'frequency: SCAN_ON_PUSH, repositories: [third]').replace(
    '  my-repo: { registry: develop }\n',
    ['my-repo', 'second', 'third', 'own']
      .map((name) => `  ${name}: { registry: management${name === 'own' ? ', scanOnPush: true' : ''} }\n`)
      .join(''),
  )}defaults: { repository: { scanOnPush: true } }\n`.replace(/replication:\n.*\n/, '');
  const found = diagnose(text).map(({ code, span, message }) => [code, span.line, message.split(' in ')[0]]);
  expect(found).toEqual([
    ['scanning/scan-on-push', 12, "'own' is not scanned on push"],
    ['scanning/scan-on-push', 13, "'my-repo', 'second' are not scanned on push"],
  ]);
});
