import { registryKey, type KnownRegistryId } from '../../aws/arn';
import type { PolicyHeader } from '../../aws/policy/read';
import type { RegistryPart } from '../../model/resource-types';
import type { PlannedTopology } from '../../model/topology';
import type { Failure } from '../failure';

/** What AWS contains. */
export interface LiveTopology {
  /**
   * A value that does not exist is undefined or empty. A value that could not be read is `UNKNOWN`, with its reason in
   * `unreadable`. Two values are always the same, because they exist only in Terraform: `forceDelete` is `UNKNOWN`, and
   * `preventDestroy` is false.
   *
   * An identity that does not exist is left out. If the policies of one could not be read, `policy` is `UNKNOWN` and
   * `managedPolicies` is empty.
   *
   * The list of repositories cannot be `UNKNOWN`. If it could not be read, it is empty, and `isRepositoryListKnown` returns
   * false: a repository that is not in it may exist.
   */
  readonly topology: PlannedTopology;
  /** Sorted by account, Region, part and name. */
  readonly unreadable: readonly Unreadable[];
  /** The policies whose header Terraform changes, sorted by account, Region, part and name. */
  readonly otherHeaders: readonly PolicyWithOtherHeader[];
}

/** A policy whose version or ID Terraform changes, although its statements can be equal to the declared ones. */
export interface PolicyWithOtherHeader extends PolicyHeader {
  readonly registry: KnownRegistryId;
  readonly part: 'creationTemplates' | 'policy' | 'repositoryPolicies';
  /** The repository or the prefix of the creation template. Undefined for the registry policy. */
  readonly name: string | undefined;
}

/** A value that could not be read. */
export interface Unreadable {
  /** Undefined for an identity, which is in no Region. */
  readonly registry: KnownRegistryId | undefined;
  readonly part: LivePart | 'registry';
  /**
   * The repository, account setting, prefix of a creation template or pull-through cache rule, or the ARN of an identity.
   * Undefined if the whole part could not be read.
   */
  readonly name: string | undefined;
  readonly failure: Failure;
}

/**
 * The parts of a registry that are read. `repositories` is the list of repositories and the settings that it contains. An
 * `Unreadable` with the part `registry` applies to every part.
 */
export type LivePart = RegistryPart | 'identities' | 'repositoryTags';

/** Returns whether the list of repositories of a registry was read, so that a missing repository does not exist. */
export function isRepositoryListKnown(
  { unreadable }: Pick<LiveTopology, 'unreadable'>,
  registry: KnownRegistryId,
): boolean {
  return !unreadable.some(
    ({ registry: other, part, name }) =>
      isSameRegistry(registry, other) &&
      (part === 'registry' || (part === 'repositories' && name === undefined)),
  );
}

/**
 * Returns why a value of a registry is unknown, or undefined if no failure made it unknown.
 * @param name as in `Unreadable`. Without it, only a failure of the whole part is returned
 */
export function failureOfPart(
  { unreadable }: LiveTopology,
  registry: KnownRegistryId,
  part: LivePart,
  name?: string,
): Failure | undefined {
  return unreadable.find(
    (each) =>
      isSameRegistry(registry, each.registry) &&
      (each.part === 'registry' || (each.part === part && (each.name === undefined || each.name === name))),
  )?.failure;
}

function isSameRegistry(registry: KnownRegistryId, other: KnownRegistryId | undefined): boolean {
  return other !== undefined && registryKey(registry) === registryKey(other);
}
