import { uncheckedRepositoryName, type RepositoryName } from '../../aws/names';
import { sortedBy } from '../../base/collections';
import { mapConcurrently, waitForAll } from '../../base/promises';
import type { PlannedRepository } from '../../model/topology';
import { isKnown, UNKNOWN, type Unknown } from '../../model/unknown';
import { isRejectedWith } from '../failure';
import type { CallOutput } from '../session';
import { decodeEncryption, decodeMutability, decodeTags } from './decode-repository';
import type { LivePart } from './live-topology';
import type { RegistryCalls } from './registry-calls';

/** The parts that each repository has. */
export const REPOSITORY_PARTS: readonly LivePart[] = [
  'repositories',
  'repositoryPolicies',
  'lifecyclePolicies',
  'repositoryTags',
];

/** What to read of a registry. */
export interface WantedParts {
  /** The others are `UNKNOWN`, or empty. */
  readonly parts: ReadonlySet<LivePart>;
  /** The only repository to read. Undefined for every repository. */
  readonly repository: RepositoryName | undefined;
}

/** Called when a repository was read. */
export type RepositoryProgress = (progress: { readonly read: number; readonly total: number }) => void;

/** Returns an empty list if it cannot be read. */
export async function readRepositories(
  calls: RegistryCalls,
  { parts, repository: only }: WantedParts,
  onProgress: RepositoryProgress,
): Promise<readonly PlannedRepository[]> {
  if (!REPOSITORY_PARTS.some((part) => parts.has(part))) return [];
  const described = await calls.parts.read('repositories', undefined, () =>
    only === undefined ? describeAll(calls) : describeOne(calls, only),
  );
  if (!isKnown(described)) return [];
  let read = 0;
  const total = described.length;
  const all = await mapConcurrently(described, CONCURRENCY, async (each) => {
    const repository = await readRepository(calls, parts, each);
    read += 1;
    onProgress({ read, total });
    return repository;
  });
  const existing = all.flatMap((repository) => repository ?? []);
  return sortedBy(
    existing.map((repository) => withoutGivenUpParts(calls, repository)),
    ({ name }) => name,
  );
}

/** Repositories that are read at a time, so that a part that fails for several of them is given up early. */
const CONCURRENCY = 10;

async function describeAll(calls: RegistryCalls): Promise<readonly Described[]> {
  const pages = await calls.callAll(DESCRIBE, { maxResults: 1000 });
  return pages.flatMap(({ repositories = [] }) => repositories);
}

async function describeOne(calls: RegistryCalls, name: RepositoryName): Promise<readonly Described[]> {
  const found = await calls.callIfExists(
    DESCRIBE,
    { repositoryNames: [name] },
    'RepositoryNotFoundException',
  );
  return found?.repositories ?? [];
}

const DESCRIBE = 'ecr:DescribeRepositories';

type Described = NonNullable<CallOutput<typeof DESCRIBE>['repositories']>[number];

/** Returns undefined if the repository was deleted in the meantime. */
async function readRepository(
  calls: RegistryCalls,
  parts: ReadonlySet<LivePart>,
  described: Described,
): Promise<PlannedRepository | undefined> {
  const name = uncheckedRepositoryName(described.repositoryName ?? '');
  const readPart = <Value>(part: LivePart, read: () => Promise<Value | Unknown>) =>
    parts.has(part) ? calls.parts.read(part, name, () => ifRepositoryExists(read)) : UNKNOWN;
  const [policy, lifecyclePolicy, tags] = await waitForAll([
    readPart('repositoryPolicies', () => readPolicyOf(calls, name)),
    readPart('lifecyclePolicies', () => readLifecyclePolicyOf(calls, name)),
    readPart('repositoryTags', () => readTagsOf(calls, described)),
  ]);
  if (policy === DELETED || lifecyclePolicy === DELETED || tags === DELETED) return undefined;
  return {
    name,
    forceDelete: UNKNOWN,
    preventDestroy: false,
    policy,
    settings: { ...decodeSettings(calls, name, described), lifecyclePolicy, tags },
  };
}

/** The repository was deleted after it was listed. */
const DELETED = Symbol('deleted');

async function ifRepositoryExists<Value>(read: () => Promise<Value>): Promise<Value | typeof DELETED> {
  try {
    return await read();
  } catch (error) {
    if (isRejectedWith(error, 'RepositoryNotFoundException')) return DELETED;
    throw error;
  }
}

function decodeSettings(
  calls: RegistryCalls,
  name: RepositoryName,
  described: Described,
): Pick<PlannedRepository['settings'], 'encryption' | 'imageTagMutability' | 'scanOnPush'> {
  const { imageTagMutability, imageTagMutabilityExclusionFilters: filters } = described;
  const { imageScanningConfiguration, encryptionConfiguration } = described;
  const unsupported = (field: string, value: string | undefined) =>
    calls.parts.unsupported('repositories', name, {
      call: DESCRIBE,
      message: `The ${field} '${value ?? ''}' of the repository '${name}' is not supported.`,
    });
  return {
    imageTagMutability:
      decodeMutability(imageTagMutability, filters) ?? unsupported('imageTagMutability', imageTagMutability),
    scanOnPush: imageScanningConfiguration?.scanOnPush ?? false,
    encryption:
      decodeEncryption(encryptionConfiguration) ??
      unsupported('encryptionType', encryptionConfiguration?.encryptionType),
  };
}

async function readPolicyOf(
  calls: RegistryCalls,
  repositoryName: RepositoryName,
): Promise<PlannedRepository['policy']> {
  const call = 'ecr:GetRepositoryPolicy';
  const found = await calls.callIfExists(call, { repositoryName }, 'RepositoryPolicyNotFoundException');
  return calls.policy(found?.policyText, { part: 'repositoryPolicies', name: repositoryName, call });
}

async function readLifecyclePolicyOf(
  calls: RegistryCalls,
  repositoryName: RepositoryName,
): Promise<PlannedRepository['settings']['lifecyclePolicy']> {
  const call = 'ecr:GetLifecyclePolicy';
  const found = await calls.callIfExists(call, { repositoryName }, 'LifecyclePolicyNotFoundException');
  return calls.lifecyclePolicy(found?.lifecyclePolicyText);
}

async function readTagsOf(
  calls: RegistryCalls,
  { repositoryArn }: Described,
): Promise<PlannedRepository['settings']['tags']> {
  const { tags } = await calls.call('ecr:ListTagsForResource', { resourceArn: repositoryArn });
  return decodeTags(tags);
}

/** Which repositories were read before the part was given up depends on the order of the answers. */
function withoutGivenUpParts(calls: RegistryCalls, repository: PlannedRepository): PlannedRepository {
  const { policy, settings } = repository;
  const unlessGivenUp = <Value>(part: LivePart, value: Value) =>
    calls.parts.isGivenUp(part) ? UNKNOWN : value;
  return {
    ...repository,
    policy: unlessGivenUp('repositoryPolicies', policy),
    settings: {
      ...settings,
      lifecyclePolicy: unlessGivenUp('lifecyclePolicies', settings.lifecyclePolicy),
      tags: unlessGivenUp('repositoryTags', settings.tags),
    },
  };
}
