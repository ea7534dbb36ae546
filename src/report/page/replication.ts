import { NO_CONTEXT, type EvaluationContext } from '../../access/evaluate/evaluation-context';
import { explainReplication } from '../../access/explain/explain-replication';
import { registryKey, type KnownRegistryId } from '../../aws/arn';
import type { RegistryName, RepositoryName } from '../../aws/names';
import { groupBy } from '../../base/collections';
import { count, quoteAll } from '../../base/text';
import { isDestination, isSource } from '../../declaration/bind/registry-contents';
import { keySpan } from '../../declaration/syntax/tree';
import type { LoadedTopology } from '../../lint/declaration/load';
import { originalMatcher } from '../../lint/declaration/source-locations';
import { filtersMatch } from '../../model/replication';
import type { ReplicationRule } from '../../model/resource-types';
import type { Registry, Topology } from '../../model/topology';
import { reasonText } from '../access/decision';
import { conditionSentence } from '../access/explanation-parts';
import { matrixRegistryText } from '../access/matrix-text';
import { foldNamespaces } from '../format/repository-names';
import { routesOf, type Route } from '../graph/registry-arrows';
import { repositoriesOfEntry, type AccessAnswer, type AccessEntry } from './access';

/** What one registry replicates to another, by all its rules. */
export interface ReplicationEntry {
  readonly from: RegistryName;
  readonly to: ReplicationDestination;
  /** Repository name prefixes, or all. */
  readonly filters: ReplicationRule['filters'];
  /** Number of repositories of the source that the filters match. */
  readonly repositories: number;
  readonly isOtherAccount: boolean;
  readonly isOtherRegion: boolean;
  /** Empty if the filters match no repository. */
  readonly answers: readonly ReplicationAnswer[];
  /** Chains and cycles of rules, in full sentences. */
  readonly notes: readonly string[];
  /** The lines of the rules. */
  readonly lines: readonly number[];
}

/** `name` is undefined if the destination is not in the topology, and `text` is then its account and Region. */
interface ReplicationDestination extends KnownRegistryId {
  readonly name: RegistryName | undefined;
  readonly text: string;
}

/** Repositories with the same answer. */
export interface ReplicationAnswer extends AccessAnswer {
  readonly repositories: number;
  /** Shortened: `app/*` is all repositories of a namespace. */
  readonly names: readonly string[];
  /** The evaluation of the first repository. Undefined if the destination is not in the topology. */
  readonly example: ReplicationExample | undefined;
}

export interface ReplicationExample {
  readonly repository: RepositoryName;
  /** The conditions of replication, as `explain replicate` prints them. */
  readonly conditions: readonly { readonly isMet: boolean; readonly text: string }[];
  readonly actions: readonly ReplicationDecision[];
}

export interface ReplicationDecision {
  readonly action: string;
  readonly verdict: 'allowed' | 'denied' | 'unknown';
  /** A clause. */
  readonly reason: string;
  /** The index of the deciding statement in the registry policy of the destination. */
  readonly statement: number | undefined;
}

/**
 * Describes every pair of registries of which one replicates to the other.
 * @param access the answers of the topology
 */
export function replicationEntries(
  loaded: LoadedTopology,
  access: readonly AccessEntry[],
): readonly ReplicationEntry[] {
  const { topology } = loaded;
  const routes = routesOf(topology.registries);
  const isOriginal = originalMatcher(loaded);
  const answers = groupBy(
    access.filter(({ operation }) => operation === 'replicate'),
    (entry) => routeKey(entry.caller.kind === 'registry' ? entry.caller.registry : '', entry.registry),
  );
  return routes.map((route): ReplicationEntry => {
    const { from, to: id, filters } = route;
    const to = topology.registries.find((each) => registryKey(each) === registryKey(id));
    const names = from.repositories.map(({ name }) => name).filter((name) => filtersMatch(filters, name));
    return {
      from: from.name,
      to: {
        name: to?.name,
        accountId: id.accountId,
        region: id.region,
        text: matrixRegistryText({ ...id, name: to?.name }),
      },
      filters,
      repositories: names.length,
      isOtherAccount: from.accountId !== id.accountId,
      isOtherRegion: from.region !== id.region,
      answers: (answers.get(routeKey(from.name, id)) ?? []).map((entry) =>
        answerOf(entry, { from, to }, topology, { ...NO_CONTEXT, isOriginal }),
      ),
      notes: [...chainNotes(from, names, isOriginal), ...cycleNotes(route, routes)],
      lines: linesOfRules(loaded, from, to),
    };
  });
}

function routeKey(from: RegistryName | '', to: Parameters<typeof registryKey>[0]): string {
  return `${from} ${registryKey(to)}`;
}

interface Ends {
  readonly from: Registry;
  readonly to: Registry | undefined;
}

function answerOf(
  entry: AccessEntry,
  { from, to }: Ends,
  topology: Topology,
  context: EvaluationContext,
): ReplicationAnswer {
  const names = repositoriesOfEntry(entry, topology);
  const [repository] = names;
  return {
    ...entry.answer,
    repositories: names.length,
    names: foldNamespaces(
      names,
      from.repositories.map(({ name }) => name),
    ),
    example:
      to === undefined || repository === undefined
        ? undefined
        : exampleOf(topology, from, to, repository, context),
  };
}

function exampleOf(
  topology: Topology,
  from: Registry,
  to: Registry,
  repository: RepositoryName,
  context: EvaluationContext,
): ReplicationExample {
  const explanation = explainReplication(topology, { from, to, repository }, context);
  return {
    repository,
    conditions: explanation.conditions.map((condition) => ({
      isMet: condition.isMet,
      text: conditionSentence(condition, explanation),
    })),
    actions: explanation.actions.map(({ action, decision }) => {
      const state = decision.layers.find(({ layer }) => layer === 'registryPolicy')?.state;
      return {
        action,
        verdict: decision.verdict,
        reason: reasonText(decision),
        statement: state !== undefined && 'by' in state ? state.by.index : undefined,
      };
    }),
  };
}

/** ECR replicates an image only once, from the registry that it was pushed to. */
function chainNotes(
  from: Registry,
  names: readonly RepositoryName[],
  isOriginal: (registry: RegistryName, repository: RepositoryName) => boolean,
): readonly string[] {
  const replicas = names.filter((name) => !isOriginal(from.name, name)).length;
  if (replicas === 0) return [];
  const are = count(replicas, 'repository is a replica', 'repositories are replicas');
  return [
    `${are} in '${from.name}'. ECR does not replicate images again, so images of replicas do not reach this destination.`,
  ];
}

/** Returns the shortest cycle of rules that the route is in. */
function cycleNotes({ from, to }: Route, routes: readonly Route[]): readonly string[] {
  const path = shortestPath(registryKey(to), registryKey(from), routes);
  if (path === undefined) return [];
  const nameOf = new Map(routes.map((route) => [registryKey(route.from), route.from.name]));
  const names = quoteAll([registryKey(from), ...path].map((key) => nameOf.get(key) ?? key));
  return [
    `The rules form a cycle: ${names.join(' → ')}. ECR replicates an image only once, from the registry that it was pushed to.`,
  ];
}

function shortestPath(start: string, end: string, routes: readonly Route[]): readonly string[] | undefined {
  const bySource = groupBy(routes, ({ from }) => registryKey(from));
  const reached = new Set([start]);
  // The list grows during the loop.
  const paths: (readonly string[])[] = [[start]];
  for (const path of paths) {
    const last = path.at(-1) ?? start;
    if (last === end) return path;
    for (const { to } of bySource.get(last) ?? []) {
      const key = registryKey(to);
      if (reached.has(key)) continue;
      reached.add(key);
      paths.push([...path, key]);
    }
  }
  return undefined;
}

function linesOfRules(
  { declared: { bound, tree } }: LoadedTopology,
  from: Registry,
  to: Registry | undefined,
): readonly number[] {
  const registryOf = (registry: Registry | undefined) =>
    bound.registries.find(({ name }) => name === registry?.name);
  const source = registryOf(from);
  const destination = registryOf(to);
  if (source === undefined || destination === undefined) return [];
  return bound.rules
    .filter((rule) => isSource(rule, source) && isDestination(rule, destination))
    .map(({ path }) => keySpan(tree, path).line);
}
