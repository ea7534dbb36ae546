import type { KnownIdentityId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { compareText, sortedBy } from '../../base/collections';
import { waitForAll } from '../../base/promises';
import { REGISTRY_PARTS, UNKNOWN_REGISTRY_SETTINGS } from '../../model/resource-types';
import type { PlannedRegistry } from '../../model/topology';
import { UNKNOWN } from '../../model/unknown';
import { AwsError, type Failure } from '../failure';
import type { LivePart, LiveTopology, PolicyWithOtherHeader, Unreadable } from './live-topology';
import { FatalFailure } from './part-reader';
import { identitiesIn, readIdentities } from './read-identities';
import { readRegistry, type LiveContents } from './read-registry';
import type { WantedParts } from './read-repositories';
import type { ReadTarget } from './targets';

/** Every part of a registry. */
const REGISTRY_CONTENTS: readonly LivePart[] = [...REGISTRY_PARTS, 'repositoryTags'];

export interface ReadOptions {
  /** The parts to read. Default: all. The others are `UNKNOWN`, or empty lists. */
  readonly parts?: readonly LivePart[];
  /**
   * Also reads the policies of roles and users in the accounts of the registries: of these, and of those that a repository
   * policy names. The rates of IAM are low, so they are not read by default.
   */
  readonly identities?: readonly KnownIdentityId[];
  /** The only repository to read in each registry. Default: every repository. */
  readonly repository?: RepositoryName;
  readonly onProgress?: (progress: ReadProgress) => void;
}

/** Repositories of all registries whose lists were read so far. */
export interface ReadProgress {
  readonly read: number;
  readonly total: number;
}

/** Reads registries from AWS. A failure of AWS is in the result, and never thrown. */
export async function readTopology(
  targets: readonly ReadTarget[],
  { parts = REGISTRY_CONTENTS, repository, identities, onProgress = () => undefined }: ReadOptions = {},
): Promise<LiveTopology> {
  const wanted: WantedParts = { parts: new Set(parts), repository };
  const progress = new Map<ReadTarget, ReadProgress>();
  const read = await waitForAll(
    targets.map((target) =>
      readTarget(target, wanted, (ofTarget) => {
        progress.set(target, ofTarget);
        onProgress(totalOf([...progress.values()]));
      }),
    ),
  );
  const registries = sortedBy(
    read.map(({ registry }) => registry),
    ({ name }) => name,
  );
  const ofIdentities = await (identities === undefined
    ? NO_IDENTITIES
    : readIdentities(targets, [...identities, ...identitiesIn(registries)]));
  return {
    topology: { registries, identities: ofIdentities.identities },
    unreadable: [...read.flatMap(({ unreadable }) => unreadable), ...ofIdentities.unreadable].sort(
      compareSortKeys,
    ),
    otherHeaders: read.flatMap(({ otherHeaders }) => otherHeaders).sort(compareSortKeys),
  };
}

const NO_IDENTITIES = { identities: [], unreadable: [] };

interface ReadResult {
  readonly registry: PlannedRegistry;
  readonly unreadable: readonly Unreadable[];
  readonly otherHeaders: readonly PolicyWithOtherHeader[];
}

async function readTarget(
  { name, accountId, region, open }: ReadTarget,
  wanted: WantedParts,
  onProgress: (progress: ReadProgress) => void,
): Promise<ReadResult> {
  const id = { accountId, region };
  try {
    const session = await open();
    const { contents, ...others } = await readRegistry(session, id, wanted, onProgress);
    return { registry: { ...id, name, ...contents }, ...others };
  } catch (error) {
    const failure = fatalFailureOf(error);
    if (failure === undefined) throw error;
    return {
      registry: { ...id, name, ...UNKNOWN_CONTENTS },
      unreadable: [{ registry: id, part: 'registry', name: undefined, failure }],
      otherHeaders: [],
    };
  }
}

const UNKNOWN_CONTENTS: LiveContents = {
  repositories: [],
  policy: UNKNOWN,
  replication: UNKNOWN,
  ...UNKNOWN_REGISTRY_SETTINGS,
};

function fatalFailureOf(error: unknown): Failure | undefined {
  return error instanceof AwsError || error instanceof FatalFailure ? error.failure : undefined;
}

function totalOf(all: readonly ReadProgress[]): ReadProgress {
  return all.reduce((sum, { read, total }) => ({ read: sum.read + read, total: sum.total + total }), {
    read: 0,
    total: 0,
  });
}

function compareSortKeys(one: SortKeys, other: SortKeys): number {
  return compareText(sortKeyOf(one), sortKeyOf(other));
}

type SortKeys = Pick<Unreadable, 'name' | 'part' | 'registry'>;

function sortKeyOf({ registry, part, name }: SortKeys): string {
  return [registry?.accountId ?? '', registry?.region ?? '', part, name ?? ''].join(' ');
}
