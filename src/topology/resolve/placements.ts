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
  /** Images are replicated there, and what is pushed there stays there. */
  readonly isReplica: boolean;
}

/**
 * Where every grant takes effect: where the entry says so; else pull wherever the repositories are, replicas included,
 * and push only where images are pushed.
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

/** What a registry holds of these names: of few names each is looked up, else each that it holds. */
function common(names: ReadonlySet<RepositoryName>, repositories: Holding): readonly Held[] {
  if (names.size > repositories.size) {
    return [...repositories.values()].filter(({ repository }) => names.has(repository.name));
  }
  return [...names].flatMap((name) => repositories.get(name) ?? []);
}

/** What finds the declared repositories that a glob means. Most are plain names, which need no search. */
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

/** The one role or user that a grantee is, to which a policy can be attached. */
export function identityOf(grantee: Grantee): IdentityId | undefined {
  if (grantee.kind === 'identity') return grantee.identity;
  const isOne = grantee.kind === 'viaAccountRoot' && !/[*?]/.test(grantee.arn);
  return isOne ? parseIdentityArn(grantee.arn) : undefined;
}

/**
 * How a grant takes effect on the caller's side. Where the entry does not say: nothing is attached to a role that need
 * not exist (Terraform would stop half-way), nor to one that AWS keeps for itself.
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

/** Whether the account is declared. One whose id was refused may be the one. */
export function isDeclared(account: AccountId, { accounts }: Linked): boolean {
  return accounts.some(({ id }) => id === undefined || id === account);
}
