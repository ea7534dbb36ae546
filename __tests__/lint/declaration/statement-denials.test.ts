import { decide } from '../../../src/access/evaluate/decide';
import { REPOSITORY } from '../../declaration/changed-base';
import { base, diagnose } from '../../declaration/declarations';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

jest.mock('../../../src/access/evaluate/decide', () => {
  const actual = jest.requireActual<{ decide: typeof decide }>('../../../src/access/evaluate/decide');
  return { ...actual, decide: jest.fn(actual.decide) };
});

/** Returns `BASE` with a statement in the repository policy of my-repo. */
const repository = (statement: string) =>
  base(REPOSITORY, `  my-repo: { registry: develop, statements: [{ ${statement} }] }\n`);

/** Returns `BASE` with a statement in the registry policy of management. */
const registry = (statement: string) =>
  base(
    '  management: { account: management, region: ap-northeast-1 }',
    `  management: { account: management, region: ap-northeast-1, statements: [{ ${statement} }] }`,
  );

/**
 * Returns `BASE` with a statement in the registry policy of develop, whose namespace `team` a role of another account
 * caches.
 */
const upstream = (statement: string) =>
  base(
    '  management: { account: management, region: ap-northeast-1 }',
    '  management: { account: management, region: ap-northeast-1, pullThroughCache: ' +
      '[{ prefix: dev, upstream: develop, upstreamPrefix: team, customRoleArn: "arn:aws:iam::999999999999:role/cache" }] }',
  ).replace(
    '{ account: develop, region: ap-northeast-1 }',
    `{ account: develop, region: ap-northeast-1, statements: [${statement}] }`,
  );

/** Adds the marks around the statement. */
const whole = (text: string) => text.replace('[{ ', '[«{ ').replace(' }] }\n', ' }»] }\n');

describeDiagnostics('statement-denials', {
  'statement/denies-replication': [
    {
      bad: whole(registry('effect: Deny, principals: "*", actions: "ecr:ReplicateImage", resources: "*"')),
      message: "blocks the replication of 'my-repo' from 'develop' to 'management'",
      good: registry(
        'effect: Deny, principals: "*", actions: "ecr:ReplicateImage", resources: "*", conditions: { StringNotEquals: { "aws:PrincipalAccount": ["111111111111"] } }',
      ),
    },
    {
      bad: whole(registry('effect: Deny, principals: develop, actions: "ecr:Rep*", resources: my-repo')),
      message: "which a rule under 'replication' declares",
      good: registry('effect: Deny, principals: develop, actions: "ecr:Rep*", resources: other'),
    },
  ],
  'statement/denies-cache': [
    {
      bad: upstream('«{ effect: Deny, principals: "*", actions: "ecr:BatchGet*", resources: "team/*" }»'),
      message: 'blocks ecr:BatchGetImage for arn:aws:iam::999999999999:role/cache',
      good: upstream('{ effect: Deny, principals: "*", actions: "ecr:BatchGet*", resources: "other/*" }'),
    },
    {
      bad: upstream('«{ effect: Deny, principals: "*", actions: "ecr:*", resources: "*" }»'),
      message: '{ ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::999999999999:role/cache" } }',
      good: upstream(
        '{ effect: Deny, principals: "*", actions: "ecr:*", resources: "*", conditions: { ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::999999999999:role/cache" } } }',
      ),
    },
  ],
  'statement/denies-inspector': [
    {
      bad: whole(
        registry(
          'effect: Deny, principals: "*", actions: "ecr:PutRegistryScanningConfiguration", resources: "*"',
        ),
      ),
      message: 'conditions: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/aws-service-role/*" } }',
      good: registry(
        'effect: Deny, principals: develop, actions: "ecr:PutRegistryScanningConfiguration", resources: "*"',
      ),
    },
    {
      bad: whole(repository('effect: Deny, principals: "*", actions: "ecr:BatchGetImage"')),
      message: "Enhanced scanning of 'develop' would fail if it is enabled. List only the intended actions",
      good: repository(
        'effect: Deny, principals: "*", actions: "ecr:BatchGetImage", conditions: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/aws-service-role/*" } }',
      ),
    },
  ],
});

/**
 * Returns `BASE` with a default Deny statement, a repository without replication, and `number` replicated repositories.
 */
const denied = (statement: string, number = 1) =>
  base(
    'repositories:\n  my-repo: { registry: develop }\n',
    `defaults: { repository: { statements: [{ effect: Deny, principals: "*", ${statement} }] } }
repositories:
  a-repo: { registry: management }
${Array.from({ length: number }, (_, at) => `  my-repo${'-x'.repeat(at)}: { registry: develop }\n`).join('')}`,
  );

const errors = (text: string) =>
  diagnose(text)
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);

/** Returns the number of policy evaluations for a declaration. */
function decisions(text: string): number {
  jest.mocked(decide).mockClear();
  errors(text);
  return jest.mocked(decide).mock.calls.length;
}

describe('a default Deny statement', () => {
  test('is reported for the first repository whose replication it denies', () => {
    expect(errors(denied('actions: "ecr:Replicate*"', 3))).toEqual([
      "This Deny blocks the replication of 'my-repo' from 'develop' to 'develop_us', which a rule under 'replication' declares.",
    ]);
  });

  test.each([
    ['for another action', 'actions: "ecr:DeleteRepository"'],
    [
      'with a condition that exempts the source',
      'actions: "ecr:ReplicateImage", conditions: { StringNotEquals: { "aws:PrincipalAccount": "111111111111" } }',
    ],
  ])('%s is not reported', (_, statement) => {
    expect(errors(denied(statement, 3))).toEqual([]);
  });

  test.each([
    ['ecr:DeleteRepository', 0],
    // Inspector in each of three registries, and the source in two.
    ['ecr:*', 3 * 3 + 2],
  ])('for %s is evaluated once for each registry, however many repositories have it', (action, times) => {
    const statement = `actions: "${action}", conditions: { StringEquals: { "aws:PrincipalTag/a": b } }`;
    expect(decisions(denied(statement, 1))).toBe(times);
    expect(decisions(denied(statement, 20))).toBe(times);
  });
});
