import { identityArn } from '../../aws/arn';
import type { RegistryName, RepositoryName } from '../../aws/names';
import { wildcardMatch } from '../../aws/wildcard';
import { callerAccount, parseCaller, type Caller } from '../evaluate/caller';
import { granteeText, type AccountNames, type StatementGrantee } from '../evaluate/grantees';
import type { AccessCell, MatrixCaller } from './access-matrix';

/** Selects answers of the access matrix. An empty filter selects all. */
export interface AccessFilter {
  /**
   * The ARN of a caller, which also selects the answers for its account, for its organization and for every account; or
   * any part of the text of a caller, such as the name of a role or an account ID.
   */
  readonly as?: string;
  readonly registry?: RegistryName;
  readonly repository?: RepositoryName;
  readonly operation?: AccessCell['operation'];
}

export function filterAccess(
  cells: readonly AccessCell[],
  { as, registry, repository, operation }: AccessFilter,
  names: AccountNames,
): readonly AccessCell[] {
  const caller = as === undefined ? undefined : parseCaller(as);
  return cells.filter(
    (cell) =>
      (as === undefined || isSelected(cell.caller, as, caller, names)) &&
      (registry === undefined || isOfRegistry(cell, registry)) &&
      (repository === undefined || cell.repository === repository) &&
      (operation === undefined || cell.operation === operation),
  );
}

function isSelected(
  named: MatrixCaller,
  as: string,
  caller: Caller | undefined,
  names: AccountNames,
): boolean {
  if (named.kind === 'registry') return named.registry.name === as;
  if (granteeText(named.grantee, names).toLowerCase().includes(as.toLowerCase())) return true;
  return caller !== undefined && includesCaller(named.grantee, caller);
}

/** Returns whether a principal of a policy includes a caller, or may include it: the topology has no members of organizations. */
function includesCaller({ who }: StatementGrantee, caller: Caller): boolean {
  switch (who.kind) {
    case 'anyone':
      return true;
    case 'organization':
    case 'organizationalUnit':
      return caller.kind !== 'service';
    case 'account':
      return callerAccount(caller) === who.accountId;
    case 'viaAccountRoot':
      return caller.kind === 'identity' && wildcardMatch(who.arn, identityArn(caller.identity));
    case 'identity':
      return (
        caller.kind === 'identity' &&
        who.identity.kind === caller.identity.kind &&
        who.identity.accountId === caller.identity.accountId &&
        who.identity.name === caller.identity.name
      );
    case 'everybodyBut':
      return true;
    case 'service':
    case 'lambda':
    case 'principal':
      return false;
  }
}

/** The source registry of a replication rule is part of the answer too. */
function isOfRegistry({ caller, registry }: AccessCell, name: RegistryName): boolean {
  return registry.name === name || (caller.kind === 'registry' && caller.registry.name === name);
}
