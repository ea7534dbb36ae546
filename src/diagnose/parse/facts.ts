import type { Operation } from '../../aws/policy/actions';
import type { Client } from './client';

/** Names in a message. A name that is missing, masked or a placeholder is undefined. */
export interface Facts {
  /** ARN of the caller, as the message writes it. */
  readonly principal: string | undefined;
  /** Action as in a policy: `ecr:PutImage`. */
  readonly action: string | undefined;
  /** Action that the printed registry request needs. The request may have failed for another reason than a denial. */
  readonly requestedAction: string | undefined;
  readonly operation: Operation | undefined;
  readonly repository: string | undefined;
  readonly tag: string | undefined;
  /** `sha256:…` */
  readonly digest: string | undefined;
  /** Account of the registry, 12 digits. */
  readonly accountId: string | undefined;
  /** Region of the registry. */
  readonly region: string | undefined;
  /** Terraform address of a resource or provider configuration: `aws_ecr_registry_policy.management`. */
  readonly address: string | undefined;
  /** Program or service that printed the message. */
  readonly client: Client | undefined;
}

/**
 * Policy types, as AWS names them in access denied messages.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html#access-denied-error-examples
 */
export const POLICY_TYPES = [
  'identity-based policy',
  'resource-based policy',
  'permissions boundary',
  'service control policy',
  'resource control policy',
  'VPC endpoint policy',
  'session policy',
] as const;
export type PolicyType = (typeof POLICY_TYPES)[number];

export interface MissingPolicy {
  /** The policy type that contains no Allow, according to AWS. Older messages name no type. */
  readonly missing: PolicyType | undefined;
}

/** A role or user, as messages of IAM name it. */
export interface NamedIdentity {
  readonly kind: 'role' | 'user';
  readonly name: string;
  readonly accountId: string | undefined;
}
