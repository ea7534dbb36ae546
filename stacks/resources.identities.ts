import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { IamUserPolicy } from '@cdktf/provider-aws/lib/iam-user-policy';
import { IamUserPolicyAttachment } from '@cdktf/provider-aws/lib/iam-user-policy-attachment';
import type { TerraformResource, TerraformStack } from 'cdktf';
import { IDENTITY_POLICY_NAME } from '../src/aws/arn.identity';
import { managedPolicyArn } from '../src/aws/policy/managed-policies';
import type { ResourceOf } from '../src/model/deployment.resource';
import { policyArgument } from './arguments.json-argument';
import type { Placement } from './arguments.placement';

/** Adds the inline policy of a role or user. */
export function addIdentityPolicy(
  stack: TerraformStack,
  { type, id, identity, policy }: ResourceOf<'aws_iam_role_policy' | 'aws_iam_user_policy'>,
  placement: Placement,
): TerraformResource {
  const config = { ...placement, name: IDENTITY_POLICY_NAME, policy: policyArgument(policy) };
  return type === 'aws_iam_role_policy'
    ? new IamRolePolicy(stack, `role-policy.${id}`, { ...config, role: identity.name })
    : new IamUserPolicy(stack, `user-policy.${id}`, { ...config, user: identity.name });
}

/** Attaches an AWS managed policy to a role or user. */
export function addPolicyAttachment(
  stack: TerraformStack,
  {
    type,
    id,
    identity,
    managedPolicy,
  }: ResourceOf<'aws_iam_role_policy_attachment' | 'aws_iam_user_policy_attachment'>,
  placement: Placement,
): TerraformResource {
  const config = { ...placement, policyArn: managedPolicyArn(identity.partition, managedPolicy) };
  return type === 'aws_iam_role_policy_attachment'
    ? new IamRolePolicyAttachment(stack, `role-policy-attachment.${id}`, { ...config, role: identity.name })
    : new IamUserPolicyAttachment(stack, `user-policy-attachment.${id}`, { ...config, user: identity.name });
}
