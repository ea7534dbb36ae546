import type { KnownRegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { filtersMatch } from '../../model/replication';
import type {
  BoundDeclaration,
  BoundRegistry,
  BoundReplicationRule,
  BoundRepository,
  BoundStatement,
  PlacedRepositories,
  PlacedRepository,
} from './bound-declaration';

/** Returns the repositories whose images are pushed to the registry. */
export function originalsIn(
  bound: Pick<BoundDeclaration, 'originals'>,
  registry: BoundRegistry,
): readonly BoundRepository[] {
  return bound.originals.get(registry) ?? [];
}

/** Returns whether a replication rule matches the repository name. */
export function matches({ filters }: BoundReplicationRule, name: RepositoryName): boolean {
  return filters === 'all' || filters.some(({ filter }) => filtersMatch([filter], name));
}

export function isSource({ from }: BoundReplicationRule, registry: BoundRegistry): boolean {
  return from.some((source) => source.registry === registry);
}

export function isDestination({ to }: BoundReplicationRule, registry: BoundRegistry): boolean {
  return to.some((destination) => destination.registry === registry);
}

/** Returns the repositories that a rule replicates from one of its sources. */
export function matchedBy(
  bound: Pick<BoundDeclaration, 'originals'>,
  rule: BoundReplicationRule,
  source: BoundRegistry,
): readonly BoundRepository[] {
  return originalsIn(bound, source).filter(({ name }) => matches(rule, name));
}

/** Returns the repositories that replication rules fill in the registry. */
export function replicasIn(bound: BoundDeclaration, registry: BoundRegistry): readonly BoundRepository[] {
  return bound.rules
    .filter((rule) => isDestination(rule, registry))
    .flatMap((rule) => rule.from.flatMap((source) => matchedBy(bound, rule, source.registry)));
}

export function repositoriesIn(bound: BoundDeclaration, registry: BoundRegistry): PlacedRepositories {
  return bound.placed.get(registry) ?? new Map<RepositoryName, PlacedRepository>();
}

/** Returns the originals and replicas of the registry, except replicas that ECR creates. */
export function placeRepositories(
  bound: Pick<BoundDeclaration, 'originals' | 'rules'>,
  registry: BoundRegistry,
): PlacedRepositories {
  const placed = new Map<RepositoryName, PlacedRepository>();
  for (const rule of bound.rules) {
    if (rule.createRepositories || !isDestination(rule, registry)) continue;
    for (const { registry: source } of rule.from) {
      for (const repository of matchedBy(bound, rule, source)) {
        placed.set(repository.name, { repository, isReplica: true });
      }
    }
  }
  for (const repository of originalsIn(bound, registry)) {
    placed.set(repository.name, { repository, isReplica: false });
  }
  return placed;
}

/** Returns the statements that the policy of a repository has in a registry. */
export function statementsIn(
  { statements }: Pick<BoundRepository, 'statements'>,
  registry: BoundRegistry,
): readonly BoundStatement[] {
  return statements.filter(
    ({ registries }) =>
      registries === undefined || registries.some((reference) => reference.registry === registry),
  );
}

/** Returns the account ID and Region, or undefined if one is unknown. */
export function registryIdOf({ account, region }: BoundRegistry): KnownRegistryId | undefined {
  const accountId = account?.id;
  return accountId === undefined || region === undefined ? undefined : { accountId, region };
}
