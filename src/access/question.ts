import type { EcrAction, Operation, Registry, RepositoryName } from '../registry';
import type { Caller } from './caller';
import type { Decision } from './decision';

export interface Question {
  readonly operation: Operation;
  readonly caller: Caller;
  readonly registry: Registry;
  readonly repository: RepositoryName;
}

export interface ActionExplanation {
  readonly action: EcrAction;
  readonly decision: Decision;
}
