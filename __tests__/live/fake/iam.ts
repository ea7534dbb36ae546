import { AwsError } from './aws-error';
import type { IamState, IdentityState, ManagedPolicyState } from './iam-state';
import { page } from './pages';
import type { XmlElements } from './responses';
import type { World } from './world';

type Input = Readonly<Record<string, unknown>>;

interface Context {
  readonly state: IamState;
  /** Returns a page of a list, as the field of a response. */
  readonly list: (field: string, items: Iterable<XmlElements | string>) => XmlElements;
}

const IAM_OPERATIONS = {
  GetRole: ({ state }: Context, input: Input) => ({ Role: described('Role', roleOf(state, input)) }),
  GetUser: ({ state }: Context, input: Input) => ({ User: described('User', userOf(state, input)) }),
  GetRolePolicy: ({ state }: Context, input: Input) => ({
    RoleName: nameIn(input, 'RoleName'),
    ...inlinePolicy('role', roleOf(state, input), input),
  }),
  GetUserPolicy: ({ state }: Context, input: Input) => ({
    UserName: nameIn(input, 'UserName'),
    ...inlinePolicy('user', userOf(state, input), input),
  }),
  GetGroupPolicy: ({ state }: Context, input: Input) => ({
    GroupName: nameIn(input, 'GroupName'),
    ...inlinePolicy('group', groupOf(state, input), input),
  }),
  ListRolePolicies: ({ state, list }: Context, input: Input) =>
    list('PolicyNames', roleOf(state, input).inline.keys()),
  ListUserPolicies: ({ state, list }: Context, input: Input) =>
    list('PolicyNames', userOf(state, input).inline.keys()),
  ListGroupPolicies: ({ state, list }: Context, input: Input) =>
    list('PolicyNames', groupOf(state, input).inline.keys()),
  ListAttachedRolePolicies: ({ state, list }: Context, input: Input) =>
    list('AttachedPolicies', attachedTo(roleOf(state, input))),
  ListAttachedUserPolicies: ({ state, list }: Context, input: Input) =>
    list('AttachedPolicies', attachedTo(userOf(state, input))),
  ListAttachedGroupPolicies: ({ state, list }: Context, input: Input) =>
    list('AttachedPolicies', attachedTo(groupOf(state, input))),
  ListGroupsForUser: ({ state, list }: Context, input: Input) =>
    list(
      'Groups',
      [...userOf(state, input).groups].map((name) =>
        described('Group', identityIn(state.groups, 'group', name)),
      ),
    ),
  GetPolicy: ({ state }: Context, input: Input) => ({ Policy: describedPolicy(policyOf(state, input)) }),
  GetPolicyVersion: ({ state }: Context, input: Input) => ({
    PolicyVersion: policyVersion(policyOf(state, input), input),
  }),
};

export type IamOperation = keyof typeof IAM_OPERATIONS;

/** Performs a read of IAM. Undefined if the fake has no such operation. */
export function callIam(
  world: World,
  accountId: string,
  operation: string,
  input: Input,
): XmlElements | undefined {
  if (!isIamOperation(operation)) return undefined;
  const perform: (context: Context, input: Input) => XmlElements = IAM_OPERATIONS[operation];
  const scope = `${accountId} ${operation}`;
  return perform(
    { state: world.iam(accountId), list: (field, items) => listed(world, input, scope, field, items) },
    input,
  );
}

function isIamOperation(name: string): name is IamOperation {
  return name in IAM_OPERATIONS;
}

function roleOf({ roles }: IamState, input: Input): IdentityState {
  return identityIn(roles, 'role', nameIn(input, 'RoleName'));
}

function userOf({ users }: IamState, input: Input): IdentityState {
  return identityIn(users, 'user', nameIn(input, 'UserName'));
}

function groupOf({ groups }: IamState, input: Input): IdentityState {
  return identityIn(groups, 'group', nameIn(input, 'GroupName'));
}

function identityIn(
  identities: ReadonlyMap<string, IdentityState>,
  kind: string,
  name: string,
): IdentityState {
  const identity = identities.get(name);
  if (identity === undefined) throw noSuchEntity(`The ${kind} with name ${name} cannot be found.`);
  return identity;
}

function inlinePolicy(kind: string, { inline }: IdentityState, input: Input): XmlElements {
  const name = nameIn(input, 'PolicyName');
  const document = inline.get(name);
  if (document === undefined) throw noSuchEntity(`The ${kind} policy with name ${name} cannot be found.`);
  return { PolicyName: name, PolicyDocument: encodeURIComponent(document) };
}

function policyOf({ policies }: IamState, input: Input): ManagedPolicyState {
  const arn = nameIn(input, 'PolicyArn');
  const policy = policies.get(arn);
  if (policy === undefined) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

function policyVersion({ arn, version, document }: ManagedPolicyState, input: Input): XmlElements {
  const wanted = nameIn(input, 'VersionId');
  if (wanted !== version) {
    throw noSuchEntity(`Policy ${arn} version ${wanted} does not exist or is not attachable.`);
  }
  return { Document: encodeURIComponent(document), VersionId: version, IsDefaultVersion: 'true' };
}

function describedPolicy({ arn, version }: ManagedPolicyState): XmlElements {
  return { PolicyName: lastOf(arn), Arn: arn, DefaultVersionId: version, IsAttachable: 'true' };
}

/** The names of the fields start with the kind: `RoleName`. */
function described(kind: 'Group' | 'Role' | 'User', identity: IdentityState): XmlElements {
  const { name, path, arn, createdAt, boundary } = identity;
  return {
    Path: path,
    [`${kind}Name`]: name,
    [`${kind}Id`]: `${kind.toUpperCase()}${name.toUpperCase()}`,
    Arn: arn,
    CreateDate: createdAt.toISOString(),
    ...(boundary === undefined
      ? {}
      : {
          PermissionsBoundary: {
            PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
            PermissionsBoundaryArn: boundary,
          },
        }),
  };
}

function attachedTo({ attached }: IdentityState): readonly XmlElements[] {
  return [...attached].map((arn) => ({ PolicyName: lastOf(arn), PolicyArn: arn }));
}

function lastOf(arn: string): string {
  return arn.split('/').at(-1) ?? '';
}

function listed(
  { options }: World,
  input: Input,
  scope: string,
  name: string,
  items: Iterable<XmlElements | string>,
): XmlElements {
  const { Marker: marker, MaxItems: maxItems, ...rest } = input;
  const list = {
    items,
    scope: `${scope} ${JSON.stringify(rest)}`,
    keyOf: (item: XmlElements | string) => JSON.stringify(item),
  };
  const { items: members, nextToken } = page(options, list, {
    ...(typeof marker === 'string' ? { nextToken: marker } : {}),
    ...(maxItems === undefined ? {} : { maxResults: Number(maxItems) }),
  });
  return {
    [name]: members,
    IsTruncated: String(nextToken !== undefined),
    ...(nextToken === undefined ? {} : { Marker: nextToken }),
  };
}

function nameIn(input: Input, parameter: string): string {
  const value = input[parameter];
  if (typeof value === 'string') return value;
  throw new AwsError(
    'ValidationError',
    `1 validation error detected: Value at '${parameter}' must not be null`,
  );
}

function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', message, 404);
}
