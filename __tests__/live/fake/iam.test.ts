import {
  GetGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
} from '@aws-sdk/client-iam';
import { DescribeOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { Fake } from './fake';

const ACCOUNT = '111111111111';
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/teams/boundary`;
const MANAGED = 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly';
const DOCUMENT = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'ecr:*', Resource: '*' }] };

let fake: Fake;
let iam: IAMClient;

beforeAll(async () => {
  fake = await Fake.start();
  iam = new IAMClient(configuration());
  fake
    .iam(ACCOUNT)
    .addRole({
      name: 'ci',
      path: '/team/',
      policies: { push: DOCUMENT, pull: DOCUMENT },
      attached: [MANAGED],
      boundary: BOUNDARY,
    })
    .addUser({ name: 'ann', policies: { own: DOCUMENT }, attached: [MANAGED], groups: ['developers'] })
    .addGroup({ name: 'developers', policies: { shared: DOCUMENT }, attached: [BOUNDARY] })
    .addPolicy(MANAGED, DOCUMENT, 'v3')
    .addPolicy(BOUNDARY, DOCUMENT);
});

afterAll(async () => {
  await fake.close();
});

function configuration() {
  return { region: 'us-east-1', endpoint: fake.url, credentials: fake.credentials(ACCOUNT), maxAttempts: 1 };
}

const ENCODED = encodeURIComponent(JSON.stringify(DOCUMENT));
const ci = { RoleName: 'ci' };
const ann = { UserName: 'ann' };
const developers = { GroupName: 'developers' };
const attached = {
  AttachedPolicies: [{ PolicyName: 'AmazonEC2ContainerRegistryReadOnly', PolicyArn: MANAGED }],
};

test.each<[string, () => Promise<object>, object]>([
  [
    'a role with its boundary',
    () => iam.send(new GetRoleCommand(ci)),
    {
      Role: {
        RoleName: 'ci',
        Path: '/team/',
        Arn: `arn:aws:iam::${ACCOUNT}:role/team/ci`,
        CreateDate: new Date('2026-11-01T00:00:00Z'),
        PermissionsBoundary: { PermissionsBoundaryArn: BOUNDARY },
      },
    },
  ],
  ['a user', () => iam.send(new GetUserCommand(ann)), { User: { Arn: `arn:aws:iam::${ACCOUNT}:user/ann` } }],
  [
    'an inline policy of a role',
    () => iam.send(new GetRolePolicyCommand({ ...ci, PolicyName: 'push' })),
    { ...ci, PolicyName: 'push', PolicyDocument: ENCODED },
  ],
  [
    'an inline policy of a user',
    () => iam.send(new GetUserPolicyCommand({ ...ann, PolicyName: 'own' })),
    { ...ann, PolicyDocument: ENCODED },
  ],
  [
    'an inline policy of a group',
    () => iam.send(new GetGroupPolicyCommand({ ...developers, PolicyName: 'shared' })),
    { ...developers, PolicyDocument: ENCODED },
  ],
  ['inline policies of a user', () => iam.send(new ListUserPoliciesCommand(ann)), { PolicyNames: ['own'] }],
  [
    'inline policies of a group',
    () => iam.send(new ListGroupPoliciesCommand(developers)),
    { PolicyNames: ['shared'] },
  ],
  ['policies that are attached to a role', () => iam.send(new ListAttachedRolePoliciesCommand(ci)), attached],
  [
    'policies that are attached to a user',
    () => iam.send(new ListAttachedUserPoliciesCommand(ann)),
    attached,
  ],
  [
    'policies that are attached to a group',
    () => iam.send(new ListAttachedGroupPoliciesCommand(developers)),
    { AttachedPolicies: [{ PolicyName: 'boundary', PolicyArn: BOUNDARY }] },
  ],
  [
    'the groups of a user',
    () => iam.send(new ListGroupsForUserCommand(ann)),
    { Groups: [{ GroupName: 'developers' }], IsTruncated: false },
  ],
  [
    'a managed policy',
    () => iam.send(new GetPolicyCommand({ PolicyArn: MANAGED })),
    { Policy: { Arn: MANAGED, DefaultVersionId: 'v3' } },
  ],
  [
    'a version of a managed policy',
    () => iam.send(new GetPolicyVersionCommand({ PolicyArn: MANAGED, VersionId: 'v3' })),
    { PolicyVersion: { Document: ENCODED, IsDefaultVersion: true } },
  ],
])('reads %s', async (_, read, expected) => {
  expect(await read()).toMatchObject(expected);
});

test('returns a list in pages', async () => {
  const first = await iam.send(new ListRolePoliciesCommand({ ...ci, MaxItems: 1 }));
  const second = await iam.send(new ListRolePoliciesCommand({ ...ci, MaxItems: 1, Marker: first.Marker }));

  expect([first.IsTruncated, second.IsTruncated, second.Marker]).toEqual([true, false, undefined]);
  expect([...first.PolicyNames!, ...second.PolicyNames!].sort()).toEqual(['pull', 'push']);
});

test.each([
  ['a role', () => iam.send(new GetRoleCommand({ RoleName: 'none' }))],
  ['an inline policy', () => iam.send(new GetRolePolicyCommand({ ...ci, PolicyName: 'none' }))],
  ['a managed policy', () => iam.send(new GetPolicyCommand({ PolicyArn: `${BOUNDARY}-none` }))],
  ['a version', () => iam.send(new GetPolicyVersionCommand({ PolicyArn: MANAGED, VersionId: 'v9' }))],
])('rejects %s that does not exist', async (_, read) => {
  await expect(read()).rejects.toMatchObject({
    name: 'NoSuchEntityException',
    $metadata: { httpStatusCode: 404 },
  });
});

test('belongs to no organization', async () => {
  const organizations = new OrganizationsClient(configuration());

  await expect(organizations.send(new DescribeOrganizationCommand({}))).rejects.toMatchObject({
    name: 'AWSOrganizationsNotInUseException',
  });
});
