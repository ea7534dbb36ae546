import { identityArn, type IdentityId } from '../../aws/arn.identity';
import type { AccountId } from '../../aws/names';
import { tryGetPartition } from '../../aws/partitions';
import type { Grantee } from '../../aws/policy/principals';
import type {
  BoundDeclaration,
  BoundPrincipal,
  BoundRegistry,
} from '../../declaration/bind/bound-declaration';
import { identityOf } from '../../declaration/lower/access';
import type { Reporter } from '../../declaration/syntax/diagnostics.reporter';

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
  const firstByName = new Map<string, IdentityId>();
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
