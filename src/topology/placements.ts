import {
  parseIdentityArn,
  wildcardMatch,
  type Grantee,
  type IdentityId,
  type Operation,
  type RepositoryName,
} from '../registry';
import {
  heldIn,
  type Held,
  type Linked,
  type LinkedGlob,
  type LinkedGrant,
  type LinkedRegistry,
} from './linked';

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
  return linked.grants.flatMap((grant) =>
    held
      .filter(({ registry }) => isNamed(grant, registry))
      .flatMap(({ registry, repositories }) =>
        [...repositories.values()]
          .filter(({ repository }) => globsMatch(grant.repositories, repository.name))
          .flatMap((each) => placementsOf(grant, registry, each)),
      ),
  );
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

export function globsMatch(globs: readonly LinkedGlob[], name: RepositoryName): boolean {
  return globs.some(({ glob }) => wildcardMatch(glob, name));
}

/** The one role or user that a grantee is, to which a policy can be attached. */
export function identityOf(grantee: Grantee): IdentityId | undefined {
  if (grantee.kind === 'identity') return grantee.identity;
  const isOne = grantee.kind === 'viaAccountRoot' && !/[*?]/.test(grantee.arn);
  return isOne ? parseIdentityArn(grantee.arn) : undefined;
}

/** How a grant takes effect on the caller's side. */
export function identityMode(
  grant: LinkedGrant,
  identity: IdentityId,
  linked: Linked,
): 'inline' | 'managed' | 'none' {
  const isDeclared = linked.accounts.some(({ id }) => id === identity.accountId);
  return grant.identity ?? (isDeclared ? 'inline' : 'none');
}
