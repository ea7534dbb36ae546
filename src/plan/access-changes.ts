import type { Answer, MatrixCaller, MatrixRegistry } from '../access/matrix';
import type { EcrAction, Operation, RepositoryName } from '../registry';

/** Somebody can do what they could not before, or the other way round, as all policies together have it. */
export interface AccessChange {
  readonly kind: 'gained' | 'lost';
  readonly caller: MatrixCaller;
  readonly operation: Operation | 'replicate' | 'other';
  /** What `other` is; empty for the rest. */
  readonly actions: readonly EcrAction[];
  readonly registry: MatrixRegistry;
  /** Sorted, and not empty. */
  readonly repositories: readonly RepositoryName[];
  /** Those of them that the plan creates, or destroys: the access comes and goes with them. */
  readonly withRepository: readonly RepositoryName[];
  /** What makes it possible, after a gain and before a loss: `yes`, or what it depends on. */
  readonly answer: Extract<Answer, { kind: 'yes' | 'depends' }>;
}
