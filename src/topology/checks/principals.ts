import { identityArn, tryGetPartition, type AccountId, type Grantee, type IdentityId } from '../../registry';
import type { Linked, LinkedPrincipal, LinkedRegistry } from '../link/linked';
import { identityOf } from '../resolve/placements';
import type { Reporter } from '../reporter';

/** Checks that every principal is in the partition of the registries it is granted access to. */
export function checkPrincipals(
  principals: readonly LinkedPrincipal[],
  registries: readonly LinkedRegistry[],
  linked: Linked,
  reporter: Reporter,
): void {
  for (const { grantee, partition, path } of principals) {
    const own = partition ?? partitionOfAccount(grantee, linked);
    if (own === undefined) continue;
    const other = registries.find(
      ({ region }) => region !== undefined && tryGetPartition(region)?.id !== own,
    );
    if (other?.partition === undefined) continue;
    reporter.atValue(
      path,
      'access/partition',
      `This principal is in the partition ${own}, and '${other.name}' in ${other.partition.id}, where it does not exist.`,
      `Name a principal of ${other.partition.id} (arn:${other.partition.id}:iam::…), or other registries.`,
    );
  }
}

/** Returns the partition of the declared registries of the account: an account ID does not show its partition. */
function partitionOfAccount(grantee: Grantee, { registries }: Linked): string | undefined {
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
export function checkCallers({ grants }: Linked, reporter: Reporter): void {
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
