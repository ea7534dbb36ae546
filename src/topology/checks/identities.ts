import {
  identityPolicy,
  isProtected,
  managedPolicyArn,
  managedPolicyFor,
  policyText,
  type Grantee,
  type IdentityId,
} from '../../registry';
import { registryIdOf } from '../link/contents';
import type { Linked, LinkedGrant, LinkedPrincipal } from '../link/linked';
import { identityOf, isDeclared, type Placement } from '../resolve/placements';
import type { Reporter } from '../reporter';

/**
 * Checks the identity policy of a grant: reports one that cannot be attached, and warns if none is attached by default.
 */
export function checkIdentity(
  grantee: Grantee,
  path: LinkedPrincipal['path'],
  grant: LinkedGrant,
  placed: readonly Placement[],
  linked: Linked,
  reporter: Reporter,
): void {
  const identity = identityOf(grantee);
  if (identity === undefined) {
    if (grant.identity !== 'inline' && grant.identity !== 'managed') return;
    reporter.atValue(
      path,
      'access/identity',
      `'identity: ${grant.identity}' attaches a policy to a role or a user, and this principal is ${describe(grantee)}.`,
      "Leave 'identity' out here; put roles and users in an entry of their own.",
    );
    return;
  }
  const obstacle = obstacleTo(grantee, identity, linked);
  if (obstacle === undefined || placed.length === 0 || grant.identity === 'none') return;
  if (grant.identity === undefined) {
    reporter.atValue(
      path,
      'access/identity-missing',
      `${obstacle.why}, so '${identity.name}' is granted this on the repository's side only; its own account must allow it too.`,
      `${obstacle.mend} 'identity: none'. ${policyToAttach(identity, placed)}`,
    );
  } else if (obstacle.isHard) {
    reporter.atValue(
      path,
      'access/identity',
      `${obstacle.why}, so no policy can be attached to '${identity.name}'.`,
      `${obstacle.mend} 'identity: none'. ${policyToAttach(identity, placed)}`,
    );
  }
}

/** Why no policy is attached to the principal by default. */
interface Obstacle {
  readonly why: string;
  /** The fix, followed by "'identity: none'" in the message. */
  readonly mend: string;
  /** Whether no policy can be attached, even if the entry sets `identity`. */
  readonly isHard: boolean;
}

/** Returns why no policy is attached, or undefined if one is. Cross-account access needs both policies. */
function obstacleTo(grantee: Grantee, identity: IdentityId, linked: Linked): Obstacle | undefined {
  if (isProtected(identity)) {
    return {
      why: `AWS keeps the role '${identity.name}' and lets nobody attach a policy to it`,
      mend: 'Put the policy where the role has its own from, such as its permission set in IAM Identity Center, and write',
      isHard: true,
    };
  }
  if (!isDeclared(identity.accountId, linked)) {
    return {
      why: `The account ${identity.accountId} is not declared`,
      mend: "Declare it under 'accounts', or attach the policy yourself and write",
      isHard: true,
    };
  }
  if (grantee.kind === 'viaAccountRoot') {
    return {
      why: `With viaAccountRoot the ${identity.kind} need not exist`,
      mend: "If it does, write 'identity: inline'; else let what makes it attach the policy, and write",
      isHard: false,
    };
  }
  return undefined;
}

/** A longer policy is not useful in a message. */
const LONGEST_POLICY = 2_000;

/** Returns the policy to attach, or the ARN of an AWS managed policy if the text is too long for a message. */
function policyToAttach({ partition }: IdentityId, placed: readonly Placement[]): string {
  const operations = [...new Set(placed.map(({ operation }) => operation))];
  const managed = managedPolicyArn(partition, managedPolicyFor(operations));
  // An ARN has at least 30 characters: with this many, the text is too long in any case.
  if (placed.length > LONGEST_POLICY / 30) return `The policy: ${managed}`;
  const grants = placed.flatMap(({ registry, repository, operation }) => {
    const id = registryIdOf(registry);
    return id === undefined ? [] : { registry: id, repository, operation };
  });
  const text = policyText(identityPolicy(grants));
  return `The policy: ${text.length > LONGEST_POLICY ? managed : text}`;
}

function describe(grantee: Grantee): string {
  switch (grantee.kind) {
    case 'account':
      return 'a whole account';
    case 'identity':
    case 'viaAccountRoot':
      return 'several roles or users';
    case 'organization':
      return 'an organization';
    case 'organizationalUnit':
      return 'an organizational unit';
    case 'lambda':
    case 'service':
      return 'an AWS service';
    case 'anyone':
      return 'everybody';
  }
}
