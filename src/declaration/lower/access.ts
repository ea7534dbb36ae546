import { isProtected, parseIdentityArn, type IdentityId } from '../../aws/arn.identity';
import type { AccountId, RepositoryName } from '../../aws/names';
import type { Operation } from '../../aws/policy/actions';
import type { Grantee } from '../../aws/policy/principals';
import { wildcardMatch } from '../../aws/wildcard';
import type {
  BoundDeclaration,
  BoundGlob,
  BoundGrant,
  BoundRegistry,
  BoundRepository,
  PlacedRepositories,
  PlacedRepository,
} from '../bind/bound-declaration';
import { repositoriesIn } from '../bind/registry-contents';

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
}: BoundDeclaration): (glob: BoundGlob) => readonly BoundRepository[] {
  const byName = new Map<string, BoundRepository>(repositories.map((each) => [each.name, each]));
  return ({ glob }) => {
    if (glob.includes('*')) return repositories.filter(({ name }) => wildcardMatch(glob, name));
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
export function identityOf(grantee: Grantee): IdentityId | undefined {
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
  identity: IdentityId,
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
