import type { PolicyDocument, PolicyStatement } from '../../aws/policy/document';
import { identityPolicy, repositoryStatements } from '../../aws/policy/grants';
import { groupBy } from '../../base/collections';
import { cacheStatements } from '../../model/pull-through-cache';
import { replicationStatements } from '../../model/replication';
import type { Registry, Topology } from '../../model/topology';
import type { BoundDeclaration, BoundStatement } from '../bind/bound-declaration';
import { repositoriesIn, statementsIn } from '../bind/registry-contents';
import type { Path } from '../syntax/tree';
import {
  grantedIdentities,
  lowerRegistryStatement,
  lowerRepositoryStatement,
  placeGrants,
  type GrantedIdentity,
  type Placement,
} from './access';
import { statementOrigins, type Origin, type StatementOrigins } from './statement-origins';
import { cacheGrantsOf } from './registry-settings';
import { locateRegistry, replicationGrantsTo, type LocatedBoundRegistry } from './topology';

/** The entries of a declaration that the parts of its topology come from. The lists have the order of the topology. */
export interface TopologyOrigins {
  readonly registries: readonly RegistryOrigins[];
  readonly identities: readonly IdentityOrigins[];
}

interface RegistryOrigins {
  readonly path: Path;
  readonly policy: StatementOrigins;
  readonly creationTemplates: readonly PolicyOrigins[];
  readonly repositories: readonly PolicyOrigins[];
}

/** The entry that declares a repository or creation template, and those that its policy comes from. */
export interface PolicyOrigins {
  readonly path: Path;
  readonly policy: StatementOrigins;
}

interface IdentityOrigins {
  readonly policy: StatementOrigins;
  readonly managedPolicies: readonly Path[];
}

/** @param topology the topology that `lowerTopology` returned for the declaration */
export function topologyOrigins(bound: BoundDeclaration, topology: Topology): TopologyOrigins {
  const placements = placeGrants(bound);
  const byRegistry = groupBy(placements, ({ registry }) => registry);
  const located = bound.registries.flatMap(locateRegistry);
  const byName = new Map(located.map((each) => [each.registry.name, each]));
  const registries = topology.registries.flatMap((registry) => {
    const source = byName.get(registry.name);
    if (source === undefined) return [];
    return registryOrigins(registry, source, located, bound, byRegistry.get(source.registry) ?? []);
  });
  const granted = grantedIdentities(bound, placements);
  const identities = topology.identities.map(({ policy }, index) => identityOrigins(policy, granted[index]));
  return { registries, identities };
}

function registryOrigins(
  { policy, repositories, creationTemplates }: Registry,
  { registry: source, id }: LocatedBoundRegistry,
  located: readonly LocatedBoundRegistry[],
  bound: BoundDeclaration,
  placements: readonly Placement[],
): RegistryOrigins {
  const placed = repositoriesIn(bound, source);
  const placementsByName = groupBy(placements, ({ repository }) => repository);
  const lowered = loweredStatements((statement) => lowerRepositoryStatement(id, statement));
  // Repositories with the same grants and statements share the policy.
  const origins = new Map<PolicyDocument, StatementOrigins>();
  return {
    path: source.path,
    policy: statementOrigins(
      policy,
      loweredStatements((statement) => lowerRegistryStatement(id, statement))(source.statements),
      [
        ...replicationGrantsTo(source, id.accountId, located, bound, creationTemplates).map((grant) => ({
          path: grant.path,
          statements: replicationStatements(id, [grant]),
        })),
        ...cacheGrantsOf(id, bound).map((grant) => ({
          path: grant.path,
          statements: cacheStatements(id, [grant]),
        })),
      ],
    ),
    creationTemplates: creationTemplates.flatMap((template) => {
      const declared = source.creationTemplates.find(({ prefix }) => prefix === template.prefix);
      if (declared === undefined) return [];
      return {
        path: declared.path,
        policy: statementOrigins(template.policy, lowered(declared.statements), []),
      };
    }),
    repositories: repositories.flatMap((repository) => {
      const declared = placed.get(repository.name)?.repository;
      if (declared === undefined) return [];
      const known = repository.policy && origins.get(repository.policy);
      const found =
        known ??
        statementOrigins(
          repository.policy,
          lowered(statementsIn(declared, source)),
          (placementsByName.get(repository.name) ?? []).flatMap((placement) => grantOrigins(placement, id)),
        );
      if (repository.policy !== undefined) origins.set(repository.policy, found);
      return { path: declared.path, policy: found };
    }),
  };
}

function loweredStatements(
  lower: (statement: BoundStatement) => readonly PolicyStatement[],
): (statements: readonly BoundStatement[]) => readonly Origin[] {
  return (statements) =>
    statements.map((statement) => ({ path: statement.path, statements: lower(statement) }));
}

/** Each principal separately, because a statement may contain only some principals of an entry. */
function grantOrigins({ grant, operation }: Placement, id: LocatedBoundRegistry['id']): readonly Origin[] {
  return grant.principals.map(({ grantee }) => ({
    path: grant.path,
    statements: repositoryStatements(id, [{ grantee, operation }]),
  }));
}

function identityOrigins(
  policy: PolicyDocument | undefined,
  granted: GrantedIdentity | undefined,
): IdentityOrigins {
  const { inline = [], managedBy = [] } = granted ?? {};
  const entries = [...groupBy(inline, ({ grant }) => grant)].map(([{ path }, grants]) => ({
    path,
    statements: identityPolicy(grants).statements,
  }));
  return {
    policy: statementOrigins(policy, [], entries),
    managedPolicies: [...managedBy].map(({ path }) => path),
  };
}
