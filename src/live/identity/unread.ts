import { identityArn, type IdentityId } from '../../aws/arn';
import type { AccountId } from '../../aws/names';
import { sortedBy } from '../../base/collections';
import { UNKNOWN, type Unknown } from '../../model/unknown';
import { AwsError, isRejectedWith, type Failure } from '../failure';

/** The types of policies that are read for a caller. */
export type CallerLayer = 'identity' | 'boundary' | 'scps' | 'rcps';

/** Policies that could not be read, and why. */
export interface UnreadPolicies {
  readonly layer: CallerLayer;
  /** The account that the policies apply to. */
  readonly accountId: AccountId;
  readonly reason: UnreadReason;
}

export type UnreadReason =
  /** A call of AWS failed. */
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** The declaration has no credentials for the account. */
  | { readonly kind: 'undeclared-account' }
  /** The account has no role or user with the name of the caller. */
  | { readonly kind: 'no-such-identity'; readonly arn: string }
  /** The role or user has another path than the caller. */
  | { readonly kind: 'other-path'; readonly arn: string }
  /** IAM listed the policy and then did not find it. */
  | { readonly kind: 'deleted-meanwhile'; readonly policy: string }
  | { readonly kind: 'invalid-policy'; readonly policy: string; readonly faults: readonly string[] }
  /** The policies of a federated user are those of the user that created the session. AWS does not return them. */
  | { readonly kind: 'federated-user' }
  /** The credentials may not read the organization: only its management account and delegated administrators may. */
  | {
      readonly kind: 'organization-denied';
      readonly managementAccount: AccountId | undefined;
      readonly failure: Failure;
    }
  /** The organization of the other accounts does not contain the account. */
  | { readonly kind: 'other-organization' };

/** Collects why policies of one account could not be read. Each reason is listed once. */
export class UnreadCollector {
  private readonly reasons = new Map<string, UnreadPolicies>();

  public constructor(private readonly accountId: AccountId) {}

  /** Sorted. */
  public get unread(): readonly UnreadPolicies[] {
    return sortedBy(this.reasons.values(), unreadKey);
  }

  /** Records a reason. Returns `UNKNOWN`. */
  public report(layer: CallerLayer, reason: UnreadReason): Unknown {
    const unread = { layer, accountId: this.accountId, reason };
    const key = unreadKey(unread);
    if (!this.reasons.has(key)) this.reasons.set(key, unread);
    return UNKNOWN;
  }

  /**
   * Returns what `read` returns, or `UNKNOWN` if a call of AWS fails.
   * @param policy for the message if IAM does not find a policy that it listed
   */
  public async read<Value>(
    layer: CallerLayer,
    policy: string,
    read: () => Promise<Value>,
  ): Promise<Value | Unknown> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return this.report(
        layer,
        isNoSuchEntity(error)
          ? { kind: 'deleted-meanwhile', policy }
          : { kind: 'failed', failure: error.failure },
      );
    }
  }
}

/** Services and the AWS SDK spell it with and without `Exception`. */
export function isNoSuchEntity(error: unknown): boolean {
  return isRejectedWith(error, 'NoSuchEntityException') || isRejectedWith(error, 'NoSuchEntity');
}

/** Failures of one call have the same cause, even if their messages name different resources. */
function unreadKey({ layer, accountId, reason }: UnreadPolicies): string {
  const detail =
    'failure' in reason ? `${reason.failure.call} ${reason.failure.kind}` : JSON.stringify(reason);
  return `${LAYER_ORDER.indexOf(layer)} ${accountId} ${reason.kind} ${detail}`;
}

const LAYER_ORDER: readonly CallerLayer[] = ['identity', 'boundary', 'scps', 'rcps'];

export function noSuchIdentity(identity: IdentityId): UnreadReason {
  return { kind: 'no-such-identity', arn: identityArn(identity) };
}
