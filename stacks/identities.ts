import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { IamUserPolicy } from '@cdktf/provider-aws/lib/iam-user-policy';
import { IamUserPolicyAttachment } from '@cdktf/provider-aws/lib/iam-user-policy-attachment';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { TerraformStack } from 'cdktf';
import { IDENTITY_POLICY_NAME, managedPolicyArn, type Identity } from '../src/registry';
import { logicalId } from './logical-id';
import { terraformPolicy } from './policy-text';

/** What is attached to one caller: its half of every grant. The role or user itself is somebody else's. */
export function addIdentity(stack: TerraformStack, identity: Identity, provider: AwsProvider): void {
  const { kind, accountId, name, partition, policy, managedPolicies } = identity;
  const id = logicalId(`account_${accountId}`, name);
  if (policy !== undefined) {
    const config = { provider, name: IDENTITY_POLICY_NAME, policy: terraformPolicy(policy) };
    const resource =
      kind === 'role'
        ? new IamRolePolicy(stack, `role-policy.${id}`, { ...config, role: name })
        : new IamUserPolicy(stack, `user-policy.${id}`, { ...config, user: name });
    resource.overrideLogicalId(id);
  }
  for (const managed of managedPolicies) {
    const config = { provider, policyArn: managedPolicyArn(partition, managed) };
    const resource =
      kind === 'role'
        ? new IamRolePolicyAttachment(stack, `role-policy-attachment.${id}`, { ...config, role: name })
        : new IamUserPolicyAttachment(stack, `user-policy-attachment.${id}`, { ...config, user: name });
    resource.overrideLogicalId(id);
  }
}
