import { policyText } from '../../../src/aws/policy/document';
import { synthesise } from '../../stacks/synthesised';
import { diagnose, registryOf } from '../declarations';
import { statementsOf } from '../hub';

const ROLE = 'arn:aws:iam::999999999999:role/ecr';

/**
 * A declaration with registries of two accounts and creation templates in the second; `rules` are replication rules.
 */
const text = (templates: readonly string[], ...rules: readonly string[]) => `accounts:
  build: { id: "111111111111" }
  run: { id: "999999999999" }
registries:
  build: { account: build, region: us-west-1 }
  build_eu: { account: build, region: eu-west-1 }
  run:
    account: run
    region: eu-west-1
    creationTemplates: [${templates.join(', ')}]
repositories:
  team/app: { registry: build }
  teams: { registry: build }
replication: [${rules.join(', ')}]
`;

const created = (...prefixes: readonly string[]) =>
  `{ from: build, to: [run], repositories: [${prefixes.join(', ')}], createRepositories: true }`;
const template = (prefix: string, more = '') => `{ prefix: ${prefix}, appliedFor: [REPLICATION]${more} }`;
const tagged = (prefix: string) => template(prefix, `, tags: { team: web }, customRoleArn: "${ROLE}"`);

test('sorts the creation templates of a registry by prefix, and lowers their settings', () => {
  const [api, team, ...others] = registryOf(
    text(
      [
        '{ prefix: team/, appliedFor: [REPLICATION, CREATE_ON_PUSH], description: Ours, ' +
          'imageTagMutability: IMMUTABLE, tags: { b: "2", a: "1" }, ' +
          `customRoleArn: "${ROLE}", statements: [{ principals: build, actions: "ecr:BatchGetImage" }] }`,
        '{ prefix: api, appliedFor: [CREATE_ON_PUSH] }',
      ],
      created('team/'),
    ),
    'run',
  ).creationTemplates;
  expect(others).toEqual([]);
  expect(api).toMatchObject({ prefix: 'api', policy: undefined, customRoleArn: undefined });
  expect(team).toMatchObject({
    prefix: 'team',
    appliedFor: ['CREATE_ON_PUSH', 'REPLICATION'],
    description: 'Ours',
    settings: {
      imageTagMutability: { mode: 'IMMUTABLE', exclusionFilters: [] },
      encryption: { type: 'AES256' },
      tags: { a: '1', b: '2' },
    },
    customRoleArn: ROLE,
  });
  expect(JSON.parse(policyText(team!.policy!))).toMatchObject({
    Statement: [{ Principal: { AWS: 'arn:aws:iam::111111111111:root' }, Action: ['ecr:BatchGetImage'] }],
  });
});

describe('the registry policy of a destination with a template that sets tags', () => {
  const granted = (templates: readonly string[], ...rules: readonly string[]) =>
    statementsOf(registryOf(text(templates, ...rules), 'run').policy).map(({ Sid, Action, Resource }) => [
      Sid,
      Action,
      (Resource as readonly string[]).map((arn) => arn.split('repository/')[1]),
    ]);
  const create = (...names: readonly string[]) => [
    'CreateAndReplicateFrom111111111111',
    ['ecr:CreateRepository', 'ecr:ReplicateImage'],
    names,
  ];
  const tag = (...names: readonly string[]) => ['TagCreatedFrom111111111111', ['ecr:TagResource'], names];

  test.each([
    ['created repositories', [tagged('team')], [created('team/')], [create('team/*'), tag('team/*')]],
    [
      'only repositories in its namespace',
      [tagged('team')],
      [created('team')],
      [create('team*'), tag('team/*')],
    ],
    [
      'only repositories that are replicated',
      [tagged('team')],
      [created('team/we')],
      [create('team/we*'), tag('team/we*')],
    ],
    [
      'every repository with ROOT',
      [tagged('ROOT')],
      [created('team/', 'teams')],
      [create('team/*', 'teams*'), tag('team/*', 'teams*')],
    ],
    [
      'no repository that a more specific template applies to',
      [tagged('ROOT'), template('team')],
      [created('team/')],
      [create('team/*')],
    ],
    ['no repository if it has no tags', [template('team')], [created('team/')], [create('team/*')]],
    [
      'no repository if it applies to pushes',
      [`{ prefix: team, appliedFor: [CREATE_ON_PUSH], tags: { a: b }, customRoleArn: "${ROLE}" }`],
      [created('team/')],
      [create('team/*')],
    ],
    [
      'each prefix once',
      [tagged('team'), tagged('team/web')],
      [created('team')],
      [create('team*'), tag('team/*')],
    ],
  ] as const)('allows the source to tag %s', (_, templates, rules, statements) => {
    expect(granted(templates, ...rules)).toEqual(statements);
  });

  test('allows no tagging of declared repositories', () => {
    const rule = '{ from: build, to: [run], repositories: [team/] }';
    expect(granted([tagged('team')], rule).map(([sid]) => sid)).toEqual(['ReplicateFrom111111111111']);
  });
});

describe('a template is checked like a repository', () => {
  const codes = (more: string) =>
    diagnose(text([template('team', more)], created('team/'))).map(({ code }) => code);

  test.each([
    ['', []],
    [
      ', statements: [{ principals: build, actions: "ecr:BatchGetImage", resources: "*" }]',
      ['statement/resource-in-repository-policy'],
    ],
    [
      ', statements: [{ principals: build, actions: "ecr:ReplicateImage" }]',
      ['statement/replicate-in-repository-policy'],
    ],
    [', statements: [{ principals: "*", actions: "ecr:BatchGetImage" }]', ['statement/public']],
    [
      ', statements: [{ sid: A, principals: build, actions: "ecr:BatchGetImage" }, { sid: A, principals: run, actions: "ecr:PutImage" }]',
      ['statement/duplicate-sid'],
    ],
    [', statements: [{ principals: biuld, actions: "ecr:BatchGetImage" }]', ['access/unknown-account']],
    [
      ', statements: [{ effect: Deny, principals: "*", actions: "ecr:ReplicateImage" }]',
      ['statement/denies-replication'],
    ],
    [
      ', statements: [{ effect: Deny, principals: "*", actions: "ecr:BatchGetImage" }]',
      ['statement/denies-inspector'],
    ],
    [
      `, encryption: { type: KMS, kmsKey: "arn:aws:kms:us-west-1:999999999999:key/1234abcd-12ab-34cd-56ef-1234567890ab" }, customRoleArn: "${ROLE}"`,
      ['encryption/key-elsewhere'],
    ],
    [', tags: { "aws:x": y }, customRoleArn: "arn:aws:iam::999999999999:role/ecr"', ['tag/key']],
  ])('%s: %j', (more, expected) => {
    expect(codes(more)).toEqual(expected);
  });
});

test('does not warn about a template if a replication rule is rejected', () => {
  const wrong = text([template('team')], created('team/').replace('[run]', '[rnu]'));
  expect(diagnose(wrong).map(({ code }) => code)).toEqual(['replication/unknown-registry']);
});

test('the output does not depend on the order of the templates', () => {
  const templates = [tagged('team'), template('ROOT'), '{ prefix: api, appliedFor: [CREATE_ON_PUSH] }'];
  const rules = [created('team/'), created('teams')];
  expect(synthesise(text([...templates].reverse(), ...[...rules].reverse()))).toBe(
    synthesise(text(templates, ...rules)),
  );
});
