import {
  getPartition,
  isReplicated,
  originsOf,
  tryGetRepository,
  type PlannedRegistry,
  type RepositoryName,
  type PlannedTopology,
} from '../registry';
import type { Decision } from './decision';
import { decideAction, together, type ActionExplanation } from './explain';
import type { Mend } from './mend';
import { replicationCaller } from './replication';
import type { Given } from './situation';

/** What somebody asks of replication. */
export interface ReplicationQuestion {
  readonly from: PlannedRegistry;
  readonly to: PlannedRegistry;
  readonly repository: RepositoryName;
}

/** Whether images of a repository get from one registry to another, why, and what to change where they do not. */
export interface ReplicationExplanation extends ReplicationQuestion {
  readonly operation: 'replicate';
  readonly verdict: Decision['verdict'];
  /** Each has to be so. */
  readonly conditions: readonly ReplicationCondition[];
  /** What the source asks of the destination. */
  readonly actions: readonly ActionExplanation[];
  readonly mends: readonly Mend[];
}

/** What has to be so beside the policies. */
export interface ReplicationCondition {
  readonly kind: 'source-holds' | 'rule-takes' | 'destination-holds';
  readonly isMet: boolean;
}

/** Follows an image from a source to a destination: the repository, the rule, the registry policy, the replica. */
export function explainReplication(
  topology: PlannedTopology,
  question: ReplicationQuestion,
  given: Given,
): ReplicationExplanation {
  const { from, to, repository } = question;
  const isReplica = tryGetRepository(to, repository) !== undefined;
  const actions = actionsFor(topology, question, isReplica, given);
  const mayCreate = actions.some(
    ({ action, decision }) => action === 'ecr:CreateRepository' && decision.verdict === 'allowed',
  );
  const conditions: readonly ReplicationCondition[] = [
    { kind: 'source-holds', isMet: tryGetRepository(from, repository) !== undefined },
    { kind: 'rule-takes', isMet: isReplicated(from, to, repository) },
    { kind: 'destination-holds', isMet: isReplica || mayCreate },
  ];
  const verdict = conditions.every(({ isMet }) => isMet)
    ? together(actions.map(({ decision }) => decision.verdict))
    : 'denied';
  return {
    ...question,
    operation: 'replicate',
    verdict,
    conditions,
    actions,
    mends: verdict === 'allowed' ? [] : mendsFor(topology, question, conditions, actions),
  };
}

/** ECR creates a repository at the destination only where there is none. */
function actionsFor(
  topology: PlannedTopology,
  { from, to, repository }: ReplicationQuestion,
  isReplica: boolean,
  given: Given,
): readonly ActionExplanation[] {
  const caller = replicationCaller(getPartition(from.region).id, from.accountId);
  const place = { registry: to, repository };
  const needed = isReplica
    ? (['ecr:ReplicateImage'] as const)
    : (['ecr:CreateRepository', 'ecr:ReplicateImage'] as const);
  return needed.map((action) => ({ action, decision: decideAction(topology, caller, action, place, given) }));
}

/** A rule brings the registry policy and the replica with it. */
function mendsFor(
  topology: PlannedTopology,
  question: ReplicationQuestion,
  conditions: readonly ReplicationCondition[],
  actions: readonly ActionExplanation[],
): readonly Mend[] {
  const [denial] = actions.flatMap(({ decision: { reason } }): readonly Mend[] =>
    reason.kind === 'explicitDeny' ? [{ kind: 'denied', layer: reason.layer, by: reason.by }] : [],
  );
  if (denial !== undefined) return [denial];
  const { from, to, repository } = question;
  const lacks = (kind: ReplicationCondition['kind']) =>
    conditions.some((condition) => condition.kind === kind && !condition.isMet);
  if (lacks('source-holds')) return [{ kind: 'declare', registry: from.name, repository }];
  const origins = originsOf(topology, from, repository);
  // Images of it are pushed there in the first place.
  if (origins.includes(to)) return [];
  if (origins.includes(from) && !lacks('rule-takes')) {
    return [{ kind: 'declare', registry: to.name, repository }];
  }
  const sources = origins.map(({ name }) => name);
  return [{ kind: 'rule', entry: { from: sources, to: [to.name], repositories: [repository] } }];
}
