import { policyText } from '../../src/registry';
import { synthesised } from '../stacks/synthesised';
import { diagnose, registryOf } from './declarations';
import { statementsOf } from './hub';

const ROLE = 'arn:aws:iam::999999999999:role/ecr';

/** Registries of two accounts, and templates of the second; `rules` is under `replication`. */
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

test('a registry has its templates by prefix, with settings as a repository has them', () => {
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

describe('the registry policy of a destination where a template tags', () => {
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
    ['what is created', [tagged('team')], [created('team/')], [create('team/*'), tag('team/*')]],
    [
      'no more than is in its namespace',
      [tagged('team')],
      [created('team')],
      [create('team*'), tag('team/*')],
    ],
    [
      'no more than is replicated',
      [tagged('team')],
      [created('team/we')],
      [create('team/we*'), tag('team/we*')],
    ],
    [
      'everything, with ROOT',
      [tagged('ROOT')],
      [created('team/', 'teams')],
      [create('team/*', 'teams*'), tag('team/*', 'teams*')],
    ],
    [
      'nothing that a nearer template is for',
      [tagged('ROOT'), template('team')],
      [created('team/')],
      [create('team/*')],
    ],
    ['nothing where it has no tags', [template('team')], [created('team/')], [create('team/*')]],
    [
      'nothing where it is for pushes',
      [`{ prefix: team, appliedFor: [CREATE_ON_PUSH], tags: { a: b }, customRoleArn: "${ROLE}" }`],
      [created('team/')],
      [create('team/*')],
    ],
    [
      'everything once',
      [tagged('team'), tagged('team/web')],
      [created('team')],
      [create('team*'), tag('team/*')],
    ],
  ] as const)('lets the source tag %s', (_, templates, rules, statements) => {
    expect(granted(templates, ...rules)).toEqual(statements);
  });

  test('lets nobody tag what is declared', () => {
    const rule = '{ from: build, to: [run], repositories: [team/] }';
    expect(granted([tagged('team')], rule).map(([sid]) => sid)).toEqual(['ReplicateFrom111111111111']);
  });
});

describe('a template is judged as a repository is', () => {
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

test('what is refused of one part brings no warning of another', () => {
  const wrong = text([template('team')], created('team/').replace('[run]', '[rnu]'));
  expect(diagnose(wrong).map(({ code }) => code)).toEqual(['replication/unknown-registry']);
});

test('the order of the templates changes no byte', () => {
  const templates = [tagged('team'), template('ROOT'), '{ prefix: api, appliedFor: [CREATE_ON_PUSH] }'];
  const rules = [created('team/'), created('teams')];
  expect(synthesised(text([...templates].reverse(), ...[...rules].reverse()))).toBe(
    synthesised(text(templates, ...rules)),
  );
});
