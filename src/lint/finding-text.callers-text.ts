import type { StatementGrantee } from '../access/evaluate/grantees';
import { granteeText } from '../access/evaluate/grantees.grantee-text';
import type { MatrixCaller } from '../access/matrix/access-matrix';
import { sortedUnique } from '../base/collections';
import { formatList } from '../base/text.listed';
import { registryMark } from './finding-text';

/** Plans do not contain names of accounts. */
const NO_ACCOUNT_NAMES = new Map<never, never>();

export function callerText(caller: MatrixCaller): string {
  return caller.kind === 'grantee'
    ? granteeText(caller.grantee, NO_ACCOUNT_NAMES)
    : `the registry ${registryMark(caller.registry)}`;
}

/** Lists up to four principals, and the number of the others. */
export function granteesText(grantees: readonly StatementGrantee[]): string {
  return formatList(sortedUnique(grantees.map((grantee) => granteeText(grantee, NO_ACCOUNT_NAMES))), 4);
}
