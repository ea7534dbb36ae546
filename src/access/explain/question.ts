import type { RepositoryName } from '../../aws/names';
import type { EcrAction, Operation } from '../../aws/policy/actions';
import type { LocatedRegistry } from '../../model/topology';
import type { Caller } from '../evaluate/caller';
import type { Decision } from '../evaluate/decision';

export interface Question {
  readonly operation: Operation;
  readonly caller: Caller;
  readonly registry: LocatedRegistry;
  readonly repository: RepositoryName;
}

export interface ActionExplanation {
  readonly action: EcrAction;
  readonly decision: Decision;
}
