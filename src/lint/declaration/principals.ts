import { identityArn, isProtected, type KnownIdentityId } from '../../aws/arn';
import type { AccountId } from '../../aws/names';
import { tryGetPartition } from '../../aws/partitions';
import { policyText } from '../../aws/policy/document';
import { identityPolicy } from '../../aws/policy/grants';
import { managedPolicyArn, managedPolicyFor } from '../../aws/policy/managed-policies';
import type { Grantee } from '../../aws/policy/principals';
import type {
  BoundDeclaration,
  BoundGrant,
  BoundPrincipal,
  BoundRegistry,
} from '../../declaration/bind/bound-declaration';
import { registryIdOf } from '../../declaration/bind/registry-contents';
import { identityOf, isDeclaredAccount, type Placement } from '../../declaration/lower/access';
import type { Reporter } from '../../declaration/syntax/diagnostics';

/** Checks that every principal is in the partition of the registries it is granted access to. */
export function checkPrincipals(
  principals: readonly BoundPrincipal[],
  registries: readonly BoundRegistry[],
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  for (const { grantee, partition, path } of principals) {
    const principalPartition = partition ?? partitionOfAccount(grantee, bound);
    if (principalPartition === undefined) continue;
    const otherRegistry = registries.find(
      ({ region }) => region !== undefined && tryGetPartition(region)?.id !== principalPartition,
    );
    if (otherRegistry?.partition === undefined) continue;
    reporter.atValue(
      path,
      'access/partition',
      `This principal is in the partition ${principalPartition}, and '${otherRegistry.name}' in ${otherRegistry.partition.id}, where it does not exist.`,
      `Name a principal of ${otherRegistry.partition.id} (arn:${otherRegistry.partition.id}:iam::…), or other registries.`,
    );
  }
}

/** Returns the partition of the declared registries of the account: an account ID does not show its partition. */
function partitionOfAccount(grantee: Grantee, { registries }: BoundDeclaration): string | undefined {
  const id = accountOf(grantee);
  if (id === undefined) return undefined;
  const partitions = new Set(
    registries.flatMap(({ account, partition }) => (account?.id === id ? (partition ?? []) : [])),
  );
  const [only, ...others] = partitions;
  // `checkRegistries` reports registries of one account in several partitions.
  return others.length === 0 ? only?.id : undefined;
}

function accountOf(grantee: Grantee): AccountId | undefined {
  switch (grantee.kind) {
    case 'account':
    case 'lambda':
    case 'service':
    case 'viaAccountRoot':
      return grantee.accountId;
    case 'identity':
      return grantee.identity.accountId;
    case 'anyone':
    case 'organization':
    case 'organizationalUnit':
      return undefined;
  }
}

/**
 * Reports identities of equal name with different ARNs: Terraform would attach policies to one of them several times.
 */
export function checkIdentityNames({ grants }: BoundDeclaration, reporter: Reporter): void {
  const firstByName = new Map<string, KnownIdentityId>();
  for (const { grantee, path } of grants.flatMap(({ principals }) => principals)) {
    const identity = identityOf(grantee);
    if (identity === undefined) continue;
    // IAM names are unique regardless of case, and the path is not part of the name.
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    const key = `${identity.accountId} ${identity.kind} ${identity.name.toLowerCase()}`;
    const first = firstByName.get(key) ?? identity;
    firstByName.set(key, first);
    if (identityArn(first) === identityArn(identity)) continue;
    reporter.atValue(
      path,
      'access/principal',
      `'${identityArn(identity)}' and '${identityArn(first)}' cannot both exist: an account has one ${identity.kind} of a ` +
        'name, whatever its path and capital letters.',
      `See which it is: aws iam get-${identity.kind} --${identity.kind}-name ${first.name}`,
    );
  }
}

/**
 * Checks the identity policy of a grant: reports one that cannot be attached, and warns if none is attached by default.
 */
export function checkIdentityPolicy(
  grantee: Grantee,
  path: BoundPrincipal['path'],
  grant: BoundGrant,
  placements: readonly Placement[],
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  const identity = identityOf(grantee);
  if (identity === undefined) {
    if (grant.identity !== 'inline' && grant.identity !== 'managed') return;
    reporter.atValue(
      path,
      'access/identity',
      `'identity: ${grant.identity}' attaches a policy to a role or a user, and this principal is ${describeGrantee(grantee)}.`,
      "Leave 'identity' out here; put roles and users in an entry of their own.",
    );
    return;
  }
  const obstacle = findObstacle(grantee, identity, bound);
  if (obstacle === undefined || placements.length === 0 || grant.identity === 'none') return;
  if (grant.identity === undefined) {
    reporter.atValue(
      path,
      'access/identity-missing',
      `${obstacle.reason}, so '${identity.name}' is granted this on the repository's side only; its own account must allow it too.`,
      `${obstacle.fix} 'identity: none'. ${policyToAttach(identity, placements)}`,
    );
  } else if (obstacle.isBlocking) {
    reporter.atValue(
      path,
      'access/identity',
      `${obstacle.reason}, so no policy can be attached to '${identity.name}'.`,
      `${obstacle.fix} 'identity: none'. ${policyToAttach(identity, placements)}`,
    );
  }
}

/** Why no policy is attached to the principal by default. */
interface Obstacle {
  readonly reason: string;
  /** The fix, followed by "'identity: none'" in the message. */
  readonly fix: string;
  /** Whether no policy can be attached, even if the entry sets `identity`. */
  readonly isBlocking: boolean;
}

/** Returns why no policy is attached, or undefined if one is. Cross-account access needs both policies. */
function findObstacle(
  grantee: Grantee,
  identity: KnownIdentityId,
  bound: BoundDeclaration,
): Obstacle | undefined {
  if (isProtected(identity)) {
    return {
      reason: `AWS keeps the role '${identity.name}' and lets nobody attach a policy to it`,
      fix: 'Put the policy where the role has its own from, such as its permission set in IAM Identity Center, and write',
      isBlocking: true,
    };
  }
  if (!isDeclaredAccount(identity.accountId, bound)) {
    return {
      reason: `The account ${identity.accountId} is not declared`,
      fix: "Declare it under 'accounts', or attach the policy yourself and write",
      isBlocking: true,
    };
  }
  if (grantee.kind === 'viaAccountRoot') {
    return {
      reason: `With viaAccountRoot the ${identity.kind} need not exist`,
      fix: "If it does, write 'identity: inline'; else let what makes it attach the policy, and write",
      isBlocking: false,
    };
  }
  return undefined;
}

/** A longer policy is not useful in a message. */
const MAX_POLICY_LENGTH = 2_000;

/** Returns the policy to attach, or the ARN of an AWS managed policy if the text is too long for a message. */
function policyToAttach({ partition }: KnownIdentityId, placements: readonly Placement[]): string {
  const operations = [...new Set(placements.map(({ operation }) => operation))];
  const managed = managedPolicyArn(partition, managedPolicyFor(operations));
  // An ARN has at least 30 characters: with this many, the text is too long in any case.
  if (placements.length > MAX_POLICY_LENGTH / 30) return `The policy: ${managed}`;
  const grants = placements.flatMap(({ registry, repository, operation }) => {
    const id = registryIdOf(registry);
    return id === undefined ? [] : { registry: id, repository, operation };
  });
  const text = policyText(identityPolicy(grants));
  return `The policy: ${text.length > MAX_POLICY_LENGTH ? managed : text}`;
}

function describeGrantee(grantee: Grantee): string {
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
