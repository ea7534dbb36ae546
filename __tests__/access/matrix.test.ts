import { granteeKey } from '../../src/access/grantees';
import { accessMatrix, type AccessCell, type Answer } from '../../src/access/matrix';
import type { Registry, Topology } from '../../src/registry';
import { topologyOf } from '../topology/declarations';

/** A registry of the account `images`; `build` is reached too, 333333333333 is not. */
const declaration = (rest: string) => `accounts:
  images: { id: "111111111111" }
  build: { id: "222222222222" }
registries:
  hub: { account: images, region: eu-west-1 }
${rest}`;

const app = (access: string, statements = '') =>
  declaration(`repositories:
  app: { registry: hub${statements === '' ? '' : `, statements: [${statements}]`} }
access:
${access}`);

const DEPLOY = 'arn:aws:iam::222222222222:role/deploy';
const FOREIGN = 'arn:aws:iam::333333333333:role/deploy';

function answerText(answer: Answer): string {
  switch (answer.kind) {
    case 'depends':
      return [...(answer.onItsAccount ? ['its account'] : []), ...answer.onKeys].join(' and ');
    case 'no':
      return answer.decision.reason.kind;
    case 'yes':
    case 'noReplica':
    case 'notKnown':
      return answer.kind;
  }
}

function lines(topology: Topology): readonly string[] {
  return accessMatrix(topology).map(({ caller, operation, registry, repository, answer }: AccessCell) => {
    const who = caller.kind === 'grantee' ? granteeKey(caller.grantee) : caller.registry.name;
    return `${who}: ${operation} ${registry.name ?? registry.region}/${repository}: ${answerText(answer)}`;
  });
}

test.each([
  [
    'a role whose account is reached may, for both halves are there',
    `  - { allow: pull-push, repositories: [app], principals: ["${DEPLOY}"] }`,
    [`identity ${DEPLOY}: pull hub/app: yes`, `identity ${DEPLOY}: push hub/app: yes`],
  ],
  [
    'a role whose account is not may if that account allows it',
    `  - { allow: pull, repositories: [app], principals: ["${FOREIGN}"] }`,
    [`identity ${FOREIGN}: pull hub/app: its account`],
  ],
  [
    'an account may if it allows it',
    '  - { allow: pull, repositories: [app], principals: [build] }',
    ['account 222222222222: pull hub/app: its account'],
  ],
  [
    'roles by a pattern may if their account allows it',
    '  - { allow: pull, repositories: [app], principals: { arn: "arn:aws:iam::222222222222:role/ci-*", viaAccountRoot: true } }',
    ['viaAccountRoot arn:aws:iam::222222222222:role/ci-*: pull hub/app: its account'],
  ],
  [
    'an organization may if the account of its member allows it',
    '  - { allow: pull, repositories: [app], principals: { organization: o-a1b2c3d4e5 } }',
    ['organization o-a1b2c3d4e5: pull hub/app: its account'],
  ],
  [
    'an organizational unit too',
    '  - { allow: pull, repositories: [app], principals: { organizationalUnit: "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*" } }',
    ['organizationalUnit o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*: pull hub/app: its account'],
  ],
  [
    'a service needs no account',
    '  - { allow: pull, repositories: [app], principals: { service: codebuild.amazonaws.com, account: build } }',
    ['service 222222222222 codebuild.amazonaws.com: pull hub/app: yes'],
  ],
  [
    'Lambda functions need none either, whoever creates them does',
    '  - { allow: pull, repositories: [app], principals: { lambda: build } }',
    ['account 222222222222: pull hub/app: its account', 'lambda 222222222222: pull hub/app: yes'],
  ],
])('%s', (_, access, expected) => {
  expect(lines(topologyOf(app(access)))).toEqual(expected);
});

describe('statements by hand', () => {
  const PULL = `  - { allow: pull, repositories: [app], principals: ["${DEPLOY}"] }`;

  test('that deny win', () => {
    const deny = `{ effect: Deny, principals: ["${DEPLOY}"], actions: ["ecr:*"] }`;
    expect(lines(topologyOf(app(PULL, deny)))).toEqual([
      `identity ${DEPLOY}: pull hub/app: explicitDeny`,
      `identity ${DEPLOY}: push hub/app: explicitDeny`,
    ]);
  });

  test('that deny on a condition leave it open', () => {
    const deny = `{ effect: Deny, principals: ["*"], public: true, actions: ["ecr:*"], conditions: { NotIpAddress: { "aws:SourceIp": 10.0.0.0/8 } } }`;
    expect(lines(topologyOf(app(PULL, deny)))).toEqual([`identity ${DEPLOY}: pull hub/app: aws:SourceIp`]);
  });

  test('that deny all of an account but one role leave it open for the account', () => {
    const grant = '  - { allow: pull, repositories: [app], principals: [build] }';
    const deny = `{ effect: Deny, principals: [build], actions: ["ecr:*"], conditions: { ArnNotLike: { "aws:PrincipalArn": "${DEPLOY}" } } }`;
    expect(lines(topologyOf(app(grant, deny)))[0]).toBe(
      'account 222222222222: pull hub/app: its account and aws:PrincipalArn',
    );
  });

  test('that allow neither to pull nor to push name nobody here', () => {
    const allow = `{ principals: [build], actions: ["ecr:DescribeImages"] }`;
    expect(lines(topologyOf(app(PULL, allow)))).toEqual([`identity ${DEPLOY}: pull hub/app: yes`]);
  });
});

test('an identity that is let in nowhere is told so', () => {
  const both = topologyOf(app(`  - { allow: pull, repositories: [app], principals: ["${DEPLOY}"] }`));
  const closed = both.registries.map((registry) => ({
    ...registry,
    repositories: registry.repositories.map((repository) => ({ ...repository, policy: undefined })),
  }));
  expect(lines({ ...both, registries: closed })).toEqual([
    `identity ${DEPLOY}: pull hub/app: resourceDoesNotAllow`,
  ]);
});

test('a managed policy is about the registries that let the identity in, not about every one there is', () => {
  const text = declaration(`  other: { account: build, region: us-east-1 }
repositories:
  app: { registries: [hub, other] }
access:
  - { allow: pull, repositories: [app], registries: [hub], identity: managed, principals: ["${DEPLOY}"] }`);
  const { registries, identities } = topologyOf(text);
  const ofHub = registries.filter(({ name }) => name === 'hub');
  expect(lines({ registries: ofHub, identities })).toEqual([`identity ${DEPLOY}: pull hub/app: yes`]);
  const foreign = identities.map((identity) => ({ ...identity, name: 'nobody' }));
  expect(lines({ registries: ofHub, identities: foreign })).toEqual([
    `identity ${DEPLOY}: pull hub/app: its account`,
  ]);
});

describe('replication', () => {
  const topology = topologyOf(
    declaration(`  spoke: { account: build, region: us-east-1 }
repositories:
  app: { registry: hub }
replication:
  - { from: hub, to: [spoke], repositories: [app] }`),
  );
  const changed = (change: (registry: Registry) => Partial<Registry>) => ({
    ...topology,
    registries: topology.registries.map((registry) => ({ ...registry, ...change(registry) })),
  });

  test('gets through where the destination lets it', () => {
    expect(lines(topology)).toEqual(['hub: replicate spoke/app: yes']);
  });

  test('does not without the policy of the destination', () => {
    expect(lines(changed(() => ({ policy: undefined })))).toEqual([
      'hub: replicate spoke/app: resourceDoesNotAllow',
    ]);
  });

  test('does not without the replica', () => {
    const withoutReplica = changed(({ name, repositories }) => ({
      repositories: name === 'spoke' ? [] : repositories,
    }));
    expect(lines(withoutReplica)).toEqual(['hub: replicate spoke/app: noReplica']);
  });

  test('to a registry that the topology does not have is not known', () => {
    const alone = { ...topology, registries: topology.registries.filter(({ name }) => name === 'hub') };
    expect(lines(alone)).toEqual(['hub: replicate us-east-1/app: notKnown']);
  });
});
