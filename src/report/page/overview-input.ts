import type { LoadedTopology } from '../../lint/declaration/load';
import type { AccessEntry } from './access';
import type { DeclarationLines } from './lines';
import type { LiveSection } from './live';
import type { ReplicationEntry } from './replication';
import type { ReviewSection } from './review';

/** What the overview is computed from. */
export interface OverviewInput {
  readonly loaded: LoadedTopology;
  readonly access: readonly AccessEntry[];
  readonly replication: readonly ReplicationEntry[];
  readonly lines: DeclarationLines;
  readonly review: ReviewSection | undefined;
  readonly live: LiveSection | undefined;
}
