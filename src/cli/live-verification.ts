import { uncheckedRegistryName } from '../aws/names';
import { getPartition } from '../aws/partitions';
import { count } from '../base/text';
import type { LoadedTopology } from '../lint/declaration/load';
import { originalMatcher } from '../lint/declaration/source-locations';
import { createImageReader } from '../live/images/read-images';
import { isRepositoryListKnown, type LiveTopology } from '../live/registry/live-topology';
import { readIdentities } from '../live/registry/read-identities';
import { readTopology } from '../live/registry/read-topology';
import { declaredTargets, type ReadTarget } from '../live/registry/targets';
import { AwsError } from '../live/failure';
import type { Registry } from '../model/topology';
import { printable } from '../report/format/text';
import { findDifferences } from '../verify/differences';
import { withoutKept, type ImageVerification } from '../verify/images';
import { relevantUnreadable } from '../verify/relevant-unreadable';
import { verifyImages } from '../verify/verify-images';
import type { Verification } from '../verify/verification';
import type { Progress } from './progress';

/** What is read and compared. */
export interface LiveOptions {
  readonly images?: true;
  readonly ignoreUndeclared?: true;
  readonly ignoreKept?: true;
}

/** Reads the declared registries from AWS and compares them with the declaration. */
export async function verifyLive(
  loaded: LoadedTopology,
  options: LiveOptions,
  progress: Progress,
): Promise<Verification> {
  const { topology, deployment } = loaded;
  const targets = declaredTargets([...topology.registries, ...otherAccounts(loaded)], deployment.accounts);
  const live = await readLive(loaded, targets, progress);
  const ignoresUndeclared = options.ignoreUndeclared === true;
  return {
    registries: topology.registries,
    differences: findDifferences(topology, live, { defaultTags: deployment.tags, ignoresUndeclared }),
    unreadable: relevantUnreadable(topology, live.unreadable, { ignoresUndeclared }),
    images:
      options.images === true ? await compareImages(loaded, live, targets, options, progress) : undefined,
  };
}

/**
 * Returns accounts without a registry whose roles or users are declared, as targets. IAM is global, so any Region of the
 * partition has the same roles.
 */
function otherAccounts({ topology, deployment }: LoadedTopology): readonly Omit<ReadTarget, 'open'>[] {
  const { registries, identities } = topology;
  return deployment.accounts.flatMap(({ id, name }) => {
    const identity = identities.find(({ accountId }) => accountId === id);
    if (identity === undefined || registries.some(({ accountId }) => accountId === id)) return [];
    const region = registries.find((each) => getPartition(each.region).id === identity.partition)?.region;
    const [other] = registries;
    if (other === undefined) return [];
    return [{ name: uncheckedRegistryName(name), accountId: id, region: region ?? other.region }];
  });
}

async function readLive(
  { topology }: LoadedTopology,
  targets: readonly ReadTarget[],
  progress: Progress,
): Promise<LiveTopology> {
  const registries = targets.slice(0, topology.registries.length);
  progress.show(`Reading ${count(registries.length, 'registry', 'registries')} …`);
  const live = await readTopology(registries, {
    onProgress: ({ read, total }) => {
      progress.show(`Reading ${read} of ${count(total, 'repository', 'repositories')} …`);
    },
  });
  const { identities, unreadable } = await readIdentities(targets, topology.identities);
  return {
    ...live,
    topology: { ...live.topology, identities },
    unreadable: [...live.unreadable, ...unreadable],
  };
}

async function compareImages(
  loaded: LoadedTopology,
  live: LiveTopology,
  targets: readonly ReadTarget[],
  options: LiveOptions,
  progress: Progress,
): Promise<ImageVerification> {
  const verification = await verifyImages({
    topology: loaded.topology,
    isOriginal: originalMatcher(loaded),
    repositoriesIn: (registry) => repositoriesIn(live, registry),
    openReader: async (registry) => {
      const session = await targets
        .find(({ name }) => name === registry.name)
        ?.open()
        .catch(ignoreAwsError);
      return session && createImageReader(session, registry.region);
    },
    onProgress: (repository, done, total) => {
      progress.show(
        `Comparing images: ${printable(repository)} (${done} of ${count(total, 'repository', 'repositories')}) …`,
      );
    },
  });
  return options.ignoreKept === true ? withoutKept(verification) : verification;
}

/** The registry is already listed as one that could not be read. */
function ignoreAwsError(error: unknown): undefined {
  if (error instanceof AwsError) return undefined;
  throw error;
}

function repositoriesIn(
  live: LiveTopology,
  registry: Registry,
): ReturnType<Parameters<typeof verifyImages>[0]['repositoriesIn']> {
  if (!isRepositoryListKnown(live, registry)) return undefined;
  const found = live.topology.registries.find(({ name }) => name === registry.name);
  return found?.repositories.map(({ name }) => name);
}
