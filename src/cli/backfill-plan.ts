import type { RegistryName, RepositoryName } from '../aws/names';
import { sortedUnique } from '../base/collections';
import { createImageReader } from '../live/images/read-images';
import { AwsError } from '../live/failure';
import { WrongAccountError } from '../live/session';
import type { SourceProblem } from '../live/backfill/outcome';
import { planRoute, type MissingImages, type Route, type RoutePlan } from '../live/backfill/plan';
import { openSource, problemIn, type RegistrySessions } from '../live/backfill/sources';
import type { SourceRegistry } from '../live/backfill/source-registry';
import { originalMatcher } from '../lint/declaration/source-locations';
import type { LoadedTopology } from '../lint/declaration/load';
import type { Registry, Topology } from '../model/topology';
import { routesOf as imageRoutesOf, verifyImages } from '../verify/verify-images';
import type { ImageVerification } from '../verify/images';

/** A registry whose backfills can be read, and what to do for each of its routes. */
export interface PlannedSource {
  readonly registry: Registry;
  readonly source: SourceRegistry;
  readonly plans: readonly RoutePlan[];
}

export interface BackfillPlan {
  readonly sources: readonly PlannedSource[];
  readonly problems: readonly SourceProblem[];
}

interface PlanInput {
  readonly loaded: LoadedTopology;
  readonly routes: readonly Route[];
  readonly sessions: RegistrySessions;
  readonly isRetry: boolean;
  readonly onProgress: (step: string) => void;
}

/** Reads what runs and what is missing, and decides what to do for each route. */
export async function planBackfills(input: PlanInput): Promise<BackfillPlan> {
  const { routes, sessions, isRetry, onProgress } = input;
  const registries = [...new Set(routes.map(({ from }) => from))];
  onProgress('Reading backfills …');
  const read = await Promise.all(registries.map((registry) => readSource(registry, sessions)));
  const readable = read.flatMap((each) => ('source' in each ? [each] : []));
  const names = new Set(readable.map(({ registry }) => registry));
  const readableRoutes = routes.filter(({ from }) => names.has(from));
  const missing = await compareImages(input, readableRoutes, readable);
  return {
    sources: readable.map(({ registry, source, liveRules, backfills }) => ({
      registry,
      source,
      plans: readableRoutes
        .filter(({ from }) => from === registry)
        .map((route) => planRoute(route, { liveRules, backfills, missing: missing(route) }, isRetry)),
    })),
    problems: read.flatMap((each) => ('source' in each ? [] : [each])),
  };
}
