import { parseCaller } from '../../../src/access/evaluate/caller';
import type { LabelledPolicy, OrUnknown } from '../../../src/access/evaluate/decision';
import type { AccountId } from '../../../src/aws/names';
import type { Region } from '../../../src/aws/partitions';
import type { CallName } from '../../../src/live/calls';
import {
  readCallerPolicies,
  type CallerPolicies,
  type CallerQuestion,
} from '../../../src/live/identity/caller-policies';
import { isKnown, UNKNOWN } from '../../../src/model/unknown';
import { MemoryAws, type MemoryOrganization, type MemoryWorld } from './memory-aws';

const CALLERS = '111111111111';
const OWNER = '999999999999';
const MANAGEMENT = '555555555555';

const document = (...actions: readonly string[]) => ({
  Version: '2012-10-17',
  Statement: actions.map((Action) => ({ Effect: 'Allow', Action, Resource: '*' })),
});

const ROLE = 'arn:aws:iam::111111111111:role/ci';
const CUSTOM = 'arn:aws:iam::111111111111:policy/ecr/push';
const AWS_MANAGED = 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly';

const ORGANIZATION: MemoryOrganization = {
  management: MANAGEMENT,
  parents: {
    [CALLERS]: 'ou-ab12-2222',
    'ou-ab12-2222': 'ou-ab12-1111',
    'ou-ab12-1111': 'r-ab12',
    [OWNER]: 'r-ab12',
  },
  enabled: ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'],
  attached: {
    'r-ab12': {
      SERVICE_CONTROL_POLICY: ['p-FullAWSAccess'],
      RESOURCE_CONTROL_POLICY: ['p-RCPFullAWSAccess'],
    },
    'ou-ab12-1111': { SERVICE_CONTROL_POLICY: ['p-2', 'p-FullAWSAccess'] },
    'ou-ab12-2222': { SERVICE_CONTROL_POLICY: ['p-FullAWSAccess'] },
    [CALLERS]: { SERVICE_CONTROL_POLICY: ['p-1'] },
    [OWNER]: { RESOURCE_CONTROL_POLICY: ['p-3', 'p-RCPFullAWSAccess'] },
  },
  documents: {
    'p-FullAWSAccess': document('*'),
    'p-RCPFullAWSAccess': {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
    },
    'p-1': document('ecr:*'),
    'p-2': document('ecr:Get*'),
    'p-3': {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Principal: '*', Action: 'ecr:*', Resource: '*' }],
    },
  },
};

const WORLD: MemoryWorld = {
  accounts: {
    [CALLERS]: {
      roles: {
        ci: {
          arn: 'arn:aws:iam::111111111111:role/ci',
          inline: { 'ecr-topology': document('ecr:PutImage'), another: document('ecr:GetImage') },
          attached: [CUSTOM, AWS_MANAGED],
          boundary: CUSTOM,
        },
        nested: { arn: 'arn:aws:iam::111111111111:role/team/nested' },
      },
      users: {
        release: {
          arn: 'arn:aws:iam::111111111111:user/release',
          inline: { own: document('ecr:A') },
          groups: ['writers', 'readers'],
        },
      },
      groups: {
        readers: { arn: 'arn:aws:iam::111111111111:group/readers', attached: [AWS_MANAGED] },
        writers: {
          arn: 'arn:aws:iam::111111111111:group/writers',
          inline: { push: document('ecr:PutImage') },
          attached: [CUSTOM, AWS_MANAGED],
        },
      },
      policies: {
        [CUSTOM]: {
          inForce: 'v2',
          versions: { v1: document('ecr:Old'), v2: document('ecr:New'), v3: document('ecr:Draft') },
        },
        [AWS_MANAGED]: { inForce: 'v1', versions: { v1: document('ecr:BatchGetImage') } },
      },
    },
  },
  organization: ORGANIZATION,
};

interface Setup {
  readonly world?: MemoryWorld;
  readonly caller?: string;
  readonly owner?: string;
  /** The accounts with credentials. */
  readonly declared?: readonly string[];
  readonly provided?: CallerQuestion['provided'];
  readonly prepare?: (accounts: ReadonlyMap<string, MemoryAws>) => void;
}

async function read(setup: Setup = {}): Promise<CallerPolicies & { readonly calls: readonly string[] }> {
  const { world = WORLD, caller = ROLE, owner = OWNER, provided = {}, prepare } = setup;
  const { declared = [CALLERS, OWNER, MANAGEMENT] } = setup;
  const accounts = new Map(declared.map((id) => [id, new MemoryAws(world, id)]));
  prepare?.(accounts);
  const result = await readCallerPolicies(
    {
      caller: parseCaller(caller)!,
      owner: owner as AccountId,
      region: 'eu-west-1' as Region,
      provided,
    },
    (id) => Promise.resolve(accounts.get(id)),
  );
  return { ...result, calls: [...accounts.values()].flatMap(({ calls }) => calls) };
}

/** `label: actions` of each policy. */
function texts(policies: readonly OrUnknown<LabelledPolicy>[] | undefined): readonly string[] {
  return (policies ?? []).map((each) =>
    isKnown(each)
      ? `${each.label}: ${each.policy.statements.flatMap(({ actions }) => actions.values).join(' ')}`
      : 'UNKNOWN',
  );
}

const levelTexts = (levels: CallerPolicies['policies']['scps']) =>
  isKnown(levels) ? levels.map(texts) : 'UNKNOWN';

const reasons = ({ unread }: CallerPolicies) =>
  unread.map(({ layer, accountId, reason }) => `${layer} ${accountId} ${reason.kind}`);

const fails =
  (call: CallName, account = CALLERS) =>
  (accounts: ReadonlyMap<string, MemoryAws>) =>
    accounts.get(account)!.fail(call);

describe('the identity policies of a caller', () => {
  test('are the inline and attached policies of a role, in the version in force', async () => {
    const { policies, unread } = await read();

    expect(texts(policies.identityPolicies)).toEqual([
      'AmazonEC2ContainerRegistryReadOnly: ecr:BatchGetImage',
      `${CUSTOM}: ecr:New`,
      `the inline policy 'another' of ${ROLE}: ecr:GetImage`,
      `the inline policy 'ecr-topology' of ${ROLE}: ecr:PutImage`,
    ]);
    expect(policies.boundary).toMatchObject({ label: CUSTOM });
    expect(unread).toEqual([]);
  });

  test('include those of the groups of a user, each policy once', async () => {
    const { policies } = await read({ caller: 'arn:aws:iam::111111111111:user/release' });

    expect(texts(policies.identityPolicies)).toEqual([
      'AmazonEC2ContainerRegistryReadOnly: ecr:BatchGetImage',
      `${CUSTOM}: ecr:New`,
      "the inline policy 'own' of arn:aws:iam::111111111111:user/release: ecr:A",
      "the inline policy 'push' of group 'writers': ecr:PutImage",
    ]);
    expect(policies.boundary).toBeUndefined();
  });

  test('reads each managed policy once', async () => {
    const { calls } = await read();

    expect(calls.filter((call) => call === 'iam:GetPolicy')).toHaveLength(2);
  });

  test('adds the path of the role to a session', async () => {
    const { caller } = await read({ caller: 'arn:aws:sts::111111111111:assumed-role/nested/build' });

    expect(caller).toMatchObject({ identity: { path: '/team/' }, isPathKnown: true, session: 'build' });
  });

  test('are unknown if the role has another path', async () => {
    const result = await read({ caller: 'arn:aws:iam::111111111111:role/nested' });

    expect(result.policies.identityPolicies).toEqual([UNKNOWN]);
    expect(reasons(result)).toEqual(['identity 111111111111 other-path', 'boundary 111111111111 other-path']);
    expect(result.unread[0]?.reason).toEqual({
      kind: 'other-path',
      arn: 'arn:aws:iam::111111111111:role/team/nested',
    });
  });

  test('are unknown if the role does not exist', async () => {
    const result = await read({ caller: 'arn:aws:iam::111111111111:role/missing' });

    expect([result.policies.identityPolicies, result.policies.boundary]).toEqual([[UNKNOWN], UNKNOWN]);
    expect(reasons(result)).toEqual([
      'identity 111111111111 no-such-identity',
      'boundary 111111111111 no-such-identity',
    ]);
  });

  test('are unknown if the declaration has no credentials for the account', async () => {
    const result = await read({ declared: [OWNER, MANAGEMENT] });

    expect([result.policies.identityPolicies, result.policies.boundary]).toEqual([[UNKNOWN], UNKNOWN]);
    expect(reasons(result)).toEqual([
      'identity 111111111111 undeclared-account',
      'boundary 111111111111 undeclared-account',
    ]);
    // Another account of the organization reads them.
    expect(levelTexts(result.policies.scps)).toHaveLength(4);
  });

  test.each<CallName>([
    'iam:ListRolePolicies',
    'iam:GetRolePolicy',
    'iam:ListAttachedRolePolicies',
    'iam:GetPolicy',
    'iam:GetPolicyVersion',
  ])('keep what was read if %s is denied', async (call) => {
    const result = await read({ prepare: fails(call) });

    expect(result.policies.identityPolicies?.at(-1)).toBe(UNKNOWN);
    expect(result.policies.identityPolicies!.filter(isKnown)).toHaveLength(2);
    expect(result.unread[0]).toMatchObject({
      layer: 'identity',
      reason: { failure: { call, kind: 'denied' } },
    });
    // One reason, even if several policies could not be read.
    expect(result.unread.filter(({ layer }) => layer === 'identity')).toHaveLength(1);
  });

  test('are read even if iam:GetRole is denied, without the boundary', async () => {
    const result = await read({ prepare: fails('iam:GetRole') });

    expect(texts(result.policies.identityPolicies)).toHaveLength(4);
    expect(result.policies.boundary).toBe(UNKNOWN);
    expect(reasons(result)).toEqual(['boundary 111111111111 failed']);
  });

  test.each<CallName>(['iam:ListGroupsForUser', 'iam:ListGroupPolicies', 'iam:GetGroupPolicy'])(
    'of groups are unknown if %s is denied',
    async (call) => {
      const result = await read({
        caller: 'arn:aws:iam::111111111111:user/release',
        prepare: fails(call),
      });

      expect(result.policies.identityPolicies?.at(-1)).toBe(UNKNOWN);
      expect(reasons(result)).toEqual(['identity 111111111111 failed']);
    },
  );

  test('are unknown if a policy is deleted while it is read', async () => {
    const result = await read({
      prepare: (accounts) => accounts.get(CALLERS)!.fail('iam:GetRolePolicy', 'rejected', 'NoSuchEntity'),
    });

    expect(result.policies.identityPolicies?.at(-1)).toBe(UNKNOWN);
    expect(reasons(result)).toEqual([
      'identity 111111111111 deleted-meanwhile',
      'identity 111111111111 deleted-meanwhile',
    ]);
  });

  test('are unknown if a document is not a policy', async () => {
    const world = {
      accounts: { [CALLERS]: { roles: { ci: { arn: ROLE, inline: { odd: '{"Statement":' } } } } },
    };
    const result = await read({ world });

    expect(result.policies.identityPolicies).toEqual([UNKNOWN]);
    expect(result.unread[0]).toMatchObject({
      reason: { kind: 'invalid-policy', policy: `the inline policy 'odd' of ${ROLE}` },
    });
  });

  test('calls IAM once if the credentials are rejected', async () => {
    const result = await read({
      prepare: (accounts) => accounts.get(CALLERS)!.fail('iam:GetRole', 'credentials', 'ExpiredToken'),
    });

    expect(result.calls.filter((call) => call.startsWith('iam:'))).toEqual(['iam:GetRole']);
    expect(result.policies.identityPolicies).toEqual([UNKNOWN]);
  });

  test('of a federated user are unknown', async () => {
    const result = await read({ caller: 'arn:aws:sts::111111111111:federated-user/alice' });

    expect(reasons(result)).toEqual([
      'identity 111111111111 federated-user',
      'boundary 111111111111 federated-user',
    ]);
  });

  test.each(['arn:aws:iam::111111111111:root', 'lambda.amazonaws.com'])(
    'are not read for %s',
    async (caller) => {
      const { calls, unread } = await read({ caller });

      expect(calls.filter((call) => call.startsWith('iam:'))).toEqual([]);
      expect(unread).toEqual([]);
    },
  );

  test('from files replace those in IAM, which are not read', async () => {
    const provided = {
      identityPolicies: [{ label: 'ci.json', policy: { statements: [] } }],
      boundary: { label: 'boundary.json', policy: { statements: [] } },
      scps: [],
      rcps: [],
    };
    const { policies, calls } = await read({ provided });

    expect(policies).toEqual(provided);
    expect(calls).toEqual([]);
  });

  test('from a file replace only their type', async () => {
    const provided = { identityPolicies: [{ label: 'ci.json', policy: { statements: [] } }] };
    const { policies, unread } = await read({ provided, prepare: fails('iam:ListRolePolicies') });

    expect(policies.identityPolicies).toEqual(provided.identityPolicies);
    expect(policies.boundary).toMatchObject({ label: CUSTOM });
    expect(unread).toEqual([]);
  });
});

describe('the control policies', () => {
  test('have a list for each level from the root to the account', async () => {
    const { policies, unread } = await read();

    expect(levelTexts(policies.scps)).toEqual([
      ["the service control policy 'name of p-FullAWSAccess' (p-FullAWSAccess) of root r-ab12: *"],
      [
        "the service control policy 'name of p-2' (p-2) of organizational unit ou-ab12-1111: ecr:Get*",
        "the service control policy 'name of p-FullAWSAccess' (p-FullAWSAccess) of organizational unit ou-ab12-1111: *",
      ],
      [
        "the service control policy 'name of p-FullAWSAccess' (p-FullAWSAccess) of organizational unit ou-ab12-2222: *",
      ],
      ["the service control policy 'name of p-1' (p-1) of account 111111111111: ecr:*"],
    ]);
    expect(levelTexts(policies.rcps)).toEqual([
      ["the resource control policy 'name of p-RCPFullAWSAccess' (p-RCPFullAWSAccess) of root r-ab12: *"],
      [
        "the resource control policy 'name of p-3' (p-3) of account 999999999999: ecr:*",
        "the resource control policy 'name of p-RCPFullAWSAccess' (p-RCPFullAWSAccess) of account 999999999999: *",
      ],
    ]);
    expect(unread).toEqual([]);
  });

  test('are read once if the caller and the registry are in the same account', async () => {
    const { calls, policies } = await read({ owner: CALLERS });

    expect(calls.filter((call) => call === 'organizations:ListRoots')).toHaveLength(1);
    expect(levelTexts(policies.rcps)).toHaveLength(4);
  });

  test('are unknown if only member accounts are declared, with the management account in the reason', async () => {
    const result = await read({ declared: [CALLERS, OWNER] });

    expect([result.policies.scps, result.policies.rcps]).toEqual([UNKNOWN, UNKNOWN]);
    expect(result.unread.map(({ layer, reason }) => [layer, reason])).toMatchObject([
      ['scps', { kind: 'organization-denied', managementAccount: MANAGEMENT }],
      ['rcps', { kind: 'organization-denied', managementAccount: MANAGEMENT }],
    ]);
  });

  test('are read by a delegated administrator', async () => {
    const world = { ...WORLD, organization: { ...ORGANIZATION, delegated: [OWNER] } };
    const { policies } = await read({ world, declared: [CALLERS, OWNER] });

    expect(levelTexts(policies.scps)).toHaveLength(4);
  });

  test('do not exist in an account outside of an organization', async () => {
    const result = await read({ world: { accounts: WORLD.accounts } });

    expect([result.policies.scps, result.policies.rcps, result.unread]).toEqual([[], [], []]);
  });

  test('do not limit the management account', async () => {
    const { policies } = await read({
      world: { ...WORLD, organization: { ...ORGANIZATION, management: CALLERS } },
    });

    expect(policies.scps).toEqual([]);
    expect(levelTexts(policies.rcps)).toHaveLength(2);
  });

  test('do not exist with consolidated billing only', async () => {
    const organization: MemoryOrganization = { ...ORGANIZATION, features: 'CONSOLIDATED_BILLING' };
    const { policies } = await read({ world: { ...WORLD, organization } });

    expect([policies.scps, policies.rcps]).toEqual([[], []]);
  });

  test('of a type that is disabled have no effect', async () => {
    const organization: MemoryOrganization = { ...ORGANIZATION, enabled: ['SERVICE_CONTROL_POLICY'] };
    const { policies } = await read({ world: { ...WORLD, organization } });

    expect(policies.rcps).toEqual([]);
    expect(levelTexts(policies.scps)).toHaveLength(4);
  });

  test('of an account in another organization are unknown', async () => {
    const organization: MemoryOrganization = { ...ORGANIZATION, parents: { [OWNER]: 'r-ab12' } };
    const result = await read({ world: { ...WORLD, organization }, declared: [OWNER, MANAGEMENT] });

    expect(result.policies.scps).toBe(UNKNOWN);
    expect(reasons(result)).toContain('scps 111111111111 other-organization');
  });

  test.each<CallName>([
    'organizations:ListParents',
    'organizations:ListRoots',
    'organizations:ListPoliciesForTarget',
    'organizations:DescribePolicy',
  ])('are unknown if %s is denied', async (call) => {
    const result = await read({ prepare: fails(call, MANAGEMENT) });

    expect([result.policies.scps, result.policies.rcps]).toEqual([UNKNOWN, UNKNOWN]);
    expect(new Set(result.unread.map(({ layer }) => layer))).toEqual(new Set(['scps', 'rcps']));
  });

  test('are read by the management account even if organizations:DescribeOrganization is denied there', async () => {
    const { policies } = await read({
      caller: `arn:aws:iam::${MANAGEMENT}:root`,
      owner: CALLERS,
      declared: [MANAGEMENT],
      prepare: fails('organizations:DescribeOrganization', MANAGEMENT),
    });

    expect(levelTexts(policies.rcps)).toHaveLength(4);
  });

  test('are unknown if the network fails', async () => {
    const result = await read({
      prepare: (accounts) => {
        for (const aws of accounts.values()) {
          aws.fail('organizations:DescribeOrganization', 'network', 'ECONNRESET');
        }
      },
    });

    expect(reasons(result)).toEqual(['scps 111111111111 failed', 'rcps 999999999999 failed']);
  });

  test('are not read for a service-linked role', async () => {
    const role = 'arn:aws:iam::111111111111:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX';
    const { calls } = await read({ caller: role });

    expect(calls.filter((call) => call.startsWith('organizations:'))).toEqual([]);
  });

  test('for an AWS service are the RCPs of the registry', async () => {
    const { policies } = await read({ caller: 'lambda.amazonaws.com' });

    expect(policies.scps).toEqual([]);
    expect(levelTexts(policies.rcps)).toHaveLength(2);
  });
});
