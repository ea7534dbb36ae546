import type { RepositoryCreationTemplate } from '@aws-sdk/client-ecr';
import { asList, isJson } from '../stored-json';
import {
  repositoryArn,
  type ImageState,
  type KnownDestination,
  type RegistryState,
  type Replication,
  type RepositoryState,
  type World,
} from '../world';
import { findImage, storeImage } from './images';
import { tryParse } from './policies';
import { newRepository } from './repositories';
import { isImmutable, patternOf } from './tags';

/** Replicates a push to each destination of the rules. Replicated images are not replicated again. */
export function replicatePush(
  world: World,
  source: RegistryState,
  repository: RepositoryState,
  digest: string,
  tag: string | undefined,
): void {
  for (const destination of destinationsOf(source, repository.name)) {
    const replication = { source, repository, digest, tag, destination };
    if (world.options.replicationPace === 'immediate') {
      replicate(world, replication);
    } else {
      recordStatus(replication, 'IN_PROGRESS', undefined);
      source.pending.push(replication);
    }
  }
}

export function replicatePending(world: World, source: RegistryState): void {
  for (const replication of source.pending.splice(0)) replicate(world, replication);
}

/** Returns the destinations of the rules that match a repository, each once. */
export function destinationsOf({ replication }: RegistryState, name: string): readonly KnownDestination[] {
  const matching = replication.filter(
    ({ repositoryFilters = [] }) =>
      repositoryFilters.length === 0 || repositoryFilters.some(({ filter = '' }) => name.startsWith(filter)),
  );
  const all = matching.flatMap(({ destinations = [] }) =>
    destinations.map(({ region = '', registryId = '' }) => ({ region, registryId })),
  );
  return [...new Map(all.map((each) => [keyOf(each), each])).values()];
}

export function keyOf({ registryId, region }: KnownDestination): string {
  return `${registryId}/${region}`;
}

/** Replicates one image or tag. Returns the failure code, or undefined if it succeeds. */
export function replicate(world: World, replication: Replication): string | undefined {
  const failureCode = world.options.replicationFailure?.(replication) ?? copy(world, replication);
  recordStatus(replication, failureCode === undefined ? 'COMPLETE' : 'FAILED', failureCode);
  return failureCode;
}

function recordStatus(
  { repository, digest, destination }: Replication,
  status: 'COMPLETE' | 'FAILED' | 'IN_PROGRESS',
  failureCode: string | undefined,
): void {
  repository.images.get(digest)?.replicationStatuses.set(keyOf(destination), {
    ...destination,
    status,
    ...(failureCode === undefined ? {} : { failureCode }),
  });
}

/** AWS does not document the failure codes. These have the form of the one that was seen. */
function copy(
  world: World,
  { source, repository, digest, tag, destination }: Replication,
): string | undefined {
  // Backfills list images before they replicate them.
  const image = source.repositories.get(repository.name)?.images.get(digest);
  if (image === undefined) return 'SOURCE_REPOSITORY_NOT_FOUND';
  const target = world.registry(destination.registryId, destination.region);
  if (!allows(target, source, 'ecr:ReplicateImage', repository.name)) {
    return 'DESTINATION_REGISTRY_ACCESS_DENIED';
  }
  const existing = target.repositories.get(repository.name);
  if (existing === undefined && !allows(target, source, 'ecr:CreateRepository', repository.name)) {
    return 'DESTINATION_REPOSITORY_NOT_FOUND';
  }
  const replica = existing ?? createReplica(world, target, repository.name);
  const tagged = tag === undefined ? undefined : findImage(replica, { imageTag: tag });
  if (tag !== undefined && tagged !== undefined && tagged.digest !== digest && isImmutable(replica, tag)) {
    return 'DESTINATION_IMAGE_TAG_ALREADY_EXISTS';
  }
  copyChildren(world, repository, replica, image);
  storeImage(replica, copyOf(world, image), tag);
  return undefined;
}

function copyChildren(
  world: World,
  from: RepositoryState,
  to: RepositoryState,
  { children }: ImageState,
): void {
  for (const digest of children) {
    const child = from.images.get(digest);
    if (child === undefined) continue;
    copyChildren(world, from, to, child);
    storeImage(to, copyOf(world, child), undefined);
  }
}

function copyOf({ now }: World, image: ImageState): ImageState {
  return { ...image, tags: new Set(), pushedAt: now, replicationStatuses: new Map() };
}

/** Creates a repository with the settings of the most specific creation template for replication. */
function createReplica(world: World, target: RegistryState, name: string): RepositoryState {
  const template = templateFor(target, name);
  const { encryptionConfiguration, resourceTags, imageTagMutability, imageTagMutabilityExclusionFilters } =
    template ?? {};
  const replica = newRepository(world, {
    repositoryName: name,
    ...(encryptionConfiguration === undefined ? {} : { encryptionConfiguration }),
    ...(resourceTags === undefined ? {} : { tags: resourceTags }),
    ...(imageTagMutability === undefined ? {} : { imageTagMutability }),
    ...(imageTagMutabilityExclusionFilters === undefined ? {} : { imageTagMutabilityExclusionFilters }),
  });
  replica.policy = template?.repositoryPolicy;
  replica.lifecycle = template?.lifecyclePolicy;
  target.repositories.set(name, replica);
  return replica;
}

function templateFor({ templates }: RegistryState, name: string): RepositoryCreationTemplate | undefined {
  const matching = [...templates.values()].filter(
    ({ prefix = '', appliedFor = [] }) =>
      appliedFor.includes('REPLICATION') &&
      (prefix === 'ROOT' || name.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`)),
  );
  const lengthOf = ({ prefix = '' }: RepositoryCreationTemplate) => (prefix === 'ROOT' ? 0 : prefix.length);
  return matching.sort((one, other) => lengthOf(other) - lengthOf(one))[0];
}

/** Returns whether the registry policy allows another account to replicate. The own account needs none. */
function allows(target: RegistryState, source: RegistryState, action: string, name: string): boolean {
  if (target.accountId === source.accountId) return true;
  const policy = target.policy === undefined ? undefined : tryParse(target.policy);
  const statements = isJson(policy) ? asList(policy.Statement).filter(isJson) : [];
  const matching = statements.filter(
    (statement) =>
      // Conditions are not evaluated: AWS's example has none.
      !('Condition' in statement) &&
      matches(statement.Action, action, true) &&
      matches(statement.Resource, repositoryArn(target, name), false) &&
      principalsOf(statement.Principal).some((each) => isAccount(each, source.accountId)),
  );
  return matching.length > 0 && matching.every(({ Effect }) => Effect === 'Allow');
}

function matches(patterns: unknown, text: string, ignoresCase: boolean): boolean {
  const fold = (value: string) => (ignoresCase ? value.toLowerCase() : value);
  return asList(patterns).some((pattern) => patternOf(fold(String(pattern))).test(fold(text)));
}

function principalsOf(principal: unknown): readonly unknown[] {
  return isJson(principal) ? asList(principal.AWS) : asList(principal);
}

function isAccount(principal: unknown, accountId: string): boolean {
  return (
    principal === '*' ||
    principal === accountId ||
    /^arn:[a-z-]+:iam::([0-9]{12}):root$/.exec(String(principal))?.[1] === accountId
  );
}
