import type { RegistryId } from '../../../src/aws/arn';
import type { CheckResult } from '../../../src/lint/rule';
import { reviewGithub } from '../../../src/report/review/github';
import { reviewJson } from '../../../src/report/review/json';
import { reviewJunit } from '../../../src/report/review/junit';
import { fileUri } from '../../../src/report/format/sarif';
import { reviewSarif } from '../../../src/report/review/sarif';
import {
  checkResources,
  DESTRUCTIVE,
  finding,
  hostileResult,
  manyFindings,
  NAMES,
  resultOf,
} from './results';

const suppressedBy = {
  rule: 'repository-destroyed',
  address: '*',
  reason: 'agreed',
  expires: '2026-12-31',
  place: { file: 'checks.yaml', line: 1, column: 1 },
};

describe('SARIF', () => {
  interface Log {
    readonly runs: readonly {
      readonly results: readonly SarifResult[];
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly invocations: readonly { readonly toolExecutionNotifications: readonly unknown[] }[];
    }[];
  }
  interface SarifResult {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly level: string;
    readonly locations: readonly {
      readonly physicalLocation: {
        readonly artifactLocation: { readonly uri: string };
        readonly region: { readonly startLine: number };
      };
      readonly logicalLocations?: readonly { readonly fullyQualifiedName: string }[];
    }[];
    readonly partialFingerprints: Readonly<Record<string, string>>;
    readonly suppressions?: readonly { readonly justification: string }[];
  }
  const run = (result: CheckResult) => {
    const { runs } = JSON.parse(reviewSarif(result, { version: '0.1.0', folder: '/home/me/project' })) as Log;
    return runs[0]!;
  };
  const fingerprintsOf = (...findings: Parameters<typeof resultOf>[0]) =>
    run(resultOf(findings)).results.map(({ partialFingerprints }) => partialFingerprints['ecrTopology/v1']);

  test('a result is at the line of the declaration, and has the address', () => {
    const [result] = run(
      resultOf([finding({ place: { file: './topology.yaml', line: 13, column: 5 } })]),
    ).results;
    expect(result).toMatchObject({
      ruleId: 'repository-destroyed',
      level: 'error',
      message: { text: 'The repository goes. Keep it.' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'topology.yaml' },
            region: { startLine: 13, startColumn: 5 },
          },
          logicalLocations: [{ fullyQualifiedName: 'aws_ecr_repository.app', kind: 'resource' }],
        },
      ],
    });
  });

  test('without a declaration, a result is at the plan and has the fingerprint that GitHub reads', () => {
    const [result] = run(resultOf([finding()])).results;
    expect(result?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'plan.json' },
      region: { startLine: 1, startColumn: 1 },
    });
    expect(Object.keys(result?.partialFingerprints ?? {})).toEqual([
      'ecrTopology/v1',
      'primaryLocationLineHash',
    ]);
  });

  test('a finding about a suppression has a position and no resource', () => {
    const { place } = suppressedBy;
    const [result] = run(resultOf([finding({ at: undefined, subject: undefined, place })])).results;
    expect(result?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'checks.yaml' },
          region: { startLine: 1, startColumn: 1 },
        },
      },
    ]);
  });

  test('a fingerprint depends on the subject and not on the message', () => {
    const other = { registry: { accountId: '2', region: 'eu-west-1' } as unknown as RegistryId };
    const [first] = fingerprintsOf(finding());
    expect(fingerprintsOf(finding({ message: '5 images', severity: 'note' }))).toEqual([first]);
    expect(fingerprintsOf(finding({ subject: other }))).not.toEqual([first]);
    expect(fingerprintsOf(finding({ rule: 'other' }))).not.toEqual([first]);
    const { registry } = other;
    expect(
      fingerprintsOf(finding({ subject: { ...finding().subject!, destination: registry } })),
    ).not.toEqual([first]);
    const [one, two] = fingerprintsOf(finding(), finding({ message: 'another' }));
    expect([one, two]).toEqual([first, first?.replace(/:1$/, ':2')]);
  });

  test('every result names a rule of the report', () => {
    const { results, tool } = run(resultOf([finding(), finding({ rule: 'suppression-unused' })]));
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  });

  test('a suppression contains its reason', () => {
    const [result] = run(resultOf([finding({ suppressedBy })])).results;
    expect(result?.suppressions).toEqual([{ kind: 'external', status: 'accepted', justification: 'agreed' }]);
  });

  test('keeps the most severe results if there are more than code hosts accept, and reports it', () => {
    const { results, invocations } = run(manyFindings(26_000));
    expect(results.length).toBe(25_000);
    expect(results[0]?.level).toBe('error');
    expect(JSON.stringify(invocations[0]?.toolExecutionNotifications)).toContain('1000 more results');
  });

  test.each([
    ['plan.json', 'plan.json'],
    ['./plans/a b.json', 'plans/a%20b.json'],
    ['/home/me/project/plans/a.json', 'plans/a.json'],
    ['/elsewhere/a.json', 'file:///elsewhere/a.json'],
    ['plans\\eu\\a.json', 'plans/eu/a.json'],
    ['C:\\plans\\a.json', 'file:///C%3A/plans/a.json'],
    ['a:b.json', 'a%3Ab.json'],
    ['100%#?.json', '100%25%23%3F.json'],
    ['\uD800.json', '%EF%BF%BD.json'],
    ['../plan.json', '../plan.json'],
  ])('the file %j is the URI %j', (file, uri) => {
    expect(fileUri(file, '/home/me/project')).toBe(uri);
  });
});

describe('JUnit', () => {
  const cases = (text: string, rule: string) => {
    const suite = new RegExp(`<testsuite name="${rule}"[\\s\\S]*?</testsuite>`).exec(text)?.[0] ?? '';
    return [...suite.matchAll(/<testcase [^>]*name="([^"]*)"[^>]*?(\/)?>(?:\s*<(\w+))?/g)].map(
      ([, name, isEmpty, child]) => [name, isEmpty === undefined ? child : 'passed'],
    );
  };

  test('a finding is a failure, an undecidable one an error, a suppressed one skipped', () => {
    const at = (name: string) => ({ plan: 'plan.json', address: name });
    const text = reviewJunit(
      resultOf([
        finding({ at: at('a') }),
        finding({ at: at('a'), message: 'Twice.' }),
        finding({ at: at('b'), suppressedBy }),
        finding({ at: at('c'), rule: 'undecidable', severity: 'note' }),
      ]),
    );
    expect(cases(text, 'repository-destroyed')).toEqual([
      ['a', 'failure'],
      ['b', 'skipped'],
    ]);
    expect(cases(text, 'undecidable')).toEqual([['c', 'error']]);
    expect(text).toContain('<skipped message="Suppressed: agreed (until 2026-12-31)"/>');
    expect(text).toContain('error: Twice.');
    expect(text).toMatch(/<testsuites name="ecr-topology check" tests="\d+" failures="1" errors="1">/);
  });

  test('a rule without findings has passed unless it is disabled', () => {
    const text = reviewJunit(checkResources([]));
    expect(text).toMatch(
      /<testsuite name="repository-destroyed" tests="1" failures="0" errors="0" skipped="0"/,
    );
    expect(text).not.toContain('unencrypted-with-cmk');
  });

  test('contains no character that XML rejects or that ends an element', () => {
    const text = reviewJunit(hostileResult());

    expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\uFFFE\uFFFF]|<script|<h1|\]\]>/);
    expect(text).not.toMatch(/\p{Surrogate}/u);
  });
});

describe('GitHub', () => {
  test('an annotation is at the line of the declaration', () => {
    const place = { file: 'a,b:c.yaml', line: 13, column: 5 };
    expect(reviewGithub(resultOf([finding({ place, message: '100% gone\n::error::x' })]))).toBe(
      '::error file=a%2Cb%3Ac.yaml,line=13,col=5,title=repository-destroyed%3A aws_ecr_repository.app::' +
        '100%25 gone\uFFFD::error::x%0AKeep it.\n' +
        'ecr-topology check: 1 error\n',
    );
  });

  test('shows ten of each kind, and the number of the rest', () => {
    const lines = reviewGithub(manyFindings(99)).trimEnd().split('\n');
    const number = (start: string) => lines.filter((line) => line.startsWith(start)).length;
    expect([number('::error '), number('::warning '), number('::notice ')]).toEqual([10, 10, 10]);
    expect(lines.slice(-2)).toEqual([
      'ecr-topology check: 33 errors, 33 warnings, 33 notes',
      '69 more findings have no annotation, because GitHub shows 10 of each kind. Use another format to see them.',
    ]);
  });

  test('no text of a plan starts a workflow command', () => {
    const lines = reviewGithub(hostileResult()).trimEnd().split('\n');
    for (const line of lines.slice(0, -2)) expect(line).toMatch(/^::(error|warning|notice) /);
    expect(reviewGithub(hostileResult())).not.toContain('\r');
  });

  test('a suppressed finding has no annotation', () => {
    expect(reviewGithub(resultOf([finding({ suppressedBy })]))).toBe(
      'ecr-topology check: no findings, 1 suppressed\n',
    );
  });
});

describe('JSON', () => {
  const json = (result: CheckResult) => JSON.parse(reviewJson(result, NAMES, 'error')) as object;

  test('contains the verdict, the changes as data and text, and the findings', () => {
    const result = resultOf([finding({ place: suppressedBy.place }), finding({ suppressedBy })], DESTRUCTIVE);
    expect(json(result)).toMatchObject({
      version: 2,
      passed: false,
      failOn: 'error',
      counts: { errors: 1, warnings: 0, notes: 0, suppressed: 1 },
      plans: ['plan.json'],
      changes: {
        repositories: [
          { kind: 'created', repository: 'fresh', images: null },
          {
            kind: 'destroyed',
            registry: { name: 'develop', accountId: '111111111111', region: 'ap-northeast-1' },
            repository: 'gone',
            images: 'destroyed',
            address: 'aws_ecr_repository.gone',
          },
          { kind: 'destroyed', repository: 'kept', images: 'kept' },
          { kind: 'replaced', repository: 'other', images: 'destroyed', replacedFor: ['name'] },
        ],
        access: [
          {
            kind: 'gained',
            caller: { kind: 'grantee', text: 'account build (222222222222)', accountId: '222222222222' },
            operations: ['pull'],
            repositories: ['app'],
            answer: 'depends',
            dependsOn: { itsAccount: true, conditionKeys: [] },
          },
          { kind: 'lost' },
        ],
      },
      findings: [
        {
          rule: 'repository-destroyed',
          severity: 'error',
          plan: 'plan.json',
          address: 'aws_ecr_repository.app',
          message: 'The repository goes.',
          help: 'Keep it.',
          code: null,
          place: { file: 'checks.yaml', line: 1, column: 1 },
          suppressed: null,
        },
        { suppressed: { reason: 'agreed', expires: '2026-12-31' } },
      ],
    });
  });

  test('no text of a plan is a pipeline command, and every text keeps its value', () => {
    const text = reviewJson(hostileResult(), NAMES, 'error');
    expect(text).not.toMatch(/^\s*::|##[A-Za-z]*\[/m);
    const { findings } = JSON.parse(text) as { readonly findings: readonly { readonly message: string }[] };
    expect(findings.map(({ message }) => message)).toContainEqual(expect.stringMatching(/^##\[error\]/));
  });

  test('contains every key, also if it has no value', () => {
    const keys = (result: CheckResult) => Object.keys(json(result));
    expect(keys(checkResources([]))).toEqual(keys(checkResources(DESTRUCTIVE)));
    const [one, other] = (
      json(resultOf([finding(), finding({ at: undefined, subject: undefined, suppressedBy })])) as {
        readonly findings: readonly object[];
      }
    ).findings;
    expect(Object.keys(one!)).toEqual(Object.keys(other!));
  });
});
