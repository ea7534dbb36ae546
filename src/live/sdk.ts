import {
  ECRClient,
  DescribeImageReplicationStatusCommand,
  type DescribeImageReplicationStatusRequest,
  DescribeImagesCommand,
  type DescribeImagesRequest,
  DescribePullThroughCacheRulesCommand,
  type DescribePullThroughCacheRulesRequest,
  DescribeRegistryCommand,
  type DescribeRegistryRequest,
  DescribeReplicationBackfillResultsCommand,
  type DescribeReplicationBackfillResultsRequest,
  DescribeRepositoriesCommand,
  type DescribeRepositoriesRequest,
  DescribeRepositoryCreationTemplatesCommand,
  type DescribeRepositoryCreationTemplatesRequest,
  GetAccountSettingCommand,
  type GetAccountSettingRequest,
  GetLifecyclePolicyCommand,
  type GetLifecyclePolicyRequest,
  GetRegistryPolicyCommand,
  type GetRegistryPolicyRequest,
  GetRegistryScanningConfigurationCommand,
  type GetRegistryScanningConfigurationRequest,
  GetRepositoryPolicyCommand,
  type GetRepositoryPolicyRequest,
  ListPullTimeUpdateExclusionsCommand,
  type ListPullTimeUpdateExclusionsRequest,
  ListReplicationBackfillsCommand,
  type ListReplicationBackfillsRequest,
  ListTagsForResourceCommand,
  type ListTagsForResourceRequest,
  StartReplicationBackfillCommand,
  type StartReplicationBackfillRequest,
  StopReplicationBackfillCommand,
  type StopReplicationBackfillRequest,
} from '@aws-sdk/client-ecr';
import {
  IAMClient,
  GetGroupPolicyCommand,
  type GetGroupPolicyRequest,
  GetPolicyCommand,
  type GetPolicyRequest,
  GetPolicyVersionCommand,
  type GetPolicyVersionRequest,
  GetRoleCommand,
  type GetRoleRequest,
  GetRolePolicyCommand,
  type GetRolePolicyRequest,
  GetUserCommand,
  type GetUserRequest,
  GetUserPolicyCommand,
  type GetUserPolicyRequest,
  ListAttachedGroupPoliciesCommand,
  type ListAttachedGroupPoliciesRequest,
  ListAttachedRolePoliciesCommand,
  type ListAttachedRolePoliciesRequest,
  ListAttachedUserPoliciesCommand,
  type ListAttachedUserPoliciesRequest,
  ListGroupPoliciesCommand,
  type ListGroupPoliciesRequest,
  ListGroupsForUserCommand,
  type ListGroupsForUserRequest,
  ListRolePoliciesCommand,
  type ListRolePoliciesRequest,
  ListUserPoliciesCommand,
  type ListUserPoliciesRequest,
} from '@aws-sdk/client-iam';
import { STSClient, GetCallerIdentityCommand, type GetCallerIdentityRequest } from '@aws-sdk/client-sts';
import {
  OrganizationsClient,
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  type DescribePolicyRequest,
  ListParentsCommand,
  type ListParentsRequest,
  ListPoliciesForTargetCommand,
  type ListPoliciesForTargetRequest,
  ListRootsCommand,
  type ListRootsRequest,
} from '@aws-sdk/client-organizations';
import {
  Inspector2Client,
  BatchGetAccountStatusCommand,
  type BatchGetAccountStatusRequest,
} from '@aws-sdk/client-inspector2';
import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { CallName } from './calls';

/*
 * The only file that imports the AWS SDK, and it sends nothing but the calls of `calls.ts`. It is loaded when a command
 * calls AWS (`session.ts`), and is a file of its own in the package.
 */

export { fromNodeProviderChain, fromTemporaryCredentials };

/** The clients of one account in one Region. */
export interface Clients {
  readonly ecr: ECRClient;
  readonly iam: IAMClient;
  readonly sts: STSClient;
  readonly organizations: OrganizationsClient;
  readonly inspector2: Inspector2Client;
}

/** Settings of every client. */
export type ClientSettings = Pick<
  NonNullable<ConstructorParameters<typeof ECRClient>[0]>,
  'credentials' | 'maxAttempts' | 'region' | 'requestHandler' | 'retryMode'
>;

export function createClients(settings: ClientSettings): Clients {
  return {
    ecr: new ECRClient(settings),
    iam: new IAMClient(settings),
    sts: new STSClient(settings),
    organizations: new OrganizationsClient(settings),
    inspector2: new Inspector2Client(settings),
  };
}

/** How each call is sent. */
export const SENDERS = {
  'sts:GetCallerIdentity': ({ sts }: Clients, input: GetCallerIdentityRequest) =>
    sts.send(new GetCallerIdentityCommand(input)),
  'ecr:DescribeRegistry': ({ ecr }: Clients, input: DescribeRegistryRequest) =>
    ecr.send(new DescribeRegistryCommand(input)),
  'ecr:DescribeRepositories': ({ ecr }: Clients, input: DescribeRepositoriesRequest) =>
    ecr.send(new DescribeRepositoriesCommand(input)),
  'ecr:GetRepositoryPolicy': ({ ecr }: Clients, input: GetRepositoryPolicyRequest) =>
    ecr.send(new GetRepositoryPolicyCommand(input)),
  'ecr:GetLifecyclePolicy': ({ ecr }: Clients, input: GetLifecyclePolicyRequest) =>
    ecr.send(new GetLifecyclePolicyCommand(input)),
  'ecr:ListTagsForResource': ({ ecr }: Clients, input: ListTagsForResourceRequest) =>
    ecr.send(new ListTagsForResourceCommand(input)),
  'ecr:GetRegistryPolicy': ({ ecr }: Clients, input: GetRegistryPolicyRequest) =>
    ecr.send(new GetRegistryPolicyCommand(input)),
  'ecr:GetRegistryScanningConfiguration': (
    { ecr }: Clients,
    input: GetRegistryScanningConfigurationRequest,
  ) => ecr.send(new GetRegistryScanningConfigurationCommand(input)),
  'ecr:DescribeRepositoryCreationTemplates': (
    { ecr }: Clients,
    input: DescribeRepositoryCreationTemplatesRequest,
  ) => ecr.send(new DescribeRepositoryCreationTemplatesCommand(input)),
  'ecr:DescribePullThroughCacheRules': ({ ecr }: Clients, input: DescribePullThroughCacheRulesRequest) =>
    ecr.send(new DescribePullThroughCacheRulesCommand(input)),
  'ecr:GetAccountSetting': ({ ecr }: Clients, input: GetAccountSettingRequest) =>
    ecr.send(new GetAccountSettingCommand(input)),
  'ecr:ListPullTimeUpdateExclusions': ({ ecr }: Clients, input: ListPullTimeUpdateExclusionsRequest) =>
    ecr.send(new ListPullTimeUpdateExclusionsCommand(input)),
  'inspector2:BatchGetAccountStatus': ({ inspector2 }: Clients, input: BatchGetAccountStatusRequest) =>
    inspector2.send(new BatchGetAccountStatusCommand(input)),
  'ecr:DescribeImages': ({ ecr }: Clients, input: DescribeImagesRequest) =>
    ecr.send(new DescribeImagesCommand(input)),
  'ecr:DescribeImageReplicationStatus': ({ ecr }: Clients, input: DescribeImageReplicationStatusRequest) =>
    ecr.send(new DescribeImageReplicationStatusCommand(input)),
  'ecr:ListReplicationBackfills': ({ ecr }: Clients, input: ListReplicationBackfillsRequest) =>
    ecr.send(new ListReplicationBackfillsCommand(input)),
  'ecr:DescribeReplicationBackfillResults': (
    { ecr }: Clients,
    input: DescribeReplicationBackfillResultsRequest,
  ) => ecr.send(new DescribeReplicationBackfillResultsCommand(input)),
  'ecr:StartReplicationBackfill': ({ ecr }: Clients, input: StartReplicationBackfillRequest) =>
    ecr.send(new StartReplicationBackfillCommand(input)),
  'ecr:StopReplicationBackfill': ({ ecr }: Clients, input: StopReplicationBackfillRequest) =>
    ecr.send(new StopReplicationBackfillCommand(input)),
  'iam:GetRole': ({ iam }: Clients, input: GetRoleRequest) => iam.send(new GetRoleCommand(input)),
  'iam:GetUser': ({ iam }: Clients, input: GetUserRequest) => iam.send(new GetUserCommand(input)),
  'iam:GetRolePolicy': ({ iam }: Clients, input: GetRolePolicyRequest) =>
    iam.send(new GetRolePolicyCommand(input)),
  'iam:GetUserPolicy': ({ iam }: Clients, input: GetUserPolicyRequest) =>
    iam.send(new GetUserPolicyCommand(input)),
  'iam:ListAttachedRolePolicies': ({ iam }: Clients, input: ListAttachedRolePoliciesRequest) =>
    iam.send(new ListAttachedRolePoliciesCommand(input)),
  'iam:ListAttachedUserPolicies': ({ iam }: Clients, input: ListAttachedUserPoliciesRequest) =>
    iam.send(new ListAttachedUserPoliciesCommand(input)),
  'iam:ListRolePolicies': ({ iam }: Clients, input: ListRolePoliciesRequest) =>
    iam.send(new ListRolePoliciesCommand(input)),
  'iam:ListUserPolicies': ({ iam }: Clients, input: ListUserPoliciesRequest) =>
    iam.send(new ListUserPoliciesCommand(input)),
  'iam:ListGroupsForUser': ({ iam }: Clients, input: ListGroupsForUserRequest) =>
    iam.send(new ListGroupsForUserCommand(input)),
  'iam:ListGroupPolicies': ({ iam }: Clients, input: ListGroupPoliciesRequest) =>
    iam.send(new ListGroupPoliciesCommand(input)),
  'iam:GetGroupPolicy': ({ iam }: Clients, input: GetGroupPolicyRequest) =>
    iam.send(new GetGroupPolicyCommand(input)),
  'iam:ListAttachedGroupPolicies': ({ iam }: Clients, input: ListAttachedGroupPoliciesRequest) =>
    iam.send(new ListAttachedGroupPoliciesCommand(input)),
  'iam:GetPolicy': ({ iam }: Clients, input: GetPolicyRequest) => iam.send(new GetPolicyCommand(input)),
  'iam:GetPolicyVersion': ({ iam }: Clients, input: GetPolicyVersionRequest) =>
    iam.send(new GetPolicyVersionCommand(input)),
  'organizations:DescribeOrganization': ({ organizations }: Clients, input: object) =>
    organizations.send(new DescribeOrganizationCommand(input)),
  'organizations:ListParents': ({ organizations }: Clients, input: ListParentsRequest) =>
    organizations.send(new ListParentsCommand(input)),
  'organizations:ListRoots': ({ organizations }: Clients, input: ListRootsRequest) =>
    organizations.send(new ListRootsCommand(input)),
  'organizations:ListPoliciesForTarget': ({ organizations }: Clients, input: ListPoliciesForTargetRequest) =>
    organizations.send(new ListPoliciesForTargetCommand(input)),
  'organizations:DescribePolicy': ({ organizations }: Clients, input: DescribePolicyRequest) =>
    organizations.send(new DescribePolicyCommand(input)),
} as const satisfies Readonly<Record<CallName, (clients: Clients, input: never) => Promise<object>>>;
