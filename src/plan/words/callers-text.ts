import { granteeText } from '../../access/grantee-text';
import type { StatementGrantee } from '../../access/grantees';
import type { MatrixCaller } from '../../access/matrix';
import { listed, sortedUnique } from '../../registry';
import { registryText } from './place-text';

/** Plans do not contain names of accounts. */
const NO_NAMES = new Map<never, never>();

export function callerText(caller: MatrixCaller): string {
  return caller.kind === 'grantee'
    ? granteeText(caller.grantee, NO_NAMES)
    : `the registry ${registryText(caller.registry)}`;
}

/** Lists up to four principals, and the number of the others. */
export function granteesText(grantees: readonly StatementGrantee[]): string {
  return listed(sortedUnique(grantees.map((grantee) => granteeText(grantee, NO_NAMES))), 4);
}
