import type { StatementGrantee } from '../../access/evaluate/grantees';
import type { ImageAccess } from '../../access/matrix/image-access';
import type { AccountId } from '../../aws/names';
import type { NodeId } from './diagram';

/** Callers in the same box with the same access, drawn as one node. */
export interface CallerGroup {
  readonly id: NodeId;
  /** The account whose box contains the callers; undefined if they are outside all boxes. */
  readonly home: AccountId | undefined;
  /** Sorted. */
  readonly members: readonly [StatementGrantee, ...StatementGrantee[]];
  /** The access of the first member. As far as the graph shows it, all members have the same. Sorted by registry. */
  readonly access: readonly ImageAccess[];
  /** If the members have the same access, but each to its own namespace: the access of every member. */
  readonly ownNamespaces?: OwnNamespaces;
}

interface OwnNamespaces {
  /** The namespace of the first member: `team-01/*`. */
  readonly example: string;
  readonly accessByMember: readonly {
    readonly member: StatementGrantee;
    readonly access: readonly ImageAccess[];
  }[];
}
