import { tryGetPartition, type Grantee } from '../../registry';
import type { LinkedPrincipal, LinkedRegistry } from '../linked';
import type { Reporter } from '../reporter';

/** That every principal can be in the partitions where it is to be granted something. */
export function checkPrincipals(
  principals: readonly LinkedPrincipal[],
  registries: readonly LinkedRegistry[],
  reporter: Reporter,
): void {
  for (const { grantee, path } of principals) {
    const own = partitionOf(grantee);
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

/** As its ARN says; an account id does not tell. */
function partitionOf(grantee: Grantee): string | undefined {
  switch (grantee.kind) {
    case 'identity':
      return grantee.identity.partition;
    case 'viaAccountRoot':
      return grantee.arn.split(':')[1];
    case 'account':
    case 'anyone':
    case 'lambda':
    case 'organization':
    case 'organizationalUnit':
    case 'service':
      return undefined;
  }
}
