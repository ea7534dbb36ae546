import type { CheckResult } from '../../../src/lint/rule';
import { reviewPlans } from '../../../src/plan/review/review';
import { reviewText } from '../../../src/report/review/text';
import { PLAIN } from '../../../src/report/format/terminal';
import { planOf, policy, repository, unchanged, type ResourceParts } from '../../plan/plans';
import {
  checkResources,
  DESTRUCTIVE,
  finding,
  hostileResult,
  manyFindings,
  NAMES,
  pull,
  resultOf,
} from './results';

const shown = (result: CheckResult) => reviewText(result, NAMES, 'error', PLAIN);

test('starts with the verdict and the changes, the most dangerous first', () => {
  expect(shown(resultOf([], DESTRUCTIVE)))
    .toBe(`PASSED: no findings. 2 repositories destroyed, 1 replaced, 1 created; account build (222222222222) gains pull on app; account 333333333333 loses pull on app.

What changes
  Repositories
    - develop: repository gone is destroyed with all its images (force_delete is enabled)
    - develop: repository other is replaced because name changes: destroyed with all its images (force_delete is enabled) and created again, empty
    - develop: repository kept is destroyed (fails while it contains images)
    + management: repository fresh is created
  Access
    + account build (222222222222) gains pull on app (develop), if its account allows it
    - account 333333333333 loses pull on app (develop), which it had if its account allows it

Registries
  develop is 111111111111 in ap-northeast-1
  management is 999999999999 in ap-northeast-1

Changes of policy statements
  - develop: account 333333333333 can no longer pull app
  + develop: account 222222222222 can now pull app
`);
});

test('reports that nothing changes', () => {
  const nothing = unchanged({
    type: 'aws_ecr_repository',
    provider: 'develop',
    before: repository('app'),
  });
  expect(shown(resultOf([], [nothing]))).toBe('PASSED: no findings. No changes.\n');
});

test.each([
  ['moved', { previousAddress: 'aws_ecr_repository.old' }, 'has another Terraform address (moved)'],
  ['imported', { isImported: true }, 'is imported into the state'],
  [
    'forgotten',
    { action: 'forget' },
    'is forgotten: Terraform no longer manages it, and nothing in AWS changes',
  ],
  [
    'left over',
    { action: 'delete', isDeposed: true },
    'is left over from a replacement and is destroyed (fails while it contains images)',
  ],
] as const)('describes a repository that is %s', (_, change, phrase) => {
  const parts = { type: 'aws_ecr_repository', provider: 'develop', before: repository('app') } as const;
  expect(shown(resultOf([], [unchanged({ ...parts, change })]))).toContain(
    `develop: repository app ${phrase}\n`,
  );
});

test('merges the same change in several registries into one line, and counts many in one registry', () => {
  const twice = ['develop', 'management'].map(
    (provider) =>
      ({ type: 'aws_ecr_repository', name: provider, provider, after: repository('app') }) as const,
  );
  expect(shown(resultOf([], twice))).toContain('+ develop, management: repository app is created\n');
  expect(shown(manyFindings(1_000))).toContain(
    'develop: repositories app-0, app-102, app-105, app-108, app-111, app-114, app-117, app-12 and 326 more are destroyed with all their images',
  );
});

test('reports access that comes with a new repository after other access', () => {
  const lines = shown(
    resultOf(
      [],
      [
        { type: 'aws_ecr_repository', name: 'a', provider: 'develop', after: repository('a') },
        {
          type: 'aws_ecr_repository_policy',
          name: 'a',
          provider: 'develop',
          after: { repository: 'a', policy: pull('222222222222') },
        },
        unchanged({ type: 'aws_ecr_repository', name: 'b', provider: 'develop', before: repository('b') }),
        {
          type: 'aws_ecr_repository_policy',
          name: 'b',
          provider: 'develop',
          after: { repository: 'b', policy: pull('333333333333') },
        },
      ],
    ),
  ).split('\n');
  expect(lines.slice(1).filter((line) => line.includes('gains'))).toEqual([
    '    + account 333333333333 gains pull on b (develop), if its account allows it',
    '    + account build (222222222222) gains pull on a (develop), if its account allows it; the repository is created',
  ]);
});

test('names operations before other actions, and truncates the list of these', () => {
  const grant = (...actions: readonly string[]): ResourceParts => ({
    type: 'aws_ecr_repository_policy',
    name: 'app',
    provider: 'develop',
    after: {
      repository: 'app',
      policy: policy({
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::333333333333:root' },
        Action: actions,
      }),
    },
  });
  expect(shown(resultOf([], [destination('app'), grant('ecr:*')]))).toContain(
    '+ account 333333333333 gains pull, push and every other action (ecr:*) on app (develop)',
  );
  const part = grant('ecr:BatchGet*', 'ecr:GetDownloadUrlForLayer', 'ecr:Put*', 'ecr:List*', 'ecr:Describe*');
  expect(shown(resultOf([], [destination('app'), part]))).toMatch(
    /gains pull, push \(ecr:BatchGetImage, ecr:PutImage\) and ecr:\w+(, ecr:\w+){5} and \d+ more on app /,
  );
});

interface Rule {
  /** Account and Region. */
  readonly to: string;
  readonly filters?: readonly string[];
}

const rulesOf = (...rules: readonly Rule[]) => ({
  replication_configuration: [
    {
      rule: rules.map(({ to, filters = [] }) => ({
        destination: [{ registry_id: to.split('/')[0], region: to.split('/')[1] }],
        repository_filter: filters.map((filter) => ({ filter, filter_type: 'PREFIX_MATCH' })),
      })),
    },
  ],
});
const destination = (name: string, provider = 'develop') =>
  unchanged({
    type: 'aws_ecr_repository',
    name: `${provider}-${name}`,
    provider,
    before: repository(name),
  });
/** Lets the source replicate into one repository of `management`. */
const permits = (name: string) =>
  unchanged({
    type: 'aws_ecr_registry_policy',
    provider: 'management',
    before: {
      policy: policy({
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111111111111:root' },
        Action: 'ecr:ReplicateImage',
        Resource: `arn:aws:ecr:ap-northeast-1:999999999999:repository/${name}`,
      }),
    },
  });
const SOURCE = '111111111111/us-west-1';
const DESTINATION = '999999999999/ap-northeast-1';

/** Returns the headline and the lines on replication. */
function replicationText(
  before: readonly Rule[],
  after: readonly Rule[],
  ...others: readonly ResourceParts[]
) {
  const rules = { before: rulesOf(...before), after: rulesOf(...after) };
  const configuration = { type: 'aws_ecr_replication_configuration', provider: 'develop', ...rules } as const;
  const lines = shown(resultOf([], [configuration, ...others])).split('\n');
  return [lines[0]?.replace('PASSED: no findings. ', ''), ...lines.filter((line) => line.startsWith('    '))];
}

test.each<[string, readonly Rule[], readonly Rule[], readonly ResourceParts[], ...(readonly string[])]>([
  [
    'to a Region of the account, which nothing has to permit',
    [{ to: SOURCE }],
    [{ to: SOURCE, filters: ['app'] }],
    [destination('app'), destination('web')],
    'Replication stops; 1 replication rule changed.',
    '    - develop: replication of web to develop_us stops',
    '    ~ develop: replication rule to develop_us changes from all repositories to app; app is still replicated',
  ],
  [
    'of a name that no plan has',
    [{ to: SOURCE }],
    [{ to: SOURCE, filters: ['app'] }],
    [],
    '1 replication rule changed.',
    '    ~ develop: replication rule to develop_us changes from all repositories to app; no repository in these plans matches',
  ],
  [
    'of another name that no plan has',
    [{ to: SOURCE, filters: ['api'] }],
    [{ to: SOURCE, filters: ['app'] }],
    [],
    '1 replication rule changed.',
    '    ~ develop: replication rule to develop_us changes from api to app; no repository in these plans matches',
  ],
  [
    'of what the plans have, and of other names no more',
    [{ to: SOURCE, filters: ['pro'] }],
    [{ to: SOURCE, filters: ['prod'] }],
    [destination('prod-x')],
    '1 replication rule changed.',
    '    ~ develop: replication rule to develop_us changes from pro to prod; prod-x is still replicated',
  ],
  [
    'in other words',
    [{ to: SOURCE, filters: ['app', 'app-x'] }],
    [{ to: SOURCE, filters: ['app'] }],
    [destination('app-x')],
    'Replication rules are rewritten.',
    '    ~ develop: replication rule to develop_us is rewritten and matches the same repositories',
  ],
  [
    'to who does not permit it',
    [],
    [{ to: DESTINATION }],
    [destination('app'), destination('other', 'management')],
    '1 replication rule added.',
    '    + develop: replication rule for all repositories to management is added; app needs a registry policy in the destination, which these plans do not contain',
  ],
  [
    'to who did not permit it',
    [{ to: DESTINATION }],
    [],
    [destination('app'), destination('other', 'management')],
    '1 replication rule removed.',
    '    - develop: replication rule for all repositories to management is removed; it is unknown whether app was replicated',
  ],
  [
    'to who is in no plan',
    [],
    [{ to: DESTINATION, filters: ['app'] }],
    [destination('app')],
    '1 replication rule added.',
    '    + develop: replication rule for app to management is added; it is unknown whether app is replicated',
  ],
  [
    'to who refuses some of it, before and after',
    [{ to: DESTINATION, filters: ['shop/'] }],
    [{ to: DESTINATION, filters: ['shop/checkout', 'shop/web'] }],
    [
      ...['shop/checkout', 'shop/pay', 'shop/web'].map((name) => destination(name)),
      destination('shop/checkout', 'management'),
      permits('shop/checkout'),
    ],
    '1 replication rule changed.',
    '    ~ develop: replication rule to management changes from shop/ to shop/checkout, shop/web; shop/checkout is still replicated; shop/pay was not replicated before',
  ],
  [
    'to who refuses it',
    [],
    [{ to: DESTINATION, filters: ['app', 'web'] }],
    [destination('app'), destination('web'), destination('web', 'management'), permits('web')],
    'Replication starts; 1 replication rule added.',
    '    + develop: replication of web to management starts',
    '    + develop: replication rule for app, web to management is added; the destination does not accept app',
  ],
  [
    'to several, alike',
    [],
    [
      { to: DESTINATION, filters: ['app'] },
      { to: '999999999999/us-east-1', filters: ['app'] },
    ],
    [destination('app')],
    '1 replication rule added.',
    '    + develop: replication rule for app to 999999999999 in us-east-1, management is added; it is unknown whether app is replicated',
  ],
  [
    'together with its repository',
    [{ to: SOURCE, filters: ['app'] }],
    [],
    [{ type: 'aws_ecr_repository', name: 'app', provider: 'develop', before: repository('app') }],
    '1 repository destroyed; replication stops.',
    '    - develop: repository app is destroyed (fails while it contains images)',
    '    - develop: replication of app to develop_us stops',
  ],
])('describes a replication rule that %s', (_, before, after, others, ...output) => {
  expect(replicationText(before, after, ...others)).toEqual(output);
});

test('a finding has its rule, resource, message, position, fix and code to paste', () => {
  const result = resultOf([
    finding({
      place: { file: 'topology.yaml', line: 13, column: 5 },
      code: 'removed {\n  from = x\n}\n',
    }),
  ]);
  expect(shown(result)).toContain(`error repository-destroyed aws_ecr_repository.app
  The repository goes.
  at topology.yaml:13:5
  Keep it.

      removed {
        from = x
      }
`);
});

test('prints the same fix once', () => {
  const at = (name: string) => ({ plan: 'plan.json', address: `aws_ecr_repository.${name}` });
  const text = shown(resultOf([finding({ at: at('a') }), finding({ at: at('b'), message: 'This too.' })]));
  expect(text).toContain(`error repository-destroyed, 2 times
  aws_ecr_repository.a
    The repository goes.
  aws_ecr_repository.b
    This too.
  Keep it.
`);
});

test('names the plan if there are several', () => {
  const reviewed = reviewPlans([planOf([], {}, 'a.json'), planOf([], {}, 'b.json')]);
  expect(shown({ reviewed, findings: [finding()] })).toContain(
    'error repository-destroyed aws_ecr_repository.app (plan.json)\n',
  );
});

test('lists suppressed findings with the reason, and does not count them', () => {
  const suppressedBy = {
    rule: 'repository-destroyed',
    address: '*',
    reason: 'it moved to another account',
    expires: '2026-12-31',
    place: { file: 'checks.yaml', line: 1, column: 1 },
  };
  const text = shown(resultOf([finding({ suppressedBy })]));
  expect(text).toMatch(/^PASSED: no findings, 1 suppressed\./);
  expect(text).toContain(
    'Suppressed\n  error repository-destroyed aws_ecr_repository.app: it moved to another account (until 2026-12-31)\n',
  );
});

test('prints a limited number of findings and the number of the rest', () => {
  const text = shown(manyFindings(9_000));
  expect(text.split('\n').length).toBeLessThan(2_600);
  expect(text).toMatch(/^FAILED: 3000 errors, 3000 warnings, 3000 notes\./);
  expect(text).toMatch(/… and \d+ more; see all with --format json/);
});

test('replaces control characters instead of sending them to the terminal', () => {
  expect(shown(hostileResult())).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e\u2028]/);
});

test('breaks up pipeline commands', () => {
  const text = shown(hostileResult());
  expect(text).toContain('\uFFFD::add-mask::a\n');
  expect(text).not.toMatch(/^\s*::|##[A-Za-z]*\[/m);
});

test('the threshold determines the verdict', () => {
  const verdicts = (['error', 'warning', 'note', 'never'] as const).map((failOn) =>
    (['error', 'warning', 'note'] as const).map((severity) =>
      reviewText(resultOf([finding({ severity })]), NAMES, failOn, PLAIN).slice(0, 6),
    ),
  );
  expect(verdicts).toEqual([
    ['FAILED', 'PASSED', 'PASSED'],
    ['FAILED', 'FAILED', 'PASSED'],
    ['FAILED', 'FAILED', 'FAILED'],
    ['PASSED', 'PASSED', 'PASSED'],
  ]);
});

test('check of a genuine plan has findings of the rules', () => {
  const text = shown(checkResources(DESTRUCTIVE));
  expect(text).toMatch(/^FAILED: \d errors, /);
  expect(text).toContain('\nerror repository-destroyed');
  expect(text.indexOf('error repository-replaced')).toBeLessThan(text.indexOf('warning access-widened'));
});
