import { registryKey } from '../aws/arn';
import { originalMatcher } from '../lint/declaration/source-locations';
import type { LoadedTopology } from '../lint/declaration/load';
import type { SourceProblem } from '../live/backfill/outcome';
import { planRoute, type MissingImagesOrFailure, type Route, type RoutePlan } from '../live/backfill/plan';
import type { ReplicationBackfill } from '../live/backfill/replication-backfill';
import type { SourceRegistry } from '../live/backfill/source-registry';
import { openSource, problemIn, problemOf } from '../live/backfill/sources';
import { createImageReader } from '../live/images/read-images';
import { failureOfPart, isRepositoryListKnown, type LiveTopology } from '../live/registry/live-topology';
import { readTopology } from '../live/registry/read-topology';
import { findTarget, type ReadTarget } from '../live/registry/targets';
import type { PlannedReplicationRule, Registry } from '../model/topology';
import { isKnown } from '../model/unknown';
import { printable } from '../report/format/text';
import { verifyImages, type ImageVerificationInput } from '../verify/verify-images';

export interface PlanInput {
  readonly loaded: LoadedTopology;
  readonly routes: readonly Route[];
  /** Every declared registry. */
  readonly targets: readonly ReadTarget[];
  /** Whether another backfill is started after one that failed. */
  readonly isRetry: boolean;
  readonly onProgress: (step: string) => void;
}

/** A registry whose images are replicated, and what to do for each of its destinations. */
export interface PlannedSource {
  readonly registry: Registry;
  readonly source: SourceRegistry;
  readonly plans: readonly RoutePlan[];
}

export interface BackfillPlan {
  readonly sources: readonly PlannedSource[];
  readonly problems: readonly SourceProblem[];
}

/** Reads what AWS replicates and which images are missing, and decides what to do for each route. */
export async function planBackfills(input: PlanInput): Promise<BackfillPlan> {
  const { routes, targets, onProgress, isRetry } = input;
  onProgress('Reading the registries …');
  const used = new Set(routes.flatMap(({ from, to }) => [registryKey(from), registryKey(to)]));
  const live = await readTopology(
    targets.filter((target) => used.has(registryKey(target))),
    { parts: ['replication', 'repositories'] },
  );
  const registries = [...new Set(routes.map(({ from }) => from))];
  const read = await Promise.all(registries.map((registry) => readSource(registry, live, targets)));
  const sources = read.flatMap((each) => ('source' in each ? [each] : []));
  const readable = routes.filter(({ from }) => sources.some(({ registry }) => registry === from));
  const missingOn = await compareImages(input, readable, live);
  return {
    sources: sources.map(({ registry, source, liveRules, backfills }) => ({
      registry,
      source,
      plans: readable
        .filter(({ from }) => from === registry)
        .map((route) => planRoute(route, { liveRules, backfills, missing: missingOn(route) }, isRetry)),
    })),
    problems: read.flatMap((each) => ('source' in each ? [] : [each])),
  };
}

interface ReadSource extends Pick<PlannedSource, 'registry' | 'source'> {
  readonly liveRules: readonly PlannedReplicationRule[];
  readonly backfills: readonly ReplicationBackfill[];
}

async function readSource(
  registry: Registry,
  live: LiveTopology,
  targets: readonly ReadTarget[],
): Promise<ReadSource | SourceProblem> {
  const failure = failureOfPart(live, registry, 'replication');
  if (failure !== undefined) return problemOf(registry, failure);
  const liveRules = live.topology.registries.find(({ name }) => name === registry.name)?.replication ?? [];
  try {
    const source = await openSource(findTarget(registry, targets));
    const backfills = await source.listBackfills();
    return { registry, source, liveRules: isKnown(liveRules) ? liveRules : [], backfills };
  } catch (error) {
    return problemIn(registry, error);
  }
}

type MissingOn = (route: Route) => MissingImagesOrFailure;

async function compareImages(
  { loaded, targets, onProgress }: PlanInput,
  routes: readonly Route[],
  live: LiveTopology,
): Promise<MissingOn> {
  const input: ImageVerificationInput = {
    topology: {
      ...loaded.topology,
      registries: loaded.topology.registries.map((each) => limitTo(routes, each)),
    },
    repositoriesIn: (registry) =>
      isRepositoryListKnown(live, registry)
        ? live.topology.registries
            .find(({ name }) => name === registry.name)
            ?.repositories.map(({ name }) => name)
        : undefined,
    isOriginal: originalMatcher(loaded),
    openReader: async (registry) =>
      createImageReader(await findTarget(registry, targets).open(), registry.region),
    onProgress: (repository, done, total) => {
      onProgress(`Comparing images: ${printable(repository)} (${done} of ${total} repositories) …`);
    },
  };
  const { comparisons, unreadable } = await verifyImages(input);
  return ({ from, to }) => {
    const isOnRoute = (each: { readonly from: string; readonly to: string }) =>
      each.from === from.name && each.to === to.name;
    const compared = comparisons.filter(isOnRoute);
    const failure = unreadable.find(
      ({ registry, part }) =>
        part === 'images' && [from, to].some((each) => registryKey(each) === registryKey(registry)),
    )?.failure;
    if (failure !== undefined) return failure;
    return compared.flatMap(({ repository, missing, different }) => {
      const count =
        missing.count + different.images.filter(({ missingTags }) => missingTags.length > 0).length;
      return count === 0 ? [] : [{ repository, count }];
    });
  };
}

/** Leaves out the rules of routes that the user did not select, so that their images are not read. */
function limitTo(routes: readonly Route[], registry: Registry): Registry {
  const selected = new Set(
    routes.flatMap(({ from, to }) => (from.name === registry.name ? registryKey(to) : [])),
  );
  return {
    ...registry,
    replication: registry.replication.map((rule) => ({
      ...rule,
      destinations: rule.destinations.filter((destination) => selected.has(registryKey(destination))),
    })),
  };
}
