import {
  isProtected,
  parseIdentityArn,
  wildcardMatch,
  type AccountId,
  type Grantee,
  type IdentityId,
  type Operation,
  type RepositoryName,
} from '../../registry';
import { heldIn } from '../link/contents';
import type {
  Held,
  Holding,
  Linked,
  LinkedGlob,
  LinkedGrant,
  LinkedRegistry,
  LinkedRepository,
} from '../link/linked';

/** One operation that an entry under `access` grants on one repository of one registry. */
export interface Placement {
  readonly grant: LinkedGrant;
  readonly registry: LinkedRegistry;
  readonly repository: RepositoryName;
  readonly operation: Operation;
  /** Whether replication fills the repository: images that are pushed to it are not replicated. */
  readonly isReplica: boolean;
}

/**
 * Returns where every grant applies: in the registries of the entry, if it names any. Otherwise pull applies to
 * originals and replicas, and push to originals only.
 */
export function placements(linked: Linked): readonly Placement[] {
  const held = linked.registries.map((registry) => ({ registry, repositories: heldIn(linked, registry) }));
  const matching = repositoryMatcher(linked);
  return linked.grants.flatMap((grant) => {
    const names = new Set(grant.repositories.flatMap(matching).map(({ name }) => name));
    return held
      .filter(({ registry }) => isNamed(grant, registry))
      .flatMap(({ registry, repositories }) =>
        common(names, repositories).flatMap((there) => placementsOf(grant, registry, there)),
      );
  });
}

/**
 * Returns the repositories with these names. Iterates over the smaller of the two collections, because both may be
 * large.
 */
function common(names: ReadonlySet<RepositoryName>, repositories: Holding): readonly Held[] {
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
}: Linked): (glob: LinkedGlob) => readonly LinkedRepository[] {
  const byName = new Map<string, LinkedRepository>(repositories.map((each) => [each.name, each]));
  return ({ glob }) => {
    if (glob.includes('*')) return repositories.filter(({ name }) => wildcardMatch(glob, name));
    const found = byName.get(glob);
    return found === undefined ? [] : [found];
  };
}

function placementsOf(
  grant: LinkedGrant,
  registry: LinkedRegistry,
  { repository, isReplica }: Held,
): readonly Placement[] {
  return grant.operations
    .filter((operation) => operation === 'pull' || !isReplica || grant.registries !== undefined)
    .map((operation) => ({ grant, registry, repository: repository.name, operation, isReplica }));
}

function isNamed({ registries }: LinkedGrant, registry: LinkedRegistry): boolean {
  return registries === undefined || registries.some((reference) => reference.registry === registry);
}

/** Returns the single role or user to which a policy can be attached, or undefined. */
export function identityOf(grantee: Grantee): IdentityId | undefined {
  if (grantee.kind === 'identity') return grantee.identity;
  const isOne = grantee.kind === 'viaAccountRoot' && !/[*?]/.test(grantee.arn);
  return isOne ? parseIdentityArn(grantee.arn) : undefined;
}

/**
 * Returns how a grant attaches an identity policy. The default is 'none' for a role that may not exist, because the
 * apply would fail, and for a role that AWS manages.
 */
export function identityMode(
  grant: LinkedGrant,
  grantee: Grantee,
  identity: IdentityId,
  linked: Linked,
): 'inline' | 'managed' | 'none' {
  if (grant.identity !== undefined) return grant.identity;
  const canAttach = grantee.kind === 'identity' && !isProtected(identity);
  return canAttach && isDeclared(identity.accountId, linked) ? 'inline' : 'none';
}

/** Returns whether the account is declared. A declared account with a rejected ID may be the one. */
export function isDeclared(account: AccountId, { accounts }: Linked): boolean {
  return accounts.some(({ id }) => id === undefined || id === account);
}
