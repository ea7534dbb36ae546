import type { Operation } from '../registry';
import type { Client } from './client';

/** What a message names. Undefined if it is missing, a placeholder or masked. */
export interface Facts {
  /** The ARN of the caller, as the message has it. */
  readonly principal: string | undefined;
  /** As policies name it: `ecr:PutImage`. */
  readonly action: string | undefined;
  /** The action that the printed request to the registry needed. It may have failed for another reason than a denial. */
  readonly requested: string | undefined;
  /** Undefined if the message does not show which. */
  readonly operation: Operation | undefined;
  readonly repository: string | undefined;
  readonly tag: string | undefined;
  /** `sha256:…` */
  readonly digest: string | undefined;
  /** The account of the registry, 12 digits. */
  readonly accountId: string | undefined;
  /** The Region of the registry. */
  readonly region: string | undefined;
  /** The Terraform resource or provider configuration: `aws_ecr_registry_policy.management`. */
  readonly address: string | undefined;
  /** The program or service that printed the message. */
  readonly client: Client | undefined;
}

/**
 * The kinds of policies that AWS names in a denial, in its own words.
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

/** Of a denied request. */
export interface Missing {
  /** The policy type that AWS says allows nothing; older messages name none. */
  readonly missing: PolicyType | undefined;
}

/** A role or user as IAM's messages name it. */
export interface NamedIdentity {
  readonly kind: 'role' | 'user';
  readonly name: string;
  readonly accountId: string | undefined;
}
