import { identityArn, registryKey } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import type { Operation } from '../../aws/policy/actions';
import { groupBy, sortedBy } from '../../base/collections';
import type { Identity, Registry, Topology } from '../../model/topology';
import { granteeKey, type StatementGrantee } from '../evaluate/grantees';
import { answerQuestion, createAccessQuestion, type Answer } from './answer';
import { operationsIn, repositoryGroups, type RepositoryGroup } from './named-principals';

/** The pulls and pushes of a principal in one registry that no policy of the topology certainly denies. */
export interface ImageAccess {
  /** With the condition keys and principals that the answer depends on. */
  readonly grantee: StatementGrantee;
  readonly registry: Registry;
  /** In the order of the registry. `pull` and `push` are not both empty. */
  readonly pull: readonly RepositoryName[];
  readonly push: readonly RepositoryName[];
}

/** Returns who can pull and push, with the answers of `accessMatrix`. Sorted by principal and registry. */
export function findImageAccess(topology: Topology): readonly ImageAccess[] {
  const allowed = repositoryGroups(topology).flatMap((group) => allowedOperations(topology, group));
  const byPrincipal = groupBy(allowed, ({ grantee, registry }) =>
    JSON.stringify([granteeKey(grantee), registryKey(registry)]),
  );
  return sortedBy(
    [...byPrincipal.values()].map(mergeOperations),
    ({ grantee, registry }) => `${granteeKey(grantee)}\n${registry.name}`,
  );
}

/** An operation that a principal can do in the repositories of a group. */
interface AllowedOperation extends Pick<ImageAccess, 'grantee' | 'registry'> {
  readonly operation: Operation;
  readonly repositories: readonly RepositoryName[];
}

function allowedOperations(
  topology: Topology,
  { registry, repositories, principals }: RepositoryGroup<never>,
): readonly AllowedOperation[] {
  return principals.flatMap(({ grantee: { who }, intended }) => {
    const target = { registry, repository: repositories[0] };
    const question = createAccessQuestion(topology, { who, onlyIf: [] }, target);
    return operationsIn(intended).flatMap((operation) => {
      const answer = answerQuestion(question, operation);
      if (answer.kind === 'no') return [];
      return { grantee: { who, onlyIf: keysOf(answer) }, registry, operation, repositories };
    });
  });
}

function keysOf(answer: Answer): readonly string[] {
  return answer.kind === 'depends' ? answer.onKeys : [];
}

function mergeOperations(same: readonly [AllowedOperation, ...AllowedOperation[]]): ImageAccess {
  const [{ grantee, registry }] = same;
  const repositoriesFor = (wanted: Operation) => {
    const allowed = new Set(
      same.flatMap(({ operation, repositories }) => (operation === wanted ? repositories : [])),
    );
    if (allowed.size === 0) return [];
    return registry.repositories.map(({ name }) => name).filter((name) => allowed.has(name));
  };
  return { grantee, registry, pull: repositoriesFor('pull'), push: repositoriesFor('push') };
}

/** Returns the identities without access, which the graph shows too. */
export function identitiesWithoutAccess(
  access: readonly ImageAccess[],
  identities: readonly Identity[],
): readonly Identity[] {
  const arnsWithAccess = new Set(
    access.flatMap(({ grantee: { who } }) => (who.kind === 'identity' ? [identityArn(who.identity)] : [])),
  );
  return identities.filter((identity) => !arnsWithAccess.has(identityArn(identity)));
}
