import { access } from '../../declaration/changed-base';
import { diagnose, load } from '../../declaration/declarations';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';
import { hub, HUB } from '../../declaration/hub';

/** Returns `BASE` with one entry that allows the principals to pull. */
const pull = (principals: string) => access(`allow: pull, repositories: my-repo, principals: ${principals}`);
const ROLE = 'arn:aws:iam::111111111111:role/ci';

describeDiagnostics('grants', {
  'access/unknown-repository': [
    {
      bad: access('allow: pull, repositories: [«my-rpeo»], principals: develop'),
      message: "Did you mean 'my-repo'?",
      good: access('allow: pull, repositories: [my-repo], principals: develop'),
    },
    {
      bad: access('allow: pull, repositories: [my-repo, «"team/*"»], principals: develop'),
      message: 'Declared repositories: my-repo',
      good: access('allow: pull, repositories: ["my-*"], principals: develop'),
    },
    {
      bad: access('allow: pull, repositories: «all», principals: develop'),
      message: "To match every repository, write '*'",
      good: access('allow: pull, repositories: "*", principals: develop'),
    },
  ],
  'access/matches-nothing': [
    {
      bad: access(
        'allow: pull, repositories: [my-repo, «other»], registries: develop_us, principals: develop',
      ).replace('repositories:\n', 'repositories:\n  other: { registry: management }\n'),
      message: "'other' is not declared in 'develop_us'. Declared in: 'management'.",
      good: access('allow: pull, repositories: my-repo, registries: develop_us, principals: develop'),
    },
    {
      bad: access(
        'allow: pull, repositories: «my-repo», registries: management, principals: develop',
      ).replace('repositories: [my-repo] }', 'repositories: [my-repo], createRepositories: true }'),
      message: 'declare the repository in that registry to give it a policy',
      good: access('allow: pull, repositories: my-repo, registries: management, principals: develop'),
    },
    {
      bad: access(
        'allow: pull, repositories: other, registries: [management, «develop_us»], principals: develop',
      ).replace('repositories:\n', 'repositories:\n  other: { registry: management }\n'),
      message: "'develop_us' contains no repository of this grant",
      good: access('allow: pull, repositories: other, registries: [management], principals: develop').replace(
        'repositories:\n',
        'repositories:\n  other: { registry: management }\n',
      ),
    },
  ],
  'access/duplicate-principal': [
    {
      bad: pull('[develop, management, «"111111111111"»]'),
      message: 'The name and the ID of an account are the same principal',
      good: pull('[develop, management, "222222222222"]'),
    },
    { bad: pull(`[${ROLE}, «{ arn: "${ROLE}" }»]`), message: 'the grant already contains it' },
    { bad: pull('[develop, «arn:aws:iam::111111111111:root»]'), message: 'Remove one' },
  ],
  'access/public': [
    {
      bad: pull('«"*"»'),
      message: "If every AWS account is intended, add 'public: true'",
      good: access('allow: pull, repositories: my-repo, principals: "*", public: true'),
    },
    {
      bad: access('allow: pull, repositories: my-repo, principals: [develop, «"*"»], public: false'),
      message: "'*' allows every AWS account",
      good: pull('{ organization: o-a1b2c3d4e5 }'),
    },
  ],
  'access/lambda-push': [
    {
      bad: access('allow: pull-push, repositories: my-repo, principals: [develop, «{ lambda: develop }»]'),
      message: 'Grant pull to lambda, and push to the role that builds the image',
      good: pull('{ lambda: develop }'),
    },
  ],
  'access/service': [
    {
      bad: access(
        'allow: pull, repositories: my-repo, principals: [«{ service: ecs-tasks.amazonaws.com, account: develop }»]',
      ),
      message: 'with the task execution role',
    },
    {
      bad: access(
        'allow: pull, repositories: my-repo, registries: develop, principals: [«{ service: codebuild.amazonaws.com, account: management }»]',
      ),
      message: 'with the role of the project',
      good: access(
        'allow: pull, repositories: my-repo, registries: develop, principals: { service: codebuild.amazonaws.com, account: develop }',
      ),
    },
  ],
  'access/push-to-replica': [
    {
      bad: access(
        'allow: push, repositories: my-repo, registries: [develop, «management»], principals: develop',
      ),
      message: "'my-repo' is a replica in 'management'",
      good: access('allow: pull-push, repositories: my-repo, principals: develop'),
    },
    {
      bad: access(
        'allow: pull-push, repositories: "*", registries: «management», principals: develop',
      ).replace('repositories:\n', 'repositories:\n  my-repo-2: { registry: develop }\n'),
      message: "'my-repo', 'my-repo-2' are replicas",
      good: access('allow: push, repositories: my-repo, registries: management, principals: develop').replace(
        'my-repo: { registry: develop }',
        'my-repo: { registries: [develop, management] }',
      ),
    },
  ],
});

/** Each text has one fault, and all diagnostics that it produces. */
describe('reports one fault once:', () => {
  const codes = (text: string) => diagnose(text).map(({ code }) => code);
  const web = (statement: string) => HUB.replace('app/web: {', `app/web: { statements: [{ ${statement} }],`);

  test.each<readonly [string, string, readonly string[]]>([
    [
      'a misspelled registry',
      hub('allow: pull, repositories: app/web, registries: [centrl, europe], principals: build'),
      ['access/unknown-registry'],
    ],
    [
      'a flag that is not a boolean',
      hub('allow: pull, repositories: app/web, public: yes, principals: "*"'),
      ['shape/wrong-type'],
    ],
    [
      'an account without an ID',
      hub(
        'allow: pull, repositories: app/web, principals: [build, "arn:aws:iam::111111111111:role/x"]',
      ).replace('"111111111111" }', '"${BUILD}" }'),
      ['environment/not-set'],
    ],
    [
      'a principal that is a number',
      hub('allow: pull, repositories: app/web, principals: [build, 222222222222]'),
      ['shape/wrong-type'],
    ],
    [
      'a principal with an unknown key',
      hub('allow: pull, repositories: app/web, principals: [{ organisation: o-a1b2c3d4e5 }]'),
      ['shape/unknown-key'],
    ],
    [
      'a principal with an invalid value',
      hub('allow: pull, repositories: app/web, principals: [{ organization: acme }]'),
      ['shape/wrong-value'],
    ],
    [
      'the path of an organizational unit without a trailing slash',
      hub(
        'allow: pull, repositories: app/web, principals: { organizationalUnit: o-a1b2c3d4e5/r-ab12/ou-ab12-11111111 }',
      ),
      ['shape/wrong-value'],
    ],
    ['no principal', hub('allow: pull, repositories: app/web, principals: []'), ['shape/wrong-value']],
    ['no operation', hub('repositories: app/web, principals: build'), ['shape/missing-key']],
    [
      'a repository with a misspelled registry',
      hub('allow: pull, repositories: app/web, registries: central, principals: build').replace(
        'app/web: { registry: central }',
        'app/web: { registry: centrl }',
      ),
      ['repository/unknown-registry'],
    ],
    [
      'an invalid principal in a list that entries share',
      `${HUB}access:\n  - { allow: pull, repositories: app/web, principals: &who [build, biuld] }\n  - { allow: push, repositories: base, principals: *who }\n`,
      ['access/unknown-account'],
    ],
    [
      'an invalid default statement, with two faults',
      `${HUB}defaults: { repository: { statements: [{ principals: biuld, actions: "ecr:PutImages" }] } }\n`,
      ['access/unknown-account', 'statement/unknown-action'],
    ],
    [
      'an invalid statement that repositories share',
      HUB.replace(
        'app/web: { registry: central }',
        'app/web: { registry: central, statements: &s [{ principals: "*", actions: "ecr:ListImages" }] }',
      ).replace('base: {', 'base: { statements: *s,'),
      ['statement/public'],
    ],
    [
      'a lowercase effect',
      web('effect: deny, principals: "*", actions: "ecr:ListImages"'),
      ['shape/wrong-value'],
    ],
    [
      'a condition value that is not a string',
      web(
        'principals: "*", actions: "ecr:ListImages", conditions: { Bool: { "aws:SecureTransport": true } }',
      ),
      ['shape/wrong-type'],
    ],
    [
      'a condition value with a Terraform template directive',
      web(
        'principals: build, actions: "ecr:ListImages", conditions: { StringLike: { "aws:PrincipalArn": "%{ for }" } }',
      ),
      ['shape/wrong-value'],
    ],
    [
      'a repository name with uppercase letters',
      HUB.replace(
        'region: eu-west-1 }',
        'region: eu-west-1, statements: [{ principals: build, actions: "ecr:ListImages", resources: App }] }',
      ),
      ['shape/wrong-value'],
    ],
    [
      'a policy that is too long in several registries',
      hub(
        `allow: pull, repositories: [base, app/api], principals: [${Array.from({ length: 400 }, (_, index) => `"${String(200_000_000_000 + index)}"`).join(', ')}]`,
      ),
      ['policy/repository-too-long'],
    ],
    [
      'a misspelled repository for a role of an undeclared account',
      hub('allow: pull, repositories: app/wbe, principals: "arn:aws:iam::222222222222:role/x"'),
      ['access/unknown-repository'],
    ],
    [
      'a value longer than any policy',
      web(
        `principals: build, actions: "ecr:ListImages", conditions: { StringLike: { "aws:PrincipalArn": "${'x'.repeat(6_000_000)}" } }`,
      ),
      ['shape/wrong-value'],
    ],
  ])('%s', (_, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  test('and does not hide other faults of the same grant', () => {
    const { diagnostics } = load(
      hub('allow: pull, repositories: [app/wbe, app/web], principals: [biuld, build]'),
    );
    expect(diagnostics.map(({ code }) => code)).toEqual([
      'access/unknown-repository',
      'access/unknown-account',
    ]);
  });
});

test.each([
  ['principals: 111111111111', 'access[0].principals: expected a string, a mapping (key: value) or a list'],
  [
    'principals: [build, 111111111111]',
    'access[0].principals[1]: expected a string or a mapping (key: value)',
  ],
])('suggests quotes for an account ID that is not quoted: %s', (principals, expectedMessage) => {
  const [fault, ...others] = diagnose(hub(`allow: pull, repositories: app/web, ${principals}`));
  expect(others).toEqual([]);
  expect(fault?.message).toContain(expectedMessage);
  expect(fault?.help).toBe('Put it in quotes: "111111111111".');
});
