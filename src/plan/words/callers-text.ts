import { granteeText } from '../../access/grantee-text';
import type { StatementGrantee } from '../../access/grantees';
import type { MatrixCaller } from '../../access/matrix';
import { listed, sortedUnique } from '../../registry';
import { registryText } from './place-text';

/** Plans know accounts by their ids only. */
const NO_NAMES = new Map<never, never>();

/** Who it is, so that nobody else can be meant. */
export function callerText(caller: MatrixCaller): string {
  return caller.kind === 'grantee'
    ? granteeText(caller.grantee, NO_NAMES)
    : `the registry ${registryText(caller.registry)}`;
}

/** Several of them, cut where there are too many to read. */
export function granteesText(grantees: readonly StatementGrantee[]): string {
  return listed(sortedUnique(grantees.map((grantee) => granteeText(grantee, NO_NAMES))), 4);
}
