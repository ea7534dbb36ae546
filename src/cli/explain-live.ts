import type { EvaluationContext } from '../access/evaluate/evaluation-context';
import { explainLive, type LiveExplanation } from '../access/explain/explain-live';
import {
  explainReplicationLive,
  type LiveReplicationExplanation,
} from '../access/explain/explain-live-replication';
import type { Question } from '../access/explain/question';
import type { RepositoryName } from '../aws/names';
import { waitForAll } from '../base/promises';
import type { LoadedTopology } from '../lint/declaration/load';
import { originalMatcher } from '../lint/declaration/source-locations';
import { readCallerPolicies, type PolicyContext } from '../live/identity/caller-policies';
import {
  ACCESS_PARTS,
  isAssumed,
  liveDeclaration,
  REPLICATION_PARTS,
} from '../live/registry/live-declaration';
import { readTopology } from '../live/registry/read-topology';
import { accountOpener, declaredTargets } from '../live/registry/targets';
import type { LocatedRegistry, Topology } from '../model/topology';
import type { NotRead } from '../report/access/not-read';
import { withCheckedFixes } from './checked-fixes';

/** Explains a pull or a push by the policies in AWS. */
export async function explainRequestLive(
  loaded: LoadedTopology,
  question: Question,
  given: EvaluationContext,
  provided: Partial<PolicyContext>,
): Promise<LiveExplanation & { readonly notRead: NotRead }> {
  const { topology, deployment } = loaded;
  const { registry, repository } = question;
  const { region, accountId: owner } = registry;
  const open = accountOpener(topology.registries, deployment.accounts, region);
  const [reading, callerPolicies] = await waitForAll([
    readTopology(declaredTargets([registry], deployment.accounts, open), {
      parts: ACCESS_PARTS,
      repository,
    }),
    readCallerPolicies({ caller: question.caller, owner, region, provided }, open),
  ]);
  const live = liveDeclaration(topology, reading, repository);
  const answer = explainLive(
    {
      declared: topology,
      live,
      accounts: deployment.accounts,
      evaluationContext: { ...given, ...callerPolicies.policies },
      checkFixes: (first, evaluate) => checkFixes(first, loaded, evaluate),
    },
    { ...question, caller: callerPolicies.caller, registry: sameRegistry(live.registries, registry) },
  );
  return { ...answer, notRead: { registries: reading.unreadable, policies: callerPolicies.unread } };
}

export interface ReplicationTargets {
  readonly from: LocatedRegistry;
  readonly to: LocatedRegistry;
  readonly repository: RepositoryName;
}

/** Explains replication by the rules and policies in AWS. Neither identity policies nor control policies of accounts limit it. */
export async function explainReplicationOfLive(
  loaded: LoadedTopology,
  { from, to, repository }: ReplicationTargets,
  evaluationContext: EvaluationContext,
): Promise<LiveReplicationExplanation & { readonly notRead: NotRead }> {
  const { topology, deployment } = loaded;
  const open = accountOpener(topology.registries, deployment.accounts);
  const reading = await readTopology(declaredTargets([from, to], deployment.accounts, open), {
    parts: REPLICATION_PARTS,
    repository,
  });
  const live = liveDeclaration(topology, reading, repository);
  const answer = explainReplicationLive(
    {
      declared: topology,
      live,
      evaluationContext,
      isAssumed: [from, to].some((each) => isAssumed(reading, each)),
      checkFixes: (first, evaluate) => checkFixes(first, loaded, evaluate),
    },
    {
      from: sameRegistry(live.registries, from),
      to: sameRegistry(live.registries, to),
      repository,
    },
  );
  return { ...answer, notRead: { registries: reading.unreadable, policies: [] } };
}

function checkFixes<Answer extends Parameters<typeof withCheckedFixes>[0]>(
  first: Answer,
  loaded: LoadedTopology,
  evaluate: (declared: Topology, isOriginal: EvaluationContext['isOriginal']) => Answer,
): Answer {
  return withCheckedFixes(first, loaded, (tried) => evaluate(tried.topology, originalMatcher(tried)));
}

function sameRegistry(registries: readonly LocatedRegistry[], wanted: LocatedRegistry): LocatedRegistry {
  return registries.find(({ name }) => name === wanted.name) ?? wanted;
}
