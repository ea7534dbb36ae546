import {
  filtersMatch,
  type AccountId,
  type AccountName,
  type AccountSetting,
  type Condition,
  type Credentials,
  type Grantee,
  type Operation,
  type Partition,
  type Region,
  type RegistryId,
  type RegistryName,
  type RepositoryFilter,
  type RepositoryName,
} from '../../registry';
import type { Path } from '../tree';
import type { LinkedSettings } from './settings';
import type { LinkedTemplate } from './creation-templates';
import type { LinkedCacheRule } from './pull-through-cache';
import type { LinkedImports } from './imports';
import type { LinkedScanning } from './scanning';

/**
 * The declaration with its names followed. What could not be followed is missing here, and has been said; every part
 * knows its place in the file, so that a check can point at it.
 */
export interface Linked {
  readonly accounts: readonly LinkedAccount[];
  readonly registries: readonly LinkedRegistry[];
  readonly repositories: readonly LinkedRepository[];
  /** What a repository has that says nothing else. */
  readonly defaults: LinkedSettings;
  readonly rules: readonly LinkedRule[];
  readonly grants: readonly LinkedGrant[];
  readonly imports: LinkedImports;
  /** By the registry that their images are pushed to. */
  readonly originals: ReadonlyMap<LinkedRegistry, readonly LinkedRepository[]>;
  /** By registry and name: worked out once, for most of what follows asks. */
  readonly held: ReadonlyMap<LinkedRegistry, Holding>;
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
  readonly creationTemplates: readonly LinkedTemplate[];
  readonly pullThroughCache: readonly LinkedCacheRule[];
  /** Undefined where nothing is said of it. */
  readonly scanning: LinkedScanning | undefined;
  /** Sorted by name. */
  readonly accountSettings: readonly AccountSetting[];
  readonly statements: readonly LinkedStatement[];
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
  readonly settings: LinkedSettings;
  readonly statements: readonly LinkedStatement[];
}

export interface LinkedRule {
  readonly path: Path;
  readonly from: readonly Reference[];
  readonly to: readonly Reference[];
  readonly filters: readonly LinkedFilter[] | 'all';
  readonly createRepositories: boolean;
}

/** An entry under `access`. */
export interface LinkedGrant {
  readonly path: Path;
  readonly operations: readonly Operation[];
  readonly repositories: readonly LinkedGlob[];
  /** Undefined where the entry names none, so that they follow from the repositories. */
  readonly registries: readonly Reference[] | undefined;
  /** Whether every registry it names was found. */
  readonly complete: boolean;
  readonly principals: readonly LinkedPrincipal[];
  readonly identity: 'inline' | 'managed' | 'none' | undefined;
  readonly isPublic: boolean;
}

/** The name of a repository, with `*` for anything. */
export interface LinkedGlob {
  readonly glob: string;
  readonly path: Path;
}

export interface LinkedPrincipal {
  readonly grantee: Grantee;
  /** As its ARN says, where it was written as one. */
  readonly partition: string | undefined;
  readonly path: Path;
}

/** A statement that the user wrote. */
export interface LinkedStatement {
  readonly path: Path;
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly principals: readonly LinkedPrincipal[];
  readonly actions: readonly LinkedText[];
  readonly resources: readonly LinkedText[];
  readonly conditions: readonly LinkedCondition[];
  readonly isPublic: boolean;
}

export interface LinkedText {
  readonly text: string;
  readonly path: Path;
}

export interface LinkedCondition extends Condition {
  readonly path: Path;
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
export function originals(
  linked: Pick<Linked, 'originals'>,
  registry: LinkedRegistry,
): readonly LinkedRepository[] {
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
export function taken(
  linked: Pick<Linked, 'originals'>,
  rule: LinkedRule,
  source: LinkedRegistry,
): readonly LinkedRepository[] {
  return originals(linked, source).filter(({ name }) => takes(rule, name));
}

/** The repositories that rules fill in a registry: its replicas. */
export function replicas(linked: Linked, registry: LinkedRegistry): readonly LinkedRepository[] {
  return linked.rules
    .filter((rule) => isDestination(rule, registry))
    .flatMap((rule) => rule.from.flatMap((source) => taken(linked, rule, source.registry)));
}

/** A repository that Terraform makes in a registry. */
export interface Held {
  readonly repository: LinkedRepository;
  /** Filled by a rule, and not where images are pushed. */
  readonly isReplica: boolean;
}

/** The originals and the replicas of a registry, by name. What ECR is to create by itself is not among them. */
export type Holding = ReadonlyMap<RepositoryName, Held>;

export function heldIn(linked: Linked, registry: LinkedRegistry): Holding {
  return linked.held.get(registry) ?? new Map<RepositoryName, Held>();
}

/** What originals and rules put into a registry. */
export function holdingOf(linked: Pick<Linked, 'originals' | 'rules'>, registry: LinkedRegistry): Holding {
  const held = new Map<RepositoryName, Held>();
  for (const rule of linked.rules) {
    if (rule.createRepositories || !isDestination(rule, registry)) continue;
    for (const { registry: source } of rule.from) {
      for (const repository of taken(linked, rule, source)) {
        held.set(repository.name, { repository, isReplica: true });
      }
    }
  }
  for (const repository of originals(linked, registry)) {
    held.set(repository.name, { repository, isReplica: false });
  }
  return held;
}

/** Account and Region, where both are known. */
export function registryIdOf({ account, region }: LinkedRegistry): RegistryId | undefined {
  const accountId = account?.id;
  return accountId === undefined || region === undefined ? undefined : { accountId, region };
}
