import type { Region } from '../../aws/partitions';
import type { AwsSession } from '../session';

/** The part of a session that readers use. Tests implement it in memory. */
export type AwsApi = Pick<AwsSession, 'accountId' | 'call' | 'callAll'>;

/** Reads the policies of a role, user or group. */
export interface PolicyOwner {
  readonly inlineNames: () => Promise<readonly string[]>;
  /** Returns the URL-encoded document of an inline policy. */
  readonly inlineDocument: (name: string) => Promise<string>;
  /** Returns the ARNs of the attached managed policies. */
  readonly attachedArns: () => Promise<readonly string[]>;
}

/** Properties of a role or user other than its policies. */
export interface IdentityRecord {
  readonly arn: string;
  /** The ARN of the managed policy that is the permissions boundary. */
  readonly boundaryArn: string | undefined;
}

/** Reads a role or user. */
export interface IdentityOwner extends PolicyOwner {
  readonly record: () => Promise<IdentityRecord>;
}

export function roleOwner(aws: AwsApi, RoleName: string, region: Region): IdentityOwner {
  return {
    record: async () => {
      const { Role } = await aws.call('iam:GetRole', { RoleName }, region);
      return {
        arn: Role?.Arn ?? '',
        boundaryArn: Role?.PermissionsBoundary?.PermissionsBoundaryArn,
      };
    },
    inlineNames: async () => {
      const pages = await aws.callAll('iam:ListRolePolicies', { RoleName }, region);
      return pages.flatMap(({ PolicyNames = [] }) => PolicyNames);
    },
    inlineDocument: async (PolicyName) => {
      const { PolicyDocument = '' } = await aws.call('iam:GetRolePolicy', { RoleName, PolicyName }, region);
      return PolicyDocument;
    },
    attachedArns: async () =>
      attachedArns(await aws.callAll('iam:ListAttachedRolePolicies', { RoleName }, region)),
  };
}

export function userOwner(aws: AwsApi, UserName: string, region: Region): IdentityOwner {
  return {
    record: async () => {
      const { User } = await aws.call('iam:GetUser', { UserName }, region);
      return {
        arn: User?.Arn ?? '',
        boundaryArn: User?.PermissionsBoundary?.PermissionsBoundaryArn,
      };
    },
    inlineNames: async () => {
      const pages = await aws.callAll('iam:ListUserPolicies', { UserName }, region);
      return pages.flatMap(({ PolicyNames = [] }) => PolicyNames);
    },
    inlineDocument: async (PolicyName) => {
      const { PolicyDocument = '' } = await aws.call('iam:GetUserPolicy', { UserName, PolicyName }, region);
      return PolicyDocument;
    },
    attachedArns: async () =>
      attachedArns(await aws.callAll('iam:ListAttachedUserPolicies', { UserName }, region)),
  };
}

export function groupOwner(aws: AwsApi, GroupName: string, region: Region): PolicyOwner {
  return {
    inlineNames: async () => {
      const pages = await aws.callAll('iam:ListGroupPolicies', { GroupName }, region);
      return pages.flatMap(({ PolicyNames = [] }) => PolicyNames);
    },
    inlineDocument: async (PolicyName) => {
      const { PolicyDocument = '' } = await aws.call('iam:GetGroupPolicy', { GroupName, PolicyName }, region);
      return PolicyDocument;
    },
    attachedArns: async () =>
      attachedArns(await aws.callAll('iam:ListAttachedGroupPolicies', { GroupName }, region)),
  };
}

interface AttachedPage {
  readonly AttachedPolicies?: readonly { readonly PolicyArn?: string | undefined }[] | undefined;
}

function attachedArns(pages: readonly AttachedPage[]): readonly string[] {
  return pages.flatMap(({ AttachedPolicies = [] }) =>
    AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []),
  );
}

/** Returns the names of the groups that a user is in. */
export async function groupNames(aws: AwsApi, UserName: string, region: Region): Promise<readonly string[]> {
  const pages = await aws.callAll('iam:ListGroupsForUser', { UserName }, region);
  return pages.flatMap(({ Groups = [] }) => Groups.flatMap(({ GroupName }) => GroupName ?? []));
}

/** Returns the URL-encoded document of the version of a managed policy that is in force. */
export async function managedDocument(aws: AwsApi, PolicyArn: string, region: Region): Promise<string> {
  const { Policy } = await aws.call('iam:GetPolicy', { PolicyArn }, region);
  const VersionId = Policy?.DefaultVersionId ?? '';
  const { PolicyVersion } = await aws.call('iam:GetPolicyVersion', { PolicyArn, VersionId }, region);
  return PolicyVersion?.Document ?? '';
}
