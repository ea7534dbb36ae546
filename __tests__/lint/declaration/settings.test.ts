import { RULE_TEXTS, WARNINGS } from '../../../src/lint/declaration/settings';
import { parseTopology } from '../../../src/lint/declaration/load';
import { BASE } from '../../declaration/declarations';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

/** Reports `repository/leading-digit` at `repositories.1st` and `repositories.2nd`. */
const WARNED = BASE.replace(
  'repositories:\n',
  'repositories:\n  1st: { registry: management }\n  2nd.app: { registry: management }\n',
);
const LEADING_DIGIT = 'repository/leading-digit';

function read(checks: string, text = WARNED) {
  const source = { file: 'topology.yaml', text: `${text}checks: { ${checks} }\n` };
  const loaded = parseTopology(source, {}, '2026-06-15');
  return {
    kind: loaded.kind,
    codes: loaded.diagnostics.map(({ code, severity }) => `${severity} ${code}`),
    texts: loaded.diagnostics.map(({ message, help }) => `${message} ${help ?? ''}`),
    suppressed: 'suppressed' in loaded ? loaded.suppressed : undefined,
    positions: loaded.diagnostics.map(({ span }) => `${span.line}:${span.column}`),
  };
}

const suppression = (path: string, rest = '') =>
  `suppressions: [{ rule: ${LEADING_DIGIT}, path: "${path}", reason: named by a customer${rest} }]`;

test('the declaration has two warnings', () => {
  expect(read('')).toMatchObject({
    kind: 'topology',
    codes: [`warning ${LEADING_DIGIT}`, `warning ${LEADING_DIGIT}`],
    suppressed: 0,
  });
});

describe('a severity', () => {
  test('off disables a warning', () => {
    expect(read(`rules: { ${LEADING_DIGIT}: { severity: off } }`)).toMatchObject({
      kind: 'topology',
      codes: [],
    });
  });

  test('error refuses the declaration', () => {
    expect(read(`rules: { ${LEADING_DIGIT}: { severity: error } }`)).toMatchObject({
      kind: 'refused',
      codes: [`error ${LEADING_DIGIT}`, `error ${LEADING_DIGIT}`],
    });
  });

  test('warning is the default', () => {
    expect(read(`rules: { ${LEADING_DIGIT}: { severity: warning } }`)).toEqual(read('rules: {}'));
  });

  test.each(Object.keys(WARNINGS))('%s can be configured', (id) => {
    expect(read(`rules: { ${id}: { severity: off } }`, BASE)).toMatchObject({ kind: 'topology', codes: [] });
  });

  test.each([
    ['off', 'topology', []],
    ['warning', 'topology', ['warning check/duplicate-suppression']],
    ['error', 'refused', ['error check/duplicate-suppression']],
  ])('%s applies to duplicate suppressions', (severity, kind, codes) => {
    const entry = '{ rule: unscanned, address: "*", reason: not pulled }';
    const settings = `rules: { check/duplicate-suppression: { severity: ${severity} } }`;
    expect(read(`${settings}, suppressions: [${entry}, ${entry}]`, BASE)).toMatchObject({ kind, codes });
  });

  const errors = Object.keys(RULE_TEXTS).filter((id) => !(id in WARNINGS));

  test.each([...errors, 'shape/wrong-type'])('%s cannot be configured', (id) => {
    const { codes, texts } = read(`rules: { ${id}: { severity: off } }`, BASE);
    expect(codes).toEqual(['error check/not-configurable']);
    expect(texts[0]).toContain(`'${id}' is always an error`);
  });

  test('applies to warnings only, in the presence of errors too', () => {
    const wrong = WARNED.replace('region: us-west-1', 'region: us-west-11');
    expect(read(`rules: { ${LEADING_DIGIT}: { severity: off } }`, wrong).codes).toEqual([
      'error registry/unknown-region',
    ]);
  });
});

describe('a suppression', () => {
  test.each([
    ['the path', 'repositories.1st', 1],
    ['a path above', 'repositories', 2],
    ['a pattern', 'repositories.*', 2],
    ['a pattern of a path above', '*ories', 2],
    ['a name with a dot', 'repositories.2nd.app', 1],
  ])('accepts the warnings at %s', (_, path, suppressed) => {
    const result = read(suppression(path));
    expect(result).toMatchObject({ kind: 'topology', suppressed });
    expect(result.codes).toEqual(Array(2 - suppressed).fill(`warning ${LEADING_DIGIT}`));
  });

  test('accepts a warning whose severity is error', () => {
    const checks = `rules: { ${LEADING_DIGIT}: { severity: error } }, ${suppression('repositories.1st')}`;
    expect(read(checks)).toMatchObject({ kind: 'refused', codes: [`error ${LEADING_DIGIT}`] });
  });

  test.each(['app', 'repositories.2nd', 'repositories.1', 'repository'])(
    'does not accept those at %s',
    (path) => {
      const { codes, texts, suppressed } = read(suppression(path));
      expect(suppressed).toBe(0);
      expect(codes).toContain('warning suppression-unused');
      expect(texts.join('\n')).toContain(
        `The suppression of '${LEADING_DIGIT}' at '${path}' (named by a customer) has no effect, because the rule reports no problem there.`,
      );
      expect(texts.join('\n')).toContain(
        'fix the path. The rule reports repositories.1st, repositories.2nd.app.',
      );
    },
  );

  test('is reported as unused at its position', () => {
    const { positions, codes } = read(suppression('repositories.none'), BASE);
    expect(codes).toEqual(['warning suppression-unused']);
    expect(positions).toEqual([`${BASE.split('\n').length}:26`]);
  });

  test('accepts warnings on its last day', () => {
    expect(read(suppression('repositories', ', expires: 2026-06-15'))).toMatchObject({
      codes: [],
      suppressed: 2,
    });
  });

  test('accepts nothing after its last day, and is reported', () => {
    const { codes, texts, suppressed } = read(suppression('repositories', ', expires: 2026-06-14'));
    expect(suppressed).toBe(0);
    expect(codes).toEqual([
      `warning ${LEADING_DIGIT}`,
      `warning ${LEADING_DIGIT}`,
      'warning suppression-expired',
    ]);
    expect(texts.at(-1)).toContain('expired on 2026-06-14. The problems that it accepted count again.');
  });

  test('is reported as unused if its rule is off', () => {
    const checks = `rules: { ${LEADING_DIGIT}: { severity: off } }, ${suppression('repositories')}`;
    const { codes, texts } = read(checks);
    expect(codes).toEqual(['warning suppression-unused']);
    expect(texts[0]).toContain('has no effect, because the rule is disabled.');
  });

  test('is not reported as unused if an error may be the reason', () => {
    const wrong = BASE.replace('region: us-west-1', 'region: us-west-11');
    expect(read(suppression('repositories'), wrong).codes).toEqual(['error registry/unknown-region']);
  });

  test.each([
    ['off', []],
    ['note', ['warning suppression-unused']],
    ['error', ['error suppression-unused']],
  ])('is reported as unused with the severity %s', (severity, codes) => {
    const checks = `rules: { suppression-unused: { severity: ${severity} } }, ${suppression('a')}`;
    expect(read(checks, BASE).codes).toEqual(codes);
  });

  test('of a rule for plans is not reported as unused', () => {
    const checks = 'suppressions: [{ rule: unscanned, address: "*", reason: not pulled }]';
    expect(read(checks, BASE).codes).toEqual([]);
  });
});

const checks = (text: string) => `${BASE}checks: { ${text} }\n`;

describeDiagnostics('the settings of the rules for declarations', {
  'check/not-configurable': [
    {
      bad: checks('rules: { «replication/partition»: { severity: off } }'),
      message:
        "'replication/partition' is always an error, because AWS or Terraform would reject the topology",
      good: checks('rules: { replication/chain: { severity: off } }'),
    },
    {
      bad: checks('suppressions: [{ rule: «lifecycle/json», path: repositories, reason: not ours }]'),
      message: 'You can configure and suppress only rules that are a warning by default.',
      good: checks(
        'suppressions: [{ rule: repository/leading-digit, path: repositories, reason: not ours }]',
      ),
    },
  ],
  'check/suppression-target': [
    {
      bad: checks('suppressions: [{ rule: replication/chain, «address»: aws_x.y, reason: not ours }]'),
      message:
        "'replication/chain' checks the declaration, so its suppression requires 'path' instead of 'address'.",
      good: checks('suppressions: [{ rule: unscanned, address: aws_x.y, reason: not ours }]'),
    },
    {
      bad: checks('suppressions: [{ rule: unscanned, «path»: repositories, reason: not ours }]'),
      message: "'unscanned' checks plans, so its suppression requires 'address' instead of 'path'.",
    },
    {
      bad: checks(
        'suppressions: [{ rule: unscanned, address: "*", «path»: repositories, reason: not ours }]',
      ),
      message: "'unscanned' checks plans",
    },
  ],
  'check/unknown-rule': [
    {
      bad: checks('rules: { «replication/chian»: { severity: off } }'),
      message: "Did you mean 'replication/chain'?",
    },
  ],
  'check/duplicate-suppression': [
    {
      bad: checks(
        'suppressions: [{ rule: replication/chain, path: a, reason: not ours }, «{ rule: replication/chain, path: a, reason: again }»]',
      ),
      message: "Duplicate suppression of 'replication/chain' at 'a', the same as suppressions[0].",
    },
  ],
  'shape/missing-key': [
    {
      bad: checks('suppressions: [«{ rule: replication/chain, reason: not ours }»]'),
      message: "checks.suppressions[0]: required key 'path' is missing.",
    },
    {
      bad: checks('suppressions: [«{ rule: unscanned, reason: not ours }»]'),
      message: "checks.suppressions[0]: required key 'address' is missing.",
    },
    {
      // A rule that is misspelt is reported, too.
      bad: checks('suppressions: [«{ rule: replication/chian, reason: not ours }»]'),
      message: "checks.suppressions[0]: required key 'path' is missing.",
    },
  ],
  'shape/wrong-value': [
    {
      bad: checks('rules: { replication/chain: { severity: «note» } }'),
      message: "expected 'error', 'warning' or 'off'",
    },
    {
      bad: checks('suppressions: [{ rule: replication/chain, path: «""», reason: not ours }]'),
      message: "it must be a path, with '*' for any text: replication[0]",
    },
  ],
  'shape/unknown-key': [
    {
      bad: checks('rules: { replication/chain: { «options»: {} } }'),
      message: 'Allowed keys: severity.',
    },
  ],
});
