import { granteeKey } from '../../../src/access/evaluate/grantees';
import { accessMatrix, type AccessCell, type Answer } from '../../../src/access/matrix/access-matrix';
import type { PolicyStatement } from '../../../src/aws/policy/document';
import type { Identity, Registry, Topology } from '../../../src/model/topology';
import { topologyOf } from '../../declaration/declarations';

/** A registry in account `images`. The declaration also contains account `build`, but not 333333333333. */
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
const OWN = 'arn:aws:iam::111111111111:role/deploy';
const FOREIGN = 'arn:aws:iam::333333333333:role/deploy';

function answerText(answer: Answer): string {
  switch (answer.kind) {
    case 'depends':
      return [...(answer.onItsAccount ? ['its account'] : []), ...answer.onKeys].join(' and ');
    case 'no':
      return answer.decision.reason.kind;
    case 'yes':
    case 'noReplica':
    case 'unknown':
      return answer.kind;
  }
}

function lines(topology: Topology): readonly string[] {
  return accessMatrix(topology).map(
    ({ caller, operation, actions, registry, repository, answer }: AccessCell) => {
      const operationText = operation === 'other' ? actions.join(' ') : operation;
      const who = caller.kind === 'grantee' ? granteeKey(caller.grantee) : caller.registry.name;
      return `${who}: ${operationText} ${registry.name ?? registry.region}/${repository}: ${answerText(answer)}`;
    },
  );
}

test.each([
  [
    'allows a role in a declared account, because both policies exist',
    `  - { allow: pull-push, repositories: [app], principals: ["${DEPLOY}"] }`,
    [`identity ${DEPLOY}: pull hub/app: yes`, `identity ${DEPLOY}: push hub/app: yes`],
  ],
  [
    'depends on the account of a role in an undeclared account',
    `  - { allow: pull, repositories: [app], principals: ["${FOREIGN}"] }`,
    [`identity ${FOREIGN}: pull hub/app: its account`],
  ],
  [
    'depends on the identity policies of an account',
    '  - { allow: pull, repositories: [app], principals: [build] }',
    ['account 222222222222: pull hub/app: its account'],
  ],
  [
    'depends on the account of roles that match a pattern',
    '  - { allow: pull, repositories: [app], principals: { arn: "arn:aws:iam::222222222222:role/ci-*", viaAccountRoot: true } }',
    ['viaAccountRoot arn:aws:iam::222222222222:role/ci-*: pull hub/app: its account'],
  ],
  [
    'depends on the account of a member of an organization',
    '  - { allow: pull, repositories: [app], principals: { organization: o-a1b2c3d4e5 } }',
    ['organization o-a1b2c3d4e5: pull hub/app: its account'],
  ],
  [
    'depends on the account of a member of an organizational unit',
    '  - { allow: pull, repositories: [app], principals: { organizationalUnit: "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*" } }',
    ['organizationalUnit o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*: pull hub/app: its account'],
  ],
  [
    'allows an AWS service without an identity policy',
    '  - { allow: pull, repositories: [app], principals: { service: codebuild.amazonaws.com, account: build } }',
    ['service 222222222222 codebuild.amazonaws.com: pull hub/app: yes'],
  ],
  [
    'allows Lambda functions, but depends on the account that creates them',
    '  - { allow: pull, repositories: [app], principals: { lambda: build } }',
    ['account 222222222222: pull hub/app: its account', 'lambda 222222222222: pull hub/app: yes'],
  ],
])('%s', (_, access, expected) => {
  expect(lines(topologyOf(app(access)))).toEqual(expected);
});

describe('handwritten statements', () => {
  const PULL = `  - { allow: pull, repositories: [app], principals: ["${DEPLOY}"] }`;

  test('a Deny takes precedence', () => {
    const deny = `{ effect: Deny, principals: ["${DEPLOY}"], actions: ["ecr:*"] }`;
    expect(lines(topologyOf(app(PULL, deny)))).toEqual([
      `identity ${DEPLOY}: pull hub/app: explicitDeny`,
      `identity ${DEPLOY}: push hub/app: explicitDeny`,
    ]);
  });

  test('a Deny with a condition makes the answer depend on its key', () => {
    const deny = `{ effect: Deny, principals: ["*"], public: true, actions: ["ecr:*"], conditions: { NotIpAddress: { "aws:SourceIp": 10.0.0.0/8 } } }`;
    expect(lines(topologyOf(app(PULL, deny)))).toEqual([`identity ${DEPLOY}: pull hub/app: aws:SourceIp`]);
  });

  test('a Deny for an account except one role makes the answer of the account depend on the role', () => {
    const grant = '  - { allow: pull, repositories: [app], principals: [build] }';
    const deny = `{ effect: Deny, principals: [build], actions: ["ecr:*"], conditions: { ArnNotLike: { "aws:PrincipalArn": "${DEPLOY}" } } }`;
    expect(lines(topologyOf(app(grant, deny)))[0]).toBe(
      'account 222222222222: pull hub/app: its account and aws:PrincipalArn',
    );
  });

  test('an Allow for other actions lists the principal for these actions only', () => {
    const allow = `{ principals: [build], actions: ["ecr:ListImages", "ecr:DescribeImages"] }`;
    expect(lines(topologyOf(app(PULL, allow)))).toEqual([
      'account 222222222222: ecr:DescribeImages ecr:ListImages hub/app: its account',
      `identity ${DEPLOY}: pull hub/app: yes`,
    ]);
  });

  test('an Allow for another action is listed in addition to a pull', () => {
    const allow = `{ principals: ["${DEPLOY}"], actions: ["ecr:SetRepositoryPolicy"] }`;
    expect(lines(topologyOf(app(PULL, allow)))).toEqual([
      `identity ${DEPLOY}: ecr:SetRepositoryPolicy hub/app: its account`,
      `identity ${DEPLOY}: pull hub/app: yes`,
    ]);
  });

  test('denied actions are listed separately from allowed actions', () => {
    const allow = `{ principals: [build], actions: ["ecr:DescribeImages", "ecr:BatchDeleteImage"] }`;
    const deny = `{ effect: Deny, principals: [build], actions: ["ecr:BatchDeleteImage"] }`;
    expect(lines(topologyOf(app(PULL, `${allow}, ${deny}`)))).toEqual([
      'account 222222222222: ecr:BatchDeleteImage hub/app: explicitDeny',
      'account 222222222222: ecr:DescribeImages hub/app: its account',
      `identity ${DEPLOY}: pull hub/app: yes`,
    ]);
  });
});

test('lists an identity with read permissions for these actions, not for a pull', () => {
  const { registries, identities } = topologyOf(
    app(`  - { allow: pull, repositories: [app], principals: ["arn:aws:iam::111111111111:role/watch"] }`),
  );
  const withReadPolicy = (identity: Identity): Identity => ({
    ...identity,
    policy: {
      statements: [
        {
          sid: undefined,
          effect: 'Allow',
          principals: undefined,
          actions: { isNot: false, values: ['ecr:DescribeImage*'] },
          resources: { isNot: false, values: ['arn:aws:ecr:*:*:repository/*'] },
          conditions: [],
        },
      ],
    },
  });
  const withoutRepositoryPolicies = registries.map((registry) => ({
    ...registry,
    repositories: registry.repositories.map((repository) => ({ ...repository, policy: undefined })),
  }));
  expect(
    lines({ registries: withoutRepositoryPolicies, identities: identities.map(withReadPolicy) }),
  ).toEqual([
    'identity arn:aws:iam::111111111111:role/watch: ecr:DescribeImageReplicationStatus ' +
      'ecr:DescribeImageScanFindings ecr:DescribeImageSigningStatus ecr:DescribeImages hub/app: yes',
  ]);
});

test('lists roles of several accounts that share a statement separately', () => {
  const [one, other] = ['999999999999:role/eks-a', '888888888888:role/eks-*'].map(
    (rest) => `arn:aws:iam::${rest}`,
  );
  const access = [one, other].map(
    (arn) => `  - { allow: pull, repositories: [app], principals: { arn: "${arn}", viaAccountRoot: true } }`,
  );
  expect(lines(topologyOf(app(access.join('\n'))))).toEqual([
    `identity ${one}: pull hub/app: its account`,
    `viaAccountRoot ${other}: pull hub/app: its account`,
  ]);
});

/** Returns the registries with a policy that denies all actions on a resource to every principal. */
function denyAllOn(registries: readonly Registry[], resource: string): readonly Registry[] {
  const statement: PolicyStatement = {
    sid: undefined,
    effect: 'Deny',
    principals: { isNot: false, values: [{ type: 'AWS', value: '*' }] },
    actions: { isNot: false, values: ['ecr:*'] },
    resources: { isNot: false, values: [resource] },
    conditions: [],
  };
  return registries.map((registry) => ({ ...registry, policy: { statements: [statement] } }));
}

describe('repositories that differ only in their names', () => {
  const two = (access: string) =>
    topologyOf(
      declaration(`repositories:
  app: { registry: hub }
  bus: { registry: hub }
access:
${access}`),
    );

  test('are distinguished by an identity policy', () => {
    const policies = two(`  - { allow: pull, repositories: [app, bus], principals: [build] }
  - { allow: push, repositories: [bus], principals: ["${DEPLOY}"] }`);
    expect(lines(policies)).toEqual([
      'account 222222222222: pull hub/app: its account',
      'account 222222222222: pull hub/bus: its account',
      `identity ${DEPLOY}: push hub/bus: yes`,
    ]);
  });

  test('are distinguished by name in the registry policy', () => {
    const { registries, identities } = two(
      '  - { allow: pull, repositories: [app, bus], principals: [build] }',
    );
    const withDeny = denyAllOn(registries, 'arn:aws:ecr:eu-west-1:111111111111:repository/bus');
    expect(lines({ registries: withDeny, identities })).toEqual([
      'account 222222222222: pull hub/app: its account',
      'account 222222222222: pull hub/bus: explicitDeny',
    ]);
  });
});

test('distinguishes repositories by a policy variable', () => {
  const { registries, identities } = topologyOf(
    declaration(`repositories:
  of-111111111111: { registry: hub }
  of-222222222222: { registry: hub }
access:
  - { allow: pull, repositories: ["*"], principals: [build] }`),
  );
  const withDeny = denyAllOn(registries, 'arn:aws:ecr:*:*:repository/of-${aws:PrincipalAccount}');
  expect(lines({ registries: withDeny, identities })).toEqual([
    'account 222222222222: pull hub/of-111111111111: its account',
    'account 222222222222: pull hub/of-222222222222: explicitDeny',
  ]);
});

test('omits additional actions of an AWS managed policy', () => {
  const access = `  - { allow: pull-push, repositories: [app], identity: managed, principals: ["${OWN}"] }`;
  expect(lines(topologyOf(app(access)))).toEqual([
    `identity ${OWN}: pull hub/app: yes`,
    `identity ${OWN}: push hub/app: yes`,
  ]);
});

test('lists additional actions of an inline policy', () => {
  const access = `  - { allow: pull, repositories: [app], principals: ["${OWN}"] }`;
  const { registries, identities } = topologyOf(app(access));
  const extraStatement: PolicyStatement = {
    sid: undefined,
    effect: 'Allow',
    principals: undefined,
    actions: { isNot: false, values: ['ecr:DeleteRepository'] },
    resources: { isNot: false, values: ['arn:aws:ecr:eu-west-1:111111111111:repository/app'] },
    conditions: [],
  };
  const withExtraStatement = identities.map((identity) => ({
    ...identity,
    policy: { statements: [...(identity.policy?.statements ?? []), extraStatement] },
  }));
  expect(lines({ registries, identities: withExtraStatement })).toEqual([
    `identity ${OWN}: ecr:DeleteRepository hub/app: yes`,
    `identity ${OWN}: pull hub/app: yes`,
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
  const withRegistries = (change: (registry: Registry) => Partial<Registry>) => ({
    ...topology,
    registries: topology.registries.map((registry) => ({ ...registry, ...change(registry) })),
  });

  test('is allowed if the destination allows it', () => {
    expect(lines(topology)).toEqual(['hub: replicate spoke/app: yes']);
  });

  test('without a replication rule is listed as permission of the source account', () => {
    const two = topologyOf(
      declaration(`  spoke: { account: build, region: us-east-1 }
repositories:
  app: { registry: hub }
  bus: { registry: spoke }
replication:
  - { from: hub, to: [spoke], repositories: [app] }`),
    );
    const [statement] = two.registries.flatMap(({ policy }) => policy?.statements ?? []);
    const wide = { ...statement!, resources: { isNot: false, values: ['arn:aws:ecr:*:*:repository/*'] } };
    const registries = two.registries.map((registry) => ({
      ...registry,
      policy: registry.name === 'spoke' ? { statements: [wide] } : undefined,
    }));
    expect(lines({ registries, identities: [] })).toEqual([
      'account 111111111111: ecr:ReplicateImage spoke/bus: its account',
      'hub: replicate spoke/app: yes',
    ]);
  });

  test('is denied without the registry policy of the destination', () => {
    expect(lines(withRegistries(() => ({ policy: undefined })))).toEqual([
      'hub: replicate spoke/app: resourceDoesNotAllow',
    ]);
  });

  test('is denied without the destination repository', () => {
    const withoutReplica = withRegistries(({ name, repositories }) => ({
      repositories: name === 'spoke' ? [] : repositories,
    }));
    expect(lines(withoutReplica)).toEqual(['hub: replicate spoke/app: noReplica']);
  });

  test('is unknown for a registry outside the topology', () => {
    const sourceOnly = { ...topology, registries: topology.registries.filter(({ name }) => name === 'hub') };
    expect(lines(sourceOnly)).toEqual(['hub: replicate us-east-1/app: unknown']);
  });
});
