import {
  identityArn,
  isProtected,
  parseIdentityArn,
  repositoryArn,
  type KnownIdentityId,
  type RegistryId,
} from '../../aws/arn';
import { repositoryNamePattern, type AccountId, type RepositoryName } from '../../aws/names';
import type { Operation } from '../../aws/policy/actions';
import type { PolicyStatement } from '../../aws/policy/document';
import { identityPolicy, type IdentityGrant } from '../../aws/policy/grants';
import { managedPolicyFor } from '../../aws/policy/managed-policies';
import { groupPrincipalForms, principalForms, type Grantee } from '../../aws/policy/principals';
import { wildcardMatcher } from '../../aws/wildcard';
import { memoize, sortedBy, sortedUnique } from '../../base/collections';
import type { Identity } from '../../model/topology';
import type {
  BoundDeclaration,
  BoundGrant,
  BoundRegistry,
  BoundRepository,
  BoundStatement,
  PlacedRepositories,
  PlacedRepository,
} from '../bind/bound-declaration';
import { registryIdOf, repositoriesIn } from '../bind/registry-contents';
import { itemsOf, type Located } from '../schema/located';

/** One operation that an entry under `access` grants on one repository of one registry. */
export interface Placement {
  readonly grant: BoundGrant;
  readonly registry: BoundRegistry;
  readonly repository: RepositoryName;
  readonly operation: Operation;
  /** Whether replication fills the repository: images that are pushed to it are not replicated. */
  readonly isReplica: boolean;
}

/**
 * Returns where every grant applies: in the registries of the entry, if it names any. Otherwise pull applies to
 * originals and replicas, and push to originals only.
 */
export function placeGrants(bound: BoundDeclaration): readonly Placement[] {
  const registries = bound.registries.map((registry) => ({
    registry,
    repositories: repositoriesIn(bound, registry),
  }));
  const matchGlob = repositoryMatcher(bound);
  return bound.grants.flatMap((grant) => {
    const names = new Set(grant.repositories.flatMap(matchGlob).map(({ name }) => name));
    return registries
      .filter(({ registry }) => includesRegistry(grant, registry))
      .flatMap(({ registry, repositories }) =>
        intersect(names, repositories).flatMap((placed) => placementsOf(grant, registry, placed)),
      );
  });
}

/**
 * Returns the repositories with these names. Iterates over the smaller of the two collections, because both may be
 * large.
 */
function intersect(
  names: ReadonlySet<RepositoryName>,
  repositories: PlacedRepositories,
): readonly PlacedRepository[] {
  if (names.size > repositories.size) {
    return [...repositories.values()].filter(({ repository }) => names.has(repository.name));
  }
  return [...names].flatMap((name) => repositories.get(name) ?? []);
}

/**
 * Returns a function that finds the declared repositories that match a glob. Most are plain names, which need no
 * search.
 */
export function repositoryMatcher({
  repositories,
}: BoundDeclaration): (glob: Located<string>) => readonly BoundRepository[] {
  const byName = new Map<string, BoundRepository>(repositories.map((each) => [each.name, each]));
  const search = memoize((glob: string) => {
    const isMatch = wildcardMatcher(glob);
    return repositories.filter(({ name }) => isMatch(name));
  });
  return ({ value: glob }) => {
    if (glob.includes('*')) return search(glob);
    const repository = byName.get(glob);
    return repository === undefined ? [] : [repository];
  };
}

function placementsOf(
  grant: BoundGrant,
  registry: BoundRegistry,
  { repository, isReplica }: PlacedRepository,
): readonly Placement[] {
  return grant.operations
    .filter((operation) => operation === 'pull' || !isReplica || grant.registries !== undefined)
    .map((operation) => ({ grant, registry, repository: repository.name, operation, isReplica }));
}

function includesRegistry({ registries }: BoundGrant, registry: BoundRegistry): boolean {
  return registries === undefined || registries.some((reference) => reference.registry === registry);
}

/** Returns the single role or user to which a policy can be attached, or undefined. */
export function identityOf(grantee: Grantee): KnownIdentityId | undefined {
  if (grantee.kind === 'identity') return grantee.identity;
  const isSingle = grantee.kind === 'viaAccountRoot' && !/[*?]/.test(grantee.arn);
  return isSingle ? parseIdentityArn(grantee.arn) : undefined;
}

/**
 * Returns how a grant attaches an identity policy. The default is 'none' for a role that may not exist, because the
 * apply would fail, and for a role that AWS manages.
 */
export function identityMode(
  grant: BoundGrant,
  grantee: Grantee,
  identity: KnownIdentityId,
  bound: BoundDeclaration,
): 'inline' | 'managed' | 'none' {
  if (grant.identity !== undefined) return grant.identity;
  const canAttach = grantee.kind === 'identity' && !isProtected(identity);
  return canAttach && isDeclaredAccount(identity.accountId, bound) ? 'inline' : 'none';
}

/** Returns whether the account is declared. A declared account with a rejected ID may be the one. */
export function isDeclaredAccount(account: AccountId, { accounts }: BoundDeclaration): boolean {
  return accounts.some(({ id }) => id === undefined || id === account);
}

/** Lowers the identity policies of every grant, by role and user. */
export function lowerIdentities(
  bound: BoundDeclaration,
  placements: readonly Placement[],
): readonly Identity[] {
  return grantedIdentities(bound, placements).map(lowerIdentity);
}

/** Returns the roles and users that grants attach policies to, sorted by ARN. */
export function grantedIdentities(
  bound: BoundDeclaration,
  placements: readonly Placement[],
): readonly GrantedIdentity[] {
  const identities = new Map<string, GrantedIdentity>();
  const attachmentsOf = new Map(bound.grants.map((grant) => [grant, attachmentsFor(grant, bound)]));
  for (const { grant, registry, repository, operation } of placements) {
    const id = registryIdOf(registry);
    if (id === undefined) continue;
    for (const { arn, identity, mode } of attachmentsOf.get(grant) ?? []) {
      const granted = identities.get(arn) ?? {
        identity,
        inline: [],
        managed: new Set(),
        managedBy: new Set(),
      };
      identities.set(arn, granted);
      if (mode === 'inline') {
        granted.inline.push({ grant, registry: id, repository, operation });
      } else {
        granted.managed.add(operation);
        granted.managedBy.add(grant);
      }
    }
  }
  return sortedBy(identities, ([arn]) => arn).map(([, granted]) => granted);
}

interface Attachment {
  readonly arn: string;
  readonly identity: KnownIdentityId;
  readonly mode: 'inline' | 'managed';
}

/** Returns the roles and users that a grant attaches a policy to. */
function attachmentsFor(grant: BoundGrant, bound: BoundDeclaration): readonly Attachment[] {
  return grant.principals.flatMap(({ grantee }) => {
    const identity = identityOf(grantee);
    const mode = identity === undefined ? 'none' : identityMode(grant, grantee, identity, bound);
    if (identity === undefined || mode === 'none') return [];
    return { arn: identityArn(identity), identity, mode };
  });
}

export interface GrantedIdentity {
  readonly identity: KnownIdentityId;
  readonly inline: (IdentityGrant & { readonly grant: BoundGrant })[];
  /** The operations that an AWS managed policy allows. */
  readonly managed: Set<Operation>;
  readonly managedBy: Set<BoundGrant>;
}

function lowerIdentity({ identity, inline, managed }: GrantedIdentity): Identity {
  return {
    ...identity,
    policy: inline.length === 0 ? undefined : identityPolicy(inline),
    managedPolicies: managed.size === 0 ? [] : [managedPolicyFor([...managed])],
  };
}

/** Lowers a declared statement of a repository policy. */
export function lowerRepositoryStatement(
  registry: RegistryId,
  statement: BoundStatement,
): readonly PolicyStatement[] {
  return lowerStatement(registry, statement, undefined);
}

/** Lowers a declared statement of a registry policy. */
export function lowerRegistryStatement(
  registry: RegistryId,
  statement: BoundStatement,
): readonly PolicyStatement[] {
  const resources = itemsOf(statement.resources).map(({ value }) => resourceArn(registry, value));
  return lowerStatement(registry, statement, sortedUnique(resources));
}

/** Returns the ARN for a declared resource: an ARN, `*`, or the name of a repository of the registry. */
export function resourceArn(registry: RegistryId, text: string): string {
  if (text === '*' || text.startsWith('arn:')) return text;
  return repositoryArn(registry, repositoryNamePattern(text));
}

/**
 * Returns several statements if principals need different conditions, because a statement has one set of conditions.
 */
function lowerStatement(
  registry: RegistryId,
  { sid, effect, principals, actions, conditions }: BoundStatement,
  resources: readonly string[] | undefined,
): readonly PolicyStatement[] {
  const groups = groupPrincipalForms(principals.flatMap(({ grantee }) => principalForms(registry, grantee)));
  const written = conditions.map(({ operator, key, values }) => ({ operator, key, values }));
  return groups.map((group) => ({
    sid: sid === undefined || groups.length === 1 ? sid : `${sid}${group.label}`,
    effect,
    principals: { isNot: false, values: group.principals },
    actions: { isNot: false, values: sortedUnique(actions.map(({ value }) => value)) },
    resources: resources === undefined ? undefined : { isNot: false, values: resources },
    conditions: sortedBy([...written, ...group.conditions], ({ operator, key }) => `${operator} ${key}`),
  }));
}
