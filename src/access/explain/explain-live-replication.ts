import type { LocatedRegistry, LocatedTopology, Topology } from '../../model/topology';
import type { EvaluationContext } from '../evaluate/evaluation-context';
import { explainReplication, type ReplicationExplanation } from './explain-replication';
import type { Fix } from './fix';

/** Whether images are replicated by the rules and policies in AWS, compared with the declaration. */
export interface LiveReplicationExplanation extends ReplicationExplanation {
  readonly live: { readonly declaredVerdict: ReplicationExplanation['verdict'] };
}

export interface LiveReplicationSources {
  readonly declared: Topology;
  /** The declaration with the rules and policies of AWS in both registries. */
  readonly live: LocatedTopology;
  readonly evaluationContext: EvaluationContext;
  /** Whether rules or repositories could not be read, and are those of the declaration. */
  readonly isAssumed: boolean;
  /** Returns the answer of the declaration with fixes that were checked. */
  readonly checkFixes: (
    answer: ReplicationExplanation,
    evaluate: (declared: Topology, isOriginal: EvaluationContext['isOriginal']) => ReplicationExplanation,
  ) => ReplicationExplanation;
}

/** @param names of the two registries and the repository */
export function explainReplicationLive(
  { declared, live, evaluationContext, isAssumed, checkFixes }: LiveReplicationSources,
  { from, to, repository }: Pick<ReplicationExplanation, 'from' | 'repository' | 'to'>,
): LiveReplicationExplanation {
  const evaluate = (topology: LocatedTopology, isOriginal: EvaluationContext['isOriginal']) =>
    explainReplication(
      topology,
      { from: sameRegistry(topology, from), to: sameRegistry(topology, to), repository },
      isOriginal === undefined ? evaluationContext : { ...evaluationContext, isOriginal },
    );
  const answer = evaluate(live, evaluationContext.isOriginal);
  const declaredAnswer = checkFixes(evaluate(declared, evaluationContext.isOriginal), evaluate);
  const verdict = answer.verdict === 'allowed' && isAssumed ? 'unknown' : answer.verdict;
  const isDeployable = declaredAnswer.verdict === 'allowed' && answer.verdict !== 'allowed';
  const deploy: readonly Fix[] = isDeployable ? [{ kind: 'deploy' }] : [];
  return {
    ...answer,
    verdict,
    fixes: answer.verdict === 'allowed' ? [] : [...deploy, ...declaredAnswer.fixes],
    live: { declaredVerdict: declaredAnswer.verdict },
  };
}

function sameRegistry({ registries }: LocatedTopology, wanted: LocatedRegistry): LocatedRegistry {
  return registries.find(({ name }) => name === wanted.name) ?? wanted;
}
