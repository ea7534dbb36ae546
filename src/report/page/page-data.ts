import type { RegistryName, RepositoryName } from '../../aws/names';
import type { DeclaredAccount } from '../../model/deployment';
import type { Topology } from '../../model/topology';
import type { AccessEntry } from './access';
import type { DeclarationLines } from './lines';
import type { LiveSection } from './live';
import type { Overview } from './overview';
import type { PictureSection } from './picture';
import type { ReplicationEntry } from './replication';
import type { ReviewSection } from './review';

/**
 * The data of a report page: plain JSON apart from `UNKNOWN`. `encodeShared` writes it into the page, and the program
 * of the page (`src/page`) reads it.
 */
export interface PageData {
  readonly version: 1;
  readonly about: About;
  /** Sorted by name. */
  readonly accounts: readonly DeclaredAccount[];
  readonly topology: Topology;
  /** The repositories that images are pushed to, by registry. */
  readonly originals: Readonly<Record<RegistryName, readonly RepositoryName[]>>;
  readonly lines: DeclarationLines;
  readonly overview: Overview;
  readonly picture: PictureSection;
  readonly access: readonly AccessEntry[];
  readonly replication: readonly ReplicationEntry[];
  /** Undefined without `--plan`. */
  readonly review: ReviewSection | undefined;
  /** Undefined without `--live`. */
  readonly live: LiveSection | undefined;
}

/** Where the page comes from. */
export interface About {
  /** The version of ecr-topology. */
  readonly version: string;
  /** The declaration, as the user named it. */
  readonly file: string;
  /** Undefined if Git does not know the file. */
  readonly commit: Commit | undefined;
  /** The time of the report: ISO 8601 in UTC, to the second. */
  readonly createdAt: string;
  readonly isRedacted: boolean;
}

export interface Commit {
  /** Abbreviated. */
  readonly id: string;
  /** Whether the file differs from the commit. */
  readonly isModified: boolean;
}
