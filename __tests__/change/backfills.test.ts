import { backfillsFor } from '../../src/change/backfills';
import { BASE, base, deploymentOf, topologyOf } from '../declaration/declarations';

const declared = (text: string) => ({ topology: topologyOf(text), deployment: deploymentOf(text) });

const RULE = '  - { from: develop, to: [develop_us, management], repositories: [my-repo] }\n';
const NONE = base(`replication:\n${RULE}`, '');
const TO_US = base('[develop_us, management]', '[develop_us]');
const OTHER = 'repositories:\n  other: { registry: develop }\n';
const US =
  'aws ecr start-replication-backfill --region ap-northeast-1 --destination region=us-west-1,registryId=111111111111';
const MANAGEMENT =
  'aws ecr start-replication-backfill --region ap-northeast-1 --destination region=ap-northeast-1,registryId=999999999999';

test.each<readonly [change: string, before: string, after: string, expected: readonly (readonly string[])[]]>(
  [
    [
      'adds a rule',
      NONE,
      BASE,
      [
        [US, 'my-repo'],
        [MANAGEMENT, 'my-repo'],
      ],
    ],
    ['adds a destination', TO_US, BASE, [[MANAGEMENT, 'my-repo']]],
    [
      'adds a rule for the same destination and another repository',
      BASE.replace('repositories:\n', OTHER),
      BASE.replace('repositories:\n', OTHER).replace('[my-repo]', '[my-repo, other]'),
      [
        [US, 'other'],
        [MANAGEMENT, 'other'],
      ],
    ],
    [
      'replaces a prefix by all',
      BASE.replace('repositories:\n', OTHER),
      BASE.replace('repositories:\n', OTHER).replace('[my-repo]', 'all'),
      [
        [US, 'other'],
        [MANAGEMENT, 'other'],
      ],
    ],
    [
      'adds two rules to one destination',
      NONE.replace('repositories:\n', OTHER),
      `${NONE.replace('repositories:\n', OTHER)}replication:
  - { from: develop, to: [management], repositories: [my-repo] }
  - { from: develop, to: [management], repositories: [other] }
`,
      [[MANAGEMENT, 'my-repo, other']],
    ],
    [
      'adds a rule to several sources',
      NONE.replace('{ registry: develop }', '{ registries: [develop, develop_us] }'),
      `${NONE.replace('{ registry: develop }', '{ registries: [develop, develop_us] }')}replication:
  - { from: [develop, develop_us], to: [management], repositories: [my-repo] }
`,
      [
        [MANAGEMENT, 'my-repo'],
        [MANAGEMENT.replace('--region ap-northeast-1', '--region us-west-1'), 'my-repo'],
      ],
    ],
    ['adds a rule together with its repository', NONE.replaceAll('my-repo', 'former'), BASE, []],
    [
      'adds a rule together with a repository that is imported',
      NONE.replaceAll('my-repo', 'former'),
      base('{ registry: develop }', '{ registry: develop, import: { develop: true } }'),
      [
        [US, 'my-repo'],
        [MANAGEMENT, 'my-repo'],
      ],
    ],
    [
      'adds the source registry',
      NONE.replace('  my-repo: { registry: develop }\n', '  my-repo: { registry: management }\n').replace(
        '  develop: { account: develop, region: ap-northeast-1 }\n',
        '',
      ),
      BASE,
      [],
    ],
    [
      'writes one rule as two',
      BASE,
      base(RULE, RULE.replace('_us, management', '_us') + RULE.replace('develop_us, ', '')),
      [],
    ],
    ['writes a shorter prefix that matches no other repository', BASE, base('[my-repo]', '[my-]'), []],
    [
      'renames the registries',
      BASE,
      BASE.replaceAll('develop_us', 'west').replaceAll('management', 'central'),
      [],
    ],
    ['removes a destination', BASE, TO_US, []],
  ],
)('returns the backfills of a declaration that %s', (_, before, after, expected) => {
  const backfills = backfillsFor(declared(before), declared(after));
  expect(backfills.map(({ command, repositories }) => [command, repositories.join(', ')])).toEqual(expected);
});

test.each([
  ['develop', ' --profile develop'],
  ['my team', " --profile 'my team'"],
])('uses the profile %s of the source account', (profile, option) => {
  const withProfile = (text: string) =>
    text.replace('"111111111111" }', `"111111111111", profile: "${profile}" }`);
  const [first] = backfillsFor(declared(withProfile(NONE)), declared(withProfile(BASE)));
  expect(first?.command).toBe(`${US}${option}`);
});
