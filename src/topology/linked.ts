import {
  filtersMatch,
  type AccountId,
  type AccountName,
  type Credentials,
  type Partition,
  type Region,
  type RegistryName,
  type RepositoryFilter,
  type RepositoryName,
} from '../registry';
import type { Path } from './tree';

/**
 * The declaration with its names followed. What could not be followed is missing here, and has been said; every part
 * knows its place in the file, so that a check can point at it.
 */
export interface Linked {
  readonly accounts: readonly LinkedAccount[];
  readonly registries: readonly LinkedRegistry[];
  readonly repositories: readonly LinkedRepository[];
  readonly rules: readonly LinkedRule[];
  /** By the registry that their images are pushed to. */
  readonly originals: ReadonlyMap<LinkedRegistry, readonly LinkedRepository[]>;
}

export interface LinkedAccount {
  readonly name: AccountName;
  readonly path: Path;
  readonly id: AccountId | undefined;
  readonly credentials: Credentials;
}

export interface LinkedRegistry {
  readonly name: RegistryName;
  readonly path: Path;
  readonly account: LinkedAccount | undefined;
  /** Only where the Region exists. */
  readonly region: Region | undefined;
  readonly partition: Partition | undefined;
}

export interface LinkedRepository {
  readonly name: RepositoryName;
  readonly path: Path;
  /** Where images are pushed: the originals. */
  readonly registries: readonly Reference[];
  /** Whether every registry it names was found. */
  readonly complete: boolean;
  readonly forceDelete: boolean;
  readonly preventDestroy: boolean;
}

export interface LinkedRule {
  readonly path: Path;
  readonly from: readonly Reference[];
  readonly to: readonly Reference[];
  readonly filters: readonly LinkedFilter[] | 'all';
  readonly createRepositories: boolean;
}

/** A registry, and where the declaration names it. */
export interface Reference {
  readonly registry: LinkedRegistry;
  readonly path: Path;
}

export interface LinkedFilter {
  readonly filter: RepositoryFilter;
  readonly path: Path;
}

/** The repositories that images are pushed to in a registry. */
export function originals(linked: Linked, registry: LinkedRegistry): readonly LinkedRepository[] {
  return linked.originals.get(registry) ?? [];
}

/** Whether a rule takes repositories of this name. */
export function takes({ filters }: LinkedRule, name: RepositoryName): boolean {
  return filters === 'all' || filters.some(({ filter }) => filtersMatch([filter], name));
}

export function isSource({ from }: LinkedRule, registry: LinkedRegistry): boolean {
  return from.some((source) => source.registry === registry);
}

export function isDestination({ to }: LinkedRule, registry: LinkedRegistry): boolean {
  return to.some((destination) => destination.registry === registry);
}

/** What a rule replicates from one of its sources. */
export function taken(linked: Linked, rule: LinkedRule, source: LinkedRegistry): readonly LinkedRepository[] {
  return originals(linked, source).filter(({ name }) => takes(rule, name));
}

/** The repositories that rules fill in a registry: its replicas. */
export function replicas(linked: Linked, registry: LinkedRegistry): readonly LinkedRepository[] {
  return linked.rules
    .filter((rule) => isDestination(rule, registry))
    .flatMap((rule) => rule.from.flatMap((source) => taken(linked, rule, source.registry)));
}
