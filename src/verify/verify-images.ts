import { registryKey } from '../aws/arn';
import type { RegistryName, RepositoryName } from '../aws/names';
import { compareText, groupBy, sortedBy } from '../base/collections';
import { mapConcurrently, waitForAll } from '../base/promises';
import { failureIn } from '../live/failure';
import type { ImageReader, LiveImage, ReplicationStatus } from '../live/images/image';
import { isReplicated } from '../model/replication';
import type { Registry, Topology } from '../model/topology';
import { listedMissing, RouteComparison } from './compare-images';
import { ImageIndex } from './image-index';
import type {
  ImageComparison,
  ImageRoute,
  ImageVerification,
  MissingImage,
  ReplicationState,
  UnreadableImages,
} from './images';

export interface ImageVerificationInput {
  /** The declared topology: its rules are compared. */
  readonly topology: Topology;
  /** Returns the repositories that exist in a registry, or undefined if they could not be read. */
  readonly repositoriesIn: (registry: Registry) => readonly RepositoryName[] | undefined;
  /** Whether the declaration pushes images of a repository to a registry. */
  readonly isOriginal: (registry: RegistryName, repository: RepositoryName) => boolean;
  /** Undefined if the account of the registry cannot be opened: its images are not compared. */
  readonly openReader: (registry: Registry) => Promise<ImageReader | undefined>;
  /** Called before each repository. */
  readonly onProgress?: (repository: RepositoryName, done: number, total: number) => void;
}

/** Repositories compared at a time. Each keeps the digests and tags of its sources in memory. */
const CONCURRENCY = 4;

/** The most statuses that are read for a repository, because each is a call. */
const MAX_STATUSES = 25;

/** Compares the images of each repository that a declared rule replicates, in the source and in each destination. */
export async function verifyImages(input: ImageVerificationInput): Promise<ImageVerification> {
  const byRepository = sortedBy(
    groupBy(routesOf(input), ({ repository }) => repository),
    ([name]) => name,
  );
  let done = 0;
  const results = await mapConcurrently(byRepository, CONCURRENCY, async ([repository, routes]) => {
    input.onProgress?.(repository, done, byRepository.length);
    const result = await new RepositoryComparison(input, repository, routes).run();
    done += 1;
    return result;
  });
  return {
    comparisons: results
      .flatMap(({ comparisons }) => comparisons)
      .sort((a, b) => compareText(routeKey(a), routeKey(b))),
    unreadable: results
      .flatMap(({ unreadable }) => unreadable)
      .sort((a, b) => compareText(unreadableKey(a), unreadableKey(b))),
  };
}

function routeKey({ from, to, repository }: ImageRoute): string {
  return `${from} ${to} ${repository}`;
}

function unreadableKey({ registry, part, name }: UnreadableImages): string {
  return `${registryKey(registry)} ${name} ${part}`;
}

/** Returns the routes of the declared rules, for the repositories that exist in their sources. */
function routesOf({
  topology,
  repositoriesIn,
}: Pick<ImageVerificationInput, 'repositoriesIn' | 'topology'>): readonly ImageRoute[] {
  const { registries } = topology;
  return registries.flatMap((from) => {
    const names = repositoriesIn(from) ?? from.repositories.map(({ name }) => name);
    return registries
      .filter((to) => to !== from)
      .flatMap((to) =>
        names
          .filter((name) => isReplicated(from, to, name))
          .map((repository): ImageRoute => ({ from: from.name, to: to.name, repository })),
      );
  });
}

/** Compares one repository in all registries. */
class RepositoryComparison {
  private readonly unreadable: UnreadableImages[] = [];
  private readonly statuses = new Map<string, readonly ReplicationStatus[]>();

  public constructor(
    private readonly input: ImageVerificationInput,
    private readonly repository: RepositoryName,
    private readonly routes: readonly ImageRoute[],
  ) {}

  public async run(): Promise<ImageVerification> {
    const sources = new Map<RegistryName, ImageIndex>();
    for (const name of new Set(this.routes.map(({ from }) => from))) {
      const index = await this.readSource(name);
      if (index !== undefined) sources.set(name, index);
    }
    const comparisons: ImageComparison[] = [];
    for (const [to, routes] of groupBy(this.routes, (route) => route.to)) {
      const readable = routes.filter(({ from }) => sources.has(from));
      comparisons.push(...(await this.compareWith(to, readable, sources)));
    }
    return { comparisons, unreadable: this.unreadable };
  }

  private async readSource(name: RegistryName): Promise<ImageIndex | undefined> {
    return this.attempt(name, 'images', async (reader) => ImageIndex.read(reader.pages(this.repository)));
  }

  /** Reads the destination once for all its sources. */
  private async compareWith(
    to: RegistryName,
    routes: readonly ImageRoute[],
    sources: ReadonlyMap<RegistryName, ImageIndex>,
  ): Promise<readonly ImageComparison[]> {
    const comparisons = routes.flatMap((route) => {
      const source = sources.get(route.from);
      return source === undefined
        ? []
        : [{ route, comparison: new RouteComparison(this.routeImages(route, source, sources)) }];
    });
    const hasRepository = this.hasRepository(to);
    if (comparisons.length === 0) return [];
    const isRead =
      !hasRepository ||
      (await this.attempt(to, 'images', async (reader) => {
        for await (const page of reader.pages(this.repository)) {
          for (const { comparison } of comparisons) comparison.add(page);
        }
        return true;
      }));
    if (isRead !== true) return [];
    const results: ImageComparison[] = [];
    for (const { route, comparison } of comparisons) {
      const missing = comparison.missing();
      const images = await this.missingImages(route, comparison, missing);
      results.push(comparison.result(hasRepository, images, missing.length));
    }
    return results;
  }

  private routeImages(
    route: ImageRoute,
    source: ImageIndex,
    sources: ReadonlyMap<RegistryName, ImageIndex>,
  ): ConstructorParameters<typeof RouteComparison>[0] {
    const indexes = (names: readonly RegistryName[]) => names.flatMap((name) => sources.get(name) ?? []);
    const { from, to } = route;
    const isMutual = (other: RegistryName) => this.hasRoute(from, other);
    return {
      route,
      source,
      otherSources: indexes(this.sourcesOf(to).filter((other) => other !== from)),
      // Registries that replicate to each other contain the same images, so none is the origin.
      origins: indexes(this.sourcesOf(from).filter((other) => other !== to && !isMutual(other))),
      hasOwnImages: this.input.isOriginal(to, this.repository) || this.hasRoute(to, from),
    };
  }

  private sourcesOf(to: RegistryName): readonly RegistryName[] {
    return this.routes.filter((route) => route.to === to).map(({ from }) => from);
  }

  private hasRoute(from: RegistryName, to: RegistryName): boolean {
    return this.routes.some((route) => route.from === from && route.to === to);
  }

  /** If the list of repositories could not be read, the repository may exist. */
  private hasRepository(name: RegistryName): boolean {
    return this.input.repositoriesIn(this.registry(name))?.includes(this.repository) ?? true;
  }

  /** The replication of the newest images is looked up: a rule that was added later did not apply to older ones. */
  private async missingImages(
    { from, to }: ImageRoute,
    comparison: RouteComparison,
    missing: readonly LiveImage[],
  ): Promise<readonly MissingImage[]> {
    const [first, ...others] = missing.slice(0, MAX_STATUSES);
    // If the first call is denied, the others are not sent.
    if (first !== undefined) await this.readStatuses(from, first.digest);
    await waitForAll(others.map(({ digest }) => this.readStatuses(from, digest)));
    return listedMissing(missing).map(({ digest, tags, pushedAt, mediaType }) => ({
      digest,
      tags,
      pushedAt,
      mediaType,
      conflictingTags: comparison.conflictingTags(tags),
      replication: this.replicationState(from, to, digest),
    }));
  }

  /** One call returns the status for all destinations. */
  private async readStatuses(from: RegistryName, digest: string): Promise<void> {
    const key = statusKey(from, digest);
    if (this.statuses.has(key) || this.isUnreadable(from, 'replicationStatus')) return;
    const statuses = await this.attempt(from, 'replicationStatus', (reader) =>
      reader.statuses(this.repository, digest),
    );
    if (statuses !== undefined) this.statuses.set(key, statuses);
  }

  private replicationState(from: RegistryName, to: RegistryName, digest: string): ReplicationState {
    const statuses = this.statuses.get(statusKey(from, digest));
    if (statuses === undefined) return { kind: 'unknown' };
    const { accountId, region } = this.registry(to);
    const status = statuses.find((each) => each.accountId === accountId && each.region === region);
    return status === undefined ? { kind: 'not-replicated' } : stateOf(status);
  }

  private async attempt<Result>(
    name: RegistryName,
    part: UnreadableImages['part'],
    read: (reader: ImageReader) => Promise<Result>,
  ): Promise<Result | undefined> {
    try {
      const reader = await this.input.openReader(this.registry(name));
      return reader && (await read(reader));
    } catch (error) {
      const failure = failureIn(error);
      const { accountId, region } = this.registry(name);
      if (!this.isUnreadable(name, part)) {
        this.unreadable.push({ registry: { accountId, region }, part, name: this.repository, failure });
      }
      return undefined;
    }
  }

  private isUnreadable(name: RegistryName, part: UnreadableImages['part']): boolean {
    const key = registryKey(this.registry(name));
    return this.unreadable.some((each) => each.part === part && registryKey(each.registry) === key);
  }

  private registry(name: RegistryName): Registry {
    const found = this.input.topology.registries.find((each) => each.name === name);
    if (found === undefined) throw new Error(`Registry '${name}' is not in the topology.`);
    return found;
  }
}

function statusKey(from: RegistryName, digest: string): string {
  return `${from} ${digest}`;
}

function stateOf({ status, failureCode }: ReplicationStatus): ReplicationState {
  switch (status) {
    case 'FAILED':
      return { kind: 'failed', failureCode };
    case 'IN_PROGRESS':
      return { kind: 'in-progress' };
    case 'COMPLETE':
      return { kind: 'complete' };
  }
}
