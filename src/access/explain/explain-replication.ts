import type { RepositoryName } from '../../aws/names';
import { getPartition } from '../../aws/partitions';
import { isReplicated } from '../../model/replication';
import {
  tryGetRepository,
  type PlannedRegistry,
  type PlannedTopology,
  type LocatedRegistry,
} from '../../model/topology';
import { replicationCaller, type Caller } from '../evaluate/caller';
import type { Decision } from '../evaluate/decision';
import type { EvaluationContext } from '../evaluate/evaluation-context';
import { combineVerdicts, decideAction } from './explain';
import type { Fix } from './fix';
import { fixesForDenials } from './fixes';
import { findAllPushOrigins, findPushOrigins, fixesByReplication } from './push-origins';
import type { ActionExplanation } from './question';

export interface ReplicationQuestion<Of extends PlannedRegistry = PlannedRegistry> {
  readonly from: Of;
  readonly to: Of;
  readonly repository: RepositoryName;
}

/**
 * Whether images of a repository are replicated from one registry to another, the reasons, and the fixes if they are not.
 */
export interface ReplicationExplanation<
  Of extends PlannedRegistry = LocatedRegistry,
> extends ReplicationQuestion<Of> {
  readonly operation: 'replicate';
  readonly verdict: Decision['verdict'];
  /** All of them are required. */
  readonly conditions: readonly ReplicationCondition[];
  /** The actions that the source account calls on the destination. */
  readonly actions: readonly ActionExplanation[];
  readonly fixes: readonly Fix[];
}

/** A requirement of replication other than policies. */
export interface ReplicationCondition {
  readonly kind: 'source-holds' | 'source-is-pushed-to' | 'rule-takes' | 'destination-holds';
  readonly isMet: boolean;
}

/** Checks the source repository, the replication rule, the registry policy and the destination repository. */
export function explainReplication<Of extends PlannedRegistry>(
  topology: PlannedTopology,
  question: ReplicationQuestion<Of>,
  evaluationContext: EvaluationContext,
): ReplicationExplanation<Of> {
  const { from, to, repository } = question;
  const isReplica = tryGetRepository(to, repository) !== undefined;
  const actions = actionsFor(topology, question, isReplica, evaluationContext);
  const canCreate = actions.some(
    ({ action, decision }) => action === 'ecr:CreateRepository' && decision.verdict === 'allowed',
  );
  const conditions: readonly ReplicationCondition[] = [
    { kind: 'source-holds', isMet: tryGetRepository(from, repository) !== undefined },
    // ECR does not replicate images that were replicated to the source.
    {
      kind: 'source-is-pushed-to',
      isMet: findPushOrigins(topology, from, repository, evaluationContext).includes(from),
    },
    { kind: 'rule-takes', isMet: isReplicated(from, to, repository) },
    { kind: 'destination-holds', isMet: isReplica || canCreate },
  ];
  const verdict = conditions.every(({ isMet }) => isMet)
    ? combineVerdicts(actions.map(({ decision }) => decision.verdict))
    : 'denied';
  return {
    ...question,
    operation: 'replicate',
    verdict,
    conditions,
    actions,
    fixes:
      verdict === 'allowed'
        ? []
        : fixesForReplication(topology, question, conditions, actions, evaluationContext),
  };
}

function sourceCaller({ region, accountId }: PlannedRegistry): Caller {
  return replicationCaller(getPartition(region).id, accountId);
}

/** ECR creates the destination repository only if it does not exist. */
function actionsFor(
  topology: PlannedTopology,
  { from, to, repository }: ReplicationQuestion,
  isReplica: boolean,
  evaluationContext: EvaluationContext,
): readonly ActionExplanation[] {
  const caller = sourceCaller(from);
  const target = { registry: to, repository };
  const needed = isReplica
    ? (['ecr:ReplicateImage'] as const)
    : (['ecr:CreateRepository', 'ecr:ReplicateImage'] as const);
  return needed.map((action) => ({
    action,
    decision: decideAction(topology, caller, action, target, evaluationContext),
  }));
}

/** A replication rule in the declaration also creates the registry policy and the replica. */
function fixesForReplication(
  topology: PlannedTopology,
  { from, to, repository }: ReplicationQuestion,
  conditions: readonly ReplicationCondition[],
  actions: readonly ActionExplanation[],
  evaluationContext: EvaluationContext,
): readonly Fix[] {
  const denialFixes = fixesForDenials(
    sourceCaller(from),
    { registry: to, repository },
    actions,
    evaluationContext,
  );
  if (denialFixes.length > 0) return denialFixes;
  const isMet = (kind: ReplicationCondition['kind']) =>
    conditions.some((condition) => condition.kind === kind && condition.isMet);
  const isSource = isMet('source-holds') && isMet('source-is-pushed-to');
  const origins = isSource ? [from] : findAllPushOrigins(topology, repository, evaluationContext);
  if (origins.includes(to)) return [{ kind: 'replicated-from', to: to.name, origins: [] }];
  const replicatingOrigins = origins.filter((origin) => isReplicated(origin, to, repository));
  if (replicatingOrigins.length > 0) {
    // A rule replicates nothing if the destination repository does not exist and ECR may not create it.
    if (!isMet('destination-holds')) return [{ kind: 'declare', registry: to.name, repository }];
    return [{ kind: 'replicated-from', to: to.name, origins: replicatingOrigins.map(({ name }) => name) }];
  }
  return fixesByReplication(topology, origins, to, repository);
}
