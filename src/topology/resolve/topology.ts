import {
  cacheStatements,
  grouped,
  policyOfStatements,
  registryKey,
  replicationStatements,
  repositoryStatements,
  sortedBy,
  sortedUnique,
  taggedStarts,
  type AccountId,
  type CreationTemplate,
  type PolicyDocument,
  type RegistryId,
  type Registry,
  type ReplicationGrant,
  type ReplicationRule,
  type Topology,
} from '../../registry';
import { heldIn, isDestination, isSource, registryIdOf, taken } from '../link/contents';
import type { Linked, LinkedRegistry, LinkedRepository, LinkedRule } from '../link/linked';
import type { Placement } from './placements';
import { resolveCreationTemplates } from './creation-templates';
import { resolveIdentities } from './identities';
import { cacheGrantsOf, resolvePullThroughCache } from './pull-through-cache';
import { resolveScanning } from './scanning';
import { resolveSettings } from './settings';
import { registryStatementOf, repositoryStatementOf } from './statements';

/**
 * Lowers a declaration to a topology. Rejected parts are left out, so that the rest can be checked. The topology is
 * used only if there are no errors.
 */
export function resolve(linked: Linked, granted: readonly Placement[]): Topology {
  const placed = linked.registries.flatMap(place);
  const placements = grouped(granted, (placement) => placement.registry);
  return {
    registries: sortedBy(placed, ({ registry }) => registry.name).map((each) =>
      resolveRegistry(each, placed, linked, placements.get(each.registry) ?? []),
    ),
    identities: resolveIdentities(linked, granted),
  };
}

interface Placed {
  readonly registry: LinkedRegistry;
  readonly id: RegistryId;
}

function place(registry: LinkedRegistry): readonly Placed[] {
  const id = registryIdOf(registry);
  return id === undefined ? [] : [{ registry, id }];
}

function resolveRegistry(
  { registry, id }: Placed,
  placed: readonly Placed[],
  linked: Linked,
  granted: readonly Placement[],
): Registry {
  const creationTemplates = resolveCreationTemplates(registry, id);
  const replication = replicationStatements(
    id,
    grantsTo(registry, id.accountId, placed, linked, creationTemplates),
  );
  const caches = cacheStatements(id, cacheGrantsOf(id, linked));
  const written = registry.statements.flatMap((statement) => registryStatementOf(id, statement));
  const policyOf = repositoryPolicies(id);
  const placements = grouped(granted, ({ repository }) => repository);
  return {
    ...id,
    name: registry.name,
    repositories: sortedBy(heldIn(linked, registry).values(), ({ repository }) => repository.name).map(
      ({ repository }) => ({
        name: repository.name,
        forceDelete: repository.forceDelete,
        preventDestroy: repository.preventDestroy,
        policy: policyOf(repository, placements.get(repository.name) ?? []),
        settings: resolveSettings(repository.settings, registry),
      }),
    ),
    policy: policyOfStatements([...replication, ...caches], written),
    replication: resolveRules(registry, placed, linked),
    scanning: resolveScanning(registry.scanning),
    enablesInspector: registry.scanning?.enableInspector ?? false,
    creationTemplates,
    pullThroughCache: resolvePullThroughCache(registry, linked),
    accountSettings: registry.accountSettings,
  };
}

/**
 * Returns a function that builds the policy of a repository. Equal policies are built once, because many repositories
 * have the same grants.
 */
function repositoryPolicies(
  id: RegistryId,
): (repository: LinkedRepository, placements: readonly Placement[]) => PolicyDocument | undefined {
  const found = new Map<string, PolicyDocument | undefined>();
  return ({ statements }, placements) => {
    // The path in the file identifies an entry or statement.
    let key = '';
    for (const { grant, operation } of placements) key += `${operation} ${grant.path.join('.')}\n`;
    for (const { path } of statements) key += `${path.join('.')}\n`;
    if (!found.has(key)) found.set(key, repositoryPolicy(id, statements, placements));
    return found.get(key);
  };
}

function repositoryPolicy(
  id: RegistryId,
  statements: LinkedRepository['statements'],
  placements: readonly Placement[],
): PolicyDocument | undefined {
  const grants = placements.flatMap(({ grant, operation }) =>
    grant.principals.map(({ grantee }) => ({ grantee, operation })),
  );
  const written = statements.flatMap((statement) => repositoryStatementOf(id, statement));
  return policyOfStatements(repositoryStatements(id, grants), written);
}

/**
 * Returns the permissions that replication rules from other accounts need in the registry policy. "Source repositories
 * do not need any special policies"; neither do registries of the same account.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-create-replication.html
 */
function grantsTo(
  registry: LinkedRegistry,
  owner: AccountId,
  placed: readonly Placed[],
  linked: Linked,
  templates: readonly CreationTemplate[],
): readonly ReplicationGrant[] {
  return rulesTo(registry, linked).flatMap((rule) =>
    placed
      .filter(({ registry: source, id }) => id.accountId !== owner && isSource(rule, source))
      .map(({ registry: source, id }) => ({
        source: id.accountId,
        target: targetOf(rule, source, linked, templates),
      })),
  );
}

function targetOf(
  rule: LinkedRule,
  source: LinkedRegistry,
  linked: Linked,
  templates: readonly CreationTemplate[],
): ReplicationGrant['target'] {
  const filters = filtersOf(rule);
  return rule.createRepositories
    ? { kind: 'created', filters, tagged: taggedStarts(templates, filters) }
    : { kind: 'existing', repositories: taken(linked, rule, source).map(({ name }) => name) };
}

function resolveRules(
  registry: LinkedRegistry,
  placed: readonly Placed[],
  linked: Linked,
): readonly ReplicationRule[] {
  const rules = linked.rules
    .filter((rule) => isSource(rule, registry))
    .map((rule): ReplicationRule => {
      const destinations = placed.filter(({ registry: other }) => isDestination(rule, other));
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

function filtersOf({ filters }: LinkedRule): ReplicationRule['filters'] {
  return filters === 'all' ? 'all' : sortedUnique(filters.map(({ filter }) => filter));
}

function rulesTo(registry: LinkedRegistry, linked: Linked): readonly LinkedRule[] {
  return linked.rules.filter((rule) => isDestination(rule, registry));
}
