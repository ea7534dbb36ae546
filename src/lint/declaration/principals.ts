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
import type { DiagnosticText } from '../../declaration/syntax/diagnostic-codes';
import type { Reporter as DiagnosticReporter } from '../../declaration/syntax/diagnostics';

export const PRINCIPAL_RULES = {
  'access/partition': {
    severity: 'error',
    doc: 'A principal is not in the partition of the registry.',
    why:
      'The principal does not exist in another partition. Use a principal in the partition of the ' +
      'registry, or `registries` in the partition of the principal. ' +
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  },
  'access/identity': {
    severity: 'error',
    doc: 'A grant sets `identity` for a principal that no policy can be attached to.',
    why:
      '`inline` and `managed` attach a policy to a role or user in a declared account. Put other ' +
      'principals in a separate entry of `access`, without `identity`.',
  },
  'access/identity-missing': {
    severity: 'warning',
    doc: 'A grant does not write the identity policy of a role or user.',
    why:
      'Access across accounts requires both the repository policy and the identity policy. Declare the ' +
      'account of the role or user. With `viaAccountRoot`, write `identity: inline` if the role or user ' +
      'exists. Or attach the policy that the message shows, and write `identity: none`.',
  },
} as const satisfies Readonly<Record<string, DiagnosticText>>;

type Reporter = DiagnosticReporter<keyof typeof PRINCIPAL_RULES>;

/** Checks that every principal is in the partition of the registries it is granted access to. */
export function checkPrincipals(
  principals: readonly BoundPrincipal[],
  registries: readonly BoundRegistry[],
  bound: BoundDeclaration,
  reporter: DiagnosticReporter<'access/partition'>,
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
      `The principal is in partition ${principalPartition}, but '${otherRegistry.name}' is in partition ${otherRegistry.partition.id}, where the principal does not exist.`,
      `Use a principal in partition ${otherRegistry.partition.id} (arn:${otherRegistry.partition.id}:iam::…), or other registries.`,
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
      `'${identityArn(identity)}' and '${identityArn(first)}' cannot both exist, because the name of a ${identity.kind} ` +
        'is unique in its account, regardless of path and case.',
      `To see which one exists, run: aws iam get-${identity.kind} --${identity.kind}-name ${first.name}`,
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
      `'identity: ${grant.identity}' attaches a policy to a role or user, but this principal is ${describeGrantee(grantee)}.`,
      "Remove 'identity' here, and put roles and users in a separate entry.",
    );
    return;
  }
  const obstacle = findObstacle(grantee, identity, bound);
  if (obstacle === undefined || placements.length === 0 || grant.identity === 'none') return;
  if (grant.identity === undefined) {
    reporter.atValue(
      path,
      'access/identity-missing',
      `${obstacle.reason}, so this grant writes only the repository policy. The identity policy of '${identity.name}' must allow access too.`,
      `${obstacle.fix} 'identity: none'.\n${policyToAttach(identity, placements)}`,
    );
  } else if (obstacle.isBlocking) {
    reporter.atValue(
      path,
      'access/identity',
      `${obstacle.reason}, so no policy can be attached to '${identity.name}'.`,
      `${obstacle.fix} 'identity: none'.\n${policyToAttach(identity, placements)}`,
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
      reason: `AWS manages the role '${identity.name}'`,
      fix: 'Add the policy to the source of the role, such as its permission set in IAM Identity Center, and write',
      isBlocking: true,
    };
  }
  if (!isDeclaredAccount(identity.accountId, bound)) {
    return {
      reason: `Account ${identity.accountId} is not declared`,
      fix: "Declare it under 'accounts', or attach the policy yourself and write",
      isBlocking: true,
    };
  }
  if (grantee.kind === 'viaAccountRoot') {
    return {
      reason: `With viaAccountRoot, the ${identity.kind} may not exist`,
      fix: `If the ${identity.kind} exists, write 'identity: inline'. Otherwise attach the policy where the ${identity.kind} is created, and write`,
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
  if (placements.length > MAX_POLICY_LENGTH / 30) return `Policy to attach: ${managed}`;
  const grants = placements.flatMap(({ registry, repository, operation }) => {
    const id = registryIdOf(registry);
    return id === undefined ? [] : { registry: id, repository, operation };
  });
  const text = policyText(identityPolicy(grants));
  return `Policy to attach: ${text.length > MAX_POLICY_LENGTH ? managed : text}`;
}

function describeGrantee(grantee: Grantee): string {
  switch (grantee.kind) {
    case 'account':
      return 'an account';
    case 'identity':
    case 'viaAccountRoot':
      return 'a pattern of roles or users';
    case 'organization':
      return 'an organization';
    case 'organizationalUnit':
      return 'an organizational unit';
    case 'lambda':
    case 'service':
      return 'an AWS service';
    case 'anyone':
      return 'every AWS account';
  }
}
