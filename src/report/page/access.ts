import type { StatementGrantee } from '../../access/evaluate/grantees';
import type { AccessCell } from '../../access/matrix/access-matrix';
import type { RegistryName, RepositoryName } from '../../aws/names';

/** Repositories of a registry for which a caller has the same answer. */
export interface AccessEntry {
  readonly caller: AccessCaller;
  readonly operation: AccessCell['operation'];
  /** The actions of operation `other`. */
  readonly actions: AccessCell['actions'];
  /** As text, because a replication destination may have no name. */
  readonly registry: { readonly name: RegistryName | undefined; readonly text: string };
  /** `all` if they are all repositories of the registry. Sorted. */
  readonly repositories: 'all' | readonly RepositoryName[];
  readonly answer: AccessAnswer;
}

/** A principal, or the source registry of a replication rule. */
export type AccessCaller =
  | {
      readonly kind: 'grantee';
      readonly grantee: StatementGrantee;
      readonly text: string;
      readonly isPublic: boolean;
    }
  | { readonly kind: 'registry'; readonly registry: RegistryName; readonly text: string };

export interface AccessAnswer {
  readonly kind: 'yes' | 'depends' | 'no' | 'unknown';
  /** Such as `if its account allows it`. */
  readonly text: string;
}

/** Groups the access matrix by caller, operation, registry and answer. */
export function accessEntries(): readonly AccessEntry[] {
  return [];
}
