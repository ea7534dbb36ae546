import { registryKey, type KnownRegistryId, type RegistryId } from '../../aws/arn';
import type { AccountId } from '../../aws/names';
import type { PolicyDocument } from '../../aws/policy/document';
import { policyFromStatements, repositoryStatements } from '../../aws/policy/grants';
import { groupBy, sortedBy, sortedUnique } from '../../base/collections';
import { cacheStatements } from '../../model/pull-through-cache';
import { replicationStatements, taggedPrefixes, type ReplicationGrant } from '../../model/replication';
import type { CreationTemplate } from '../../model/settings';
import type { ReplicationRule } from '../../model/resource-types';
import type { Registry, Topology } from '../../model/topology';
import type {
  BoundDeclaration,
  BoundRegistry,
  BoundReplicationRule,
  BoundRepository,
} from '../bind/bound-declaration';
import {
  isDestination,
  isSource,
  matchedBy,
  registryIdOf,
  repositoriesIn,
  statementsIn,
} from '../bind/registry-contents';
import type { Path } from '../syntax/tree';
import { lowerIdentities, lowerRegistryStatement, lowerRepositoryStatement, type Placement } from './access';
import { cacheGrantsOf, lowerRegistrySettings } from './registry-settings';
import { lowerSettings } from './repository-settings';

/**
 * Lowers a declaration to a topology. Rejected parts are left out, so that the rest can be checked. The topology is
 * used only if there are no errors.
 */
export function lowerTopology(bound: BoundDeclaration, allPlacements: readonly Placement[]): Topology {
  const locatedRegistries = bound.registries.flatMap(locateRegistry);
  const placements = groupBy(allPlacements, (placement) => placement.registry);
  return {
    registries: sortedBy(locatedRegistries, ({ registry }) => registry.name).map((each) =>
      lowerRegistry(each, locatedRegistries, bound, placements.get(each.registry) ?? []),
    ),
    identities: lowerIdentities(bound, allPlacements),
  };
}

export interface LocatedBoundRegistry {
  readonly registry: BoundRegistry;
  readonly id: KnownRegistryId;
}

export function locateRegistry(registry: BoundRegistry): readonly LocatedBoundRegistry[] {
  const id = registryIdOf(registry);
  return id === undefined ? [] : [{ registry, id }];
}

function lowerRegistry(
  { registry, id }: LocatedBoundRegistry,
  locatedRegistries: readonly LocatedBoundRegistry[],
  bound: BoundDeclaration,
  allPlacements: readonly Placement[],
): Registry {
  const settings = lowerRegistrySettings(registry, id, bound);
  const written = registry.statements.flatMap((statement) => lowerRegistryStatement(id, statement));
  const replication = replicationStatements(
    id,
    replicationGrantsTo(registry, id.accountId, locatedRegistries, bound, settings.creationTemplates),
    written,
  );
  const caches = cacheStatements(id, cacheGrantsOf(id, bound));
  const policyOf = repositoryPolicies(registry, id);
  const placements = groupBy(allPlacements, ({ repository }) => repository);
  return {
    ...id,
    name: registry.name,
    repositories: sortedBy(repositoriesIn(bound, registry).values(), ({ repository }) => repository.name).map(
      ({ repository }) => ({
        name: repository.name,
        forceDelete: repository.forceDelete,
        preventDestroy: repository.preventDestroy,
        policy: policyOf(repository, placements.get(repository.name) ?? []),
        settings: lowerSettings(repository.settings, registry),
      }),
    ),
    policy: policyFromStatements([...replication, ...caches], written),
    replication: lowerReplicationRules(registry, locatedRegistries, bound),
    ...settings,
  };
}

/**
 * Returns a function that builds the policy of a repository. Equal policies are built once, because many repositories
 * have the same grants.
 */
function repositoryPolicies(
  registry: BoundRegistry,
  id: RegistryId,
): (repository: BoundRepository, placements: readonly Placement[]) => PolicyDocument | undefined {
  const policies = new Map<string, PolicyDocument | undefined>();
  return (repository, placements) => {
    const statements = statementsIn(repository, registry);
    // The path in the file identifies an entry or statement.
    let key = '';
    for (const { grant, operation } of placements) key += `${operation} ${grant.path.join('.')}\n`;
    for (const { path } of statements) key += `${path.join('.')}\n`;
    if (!policies.has(key)) policies.set(key, repositoryPolicy(id, statements, placements));
    return policies.get(key);
  };
}

function repositoryPolicy(
  id: RegistryId,
  statements: BoundRepository['statements'],
  placements: readonly Placement[],
): PolicyDocument | undefined {
  const grants = placements.flatMap(({ grant, operation }) =>
    grant.principals.map(({ grantee }) => ({ grantee, operation })),
  );
  const written = statements.flatMap((statement) => lowerRepositoryStatement(id, statement));
  return policyFromStatements(repositoryStatements(id, grants), written);
}

/** What a replication rule needs, with the path of the rule. */
export interface DeclaredReplicationGrant extends ReplicationGrant {
  readonly path: Path;
}

/**
 * Returns the permissions that replication rules from other accounts need in the registry policy. "Source repositories
 * do not need any special policies"; neither do registries of the same account.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-create-replication.html
 */
export function replicationGrantsTo(
  registry: BoundRegistry,
  owner: AccountId,
  locatedRegistries: readonly LocatedBoundRegistry[],
  bound: BoundDeclaration,
  templates: readonly CreationTemplate[],
): readonly DeclaredReplicationGrant[] {
  return rulesTo(registry, bound).flatMap((rule) =>
    locatedRegistries
      .filter(({ registry: source, id }) => id.accountId !== owner && isSource(rule, source))
      .map(({ registry: source, id }) => ({
        path: rule.path,
        source: id.accountId,
        target: replicationTarget(rule, source, bound, templates),
      })),
  );
}

function replicationTarget(
  rule: BoundReplicationRule,
  source: BoundRegistry,
  bound: BoundDeclaration,
  templates: readonly CreationTemplate[],
): ReplicationGrant['target'] {
  const filters = filtersOf(rule);
  return rule.createRepositories
    ? { kind: 'created', filters, tagged: taggedPrefixes(templates, filters) }
    : { kind: 'existing', repositories: matchedBy(bound, rule, source).map(({ name }) => name) };
}

function lowerReplicationRules(
  registry: BoundRegistry,
  locatedRegistries: readonly LocatedBoundRegistry[],
  bound: BoundDeclaration,
): readonly ReplicationRule[] {
  const rules = bound.rules
    .filter((rule) => isSource(rule, registry))
    .map((rule): ReplicationRule => {
      const destinations = locatedRegistries.filter(({ registry: other }) => isDestination(rule, other));
      return {
        filters: filtersOf(rule),
        destinations: sortedBy(
          destinations.map(({ id }) => id),
          registryKey,
        ),
      };
    });
  return sortedBy(rules, ({ filters, destinations }) =>
    JSON.stringify([filters, destinations.map(registryKey)]),
  );
}

function filtersOf({ filters }: BoundReplicationRule): ReplicationRule['filters'] {
  return filters === 'all' ? 'all' : sortedUnique(filters.map(({ filter }) => filter));
}

function rulesTo(registry: BoundRegistry, bound: BoundDeclaration): readonly BoundReplicationRule[] {
  return bound.rules.filter((rule) => isDestination(rule, registry));
}
