/** The services whose API this project calls. */
export type Service = 'ecr' | 'iam' | 'inspector2' | 'organizations' | 'sts';

/** The commands that call AWS. `live` is `explain`, `access` and `diagnose` with `--live`. */
export type LiveCommand = 'adopt' | 'backfill' | 'live' | 'verify' | 'verify --images';

export type CallResource = '*' | 'group' | 'none' | 'policy' | 'repository' | 'role' | 'user';

/** What an IAM policy must allow for a call. */
interface Call {
  readonly access: 'read' | 'write';
  /**
   * The resources that an IAM policy can limit the call to. `*` if the action supports no resources, and `none` if AWS
   * requires no permission.
   */
  readonly resource: CallResource;
  readonly commands: readonly LiveCommand[];
}

const REGISTRY_READERS = ['adopt', 'verify', 'verify --images', 'backfill', 'live'] as const;
const IDENTITY_READERS = ['adopt', 'verify', 'live'] as const;
const IMAGE_READERS = ['verify --images', 'backfill'] as const;

/**
 * Every call of an AWS API that this project makes, by the IAM action that allows it. `sdk.ts` sends exactly these.
 *
 * `sts:AssumeRole` is also called by the SDK, for accounts with `assumeRole` and for profiles with `role_arn`.
 * Resources: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 * No permission: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export const CALLS = {
  'sts:GetCallerIdentity': { access: 'read', resource: 'none', commands: REGISTRY_READERS },
  'ecr:DescribeRegistry': { access: 'read', resource: '*', commands: REGISTRY_READERS },
  'ecr:DescribeRepositories': { access: 'read', resource: 'repository', commands: REGISTRY_READERS },
  'ecr:GetRepositoryPolicy': {
    access: 'read',
    resource: 'repository',
    commands: ['adopt', 'verify', 'live'],
  },
  'ecr:GetLifecyclePolicy': { access: 'read', resource: 'repository', commands: ['adopt', 'verify'] },
  'ecr:ListTagsForResource': { access: 'read', resource: 'repository', commands: ['adopt', 'verify'] },
  'ecr:GetRegistryPolicy': { access: 'read', resource: '*', commands: ['adopt', 'verify', 'live'] },
  'ecr:GetRegistryScanningConfiguration': { access: 'read', resource: '*', commands: ['adopt', 'verify'] },
  'ecr:DescribeRepositoryCreationTemplates': { access: 'read', resource: '*', commands: ['adopt', 'verify'] },
  'ecr:DescribePullThroughCacheRules': { access: 'read', resource: '*', commands: ['adopt', 'verify'] },
  'ecr:GetAccountSetting': { access: 'read', resource: '*', commands: ['adopt', 'verify', 'live'] },
  'ecr:ListPullTimeUpdateExclusions': { access: 'read', resource: '*', commands: ['adopt', 'verify'] },
  'inspector2:BatchGetAccountStatus': { access: 'read', resource: '*', commands: ['adopt', 'verify'] },
  'ecr:DescribeImages': { access: 'read', resource: 'repository', commands: IMAGE_READERS },
  'ecr:DescribeImageReplicationStatus': { access: 'read', resource: 'repository', commands: IMAGE_READERS },
  // The service authorization reference does not list the calls of backfills yet.
  'ecr:ListReplicationBackfills': { access: 'read', resource: '*', commands: ['backfill'] },
  'ecr:DescribeReplicationBackfillResults': { access: 'read', resource: '*', commands: ['backfill'] },
  'ecr:StartReplicationBackfill': { access: 'write', resource: '*', commands: ['backfill'] },
  'ecr:StopReplicationBackfill': { access: 'write', resource: '*', commands: ['backfill'] },
  'iam:GetRole': { access: 'read', resource: 'role', commands: ['live'] },
  'iam:GetUser': { access: 'read', resource: 'user', commands: ['live'] },
  'iam:GetRolePolicy': { access: 'read', resource: 'role', commands: IDENTITY_READERS },
  'iam:GetUserPolicy': { access: 'read', resource: 'user', commands: IDENTITY_READERS },
  'iam:ListAttachedRolePolicies': { access: 'read', resource: 'role', commands: IDENTITY_READERS },
  'iam:ListAttachedUserPolicies': { access: 'read', resource: 'user', commands: IDENTITY_READERS },
  'iam:ListRolePolicies': { access: 'read', resource: 'role', commands: ['live'] },
  'iam:ListUserPolicies': { access: 'read', resource: 'user', commands: ['live'] },
  'iam:ListGroupsForUser': { access: 'read', resource: 'user', commands: ['live'] },
  'iam:ListGroupPolicies': { access: 'read', resource: 'group', commands: ['live'] },
  'iam:GetGroupPolicy': { access: 'read', resource: 'group', commands: ['live'] },
  'iam:ListAttachedGroupPolicies': { access: 'read', resource: 'group', commands: ['live'] },
  'iam:GetPolicy': { access: 'read', resource: 'policy', commands: ['live'] },
  'iam:GetPolicyVersion': { access: 'read', resource: 'policy', commands: ['live'] },
  // A policy could limit these to an organization, whose ID is different for each reader of the documents.
  'organizations:DescribeOrganization': { access: 'read', resource: '*', commands: ['live'] },
  'organizations:ListParents': { access: 'read', resource: '*', commands: ['live'] },
  'organizations:ListRoots': { access: 'read', resource: '*', commands: ['live'] },
  'organizations:ListPoliciesForTarget': { access: 'read', resource: '*', commands: ['live'] },
  'organizations:DescribePolicy': { access: 'read', resource: '*', commands: ['live'] },
} as const satisfies Readonly<Record<`${Service}:${string}`, Call>>;

/** The name of a call is the IAM action that allows it. */
export type CallName = keyof typeof CALLS;

export function callOf(name: CallName): Call {
  return CALLS[name];
}

/** In the order of the table. `Object.keys` does not keep the type of the keys. */
export const CALL_NAMES = Object.keys(CALLS) as readonly CallName[];
