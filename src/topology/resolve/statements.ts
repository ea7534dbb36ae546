import {
  joinedForms,
  principalForms,
  repositoryArn,
  sortedBy,
  sortedUnique,
  type PolicyStatement,
  type RegistryId,
  type RepositoryName,
} from '../../registry';
import type { LinkedStatement } from '../link/linked';

/** What a statement that the user wrote says in the policy of a repository. */
export function repositoryStatementOf(
  registry: RegistryId,
  statement: LinkedStatement,
): readonly PolicyStatement[] {
  return statementsOf(registry, statement, undefined);
}

/** What a statement that the user wrote says in the policy of a registry. */
export function registryStatementOf(
  registry: RegistryId,
  statement: LinkedStatement,
): readonly PolicyStatement[] {
  const resources = statement.resources.map(({ text }) => resourceArn(registry, text));
  return statementsOf(registry, statement, sortedUnique(resources));
}

/** A resource as the user wrote it: an ARN, `*`, or the name of a repository of the registry. */
export function resourceArn(registry: RegistryId, text: string): string {
  if (text === '*' || text.startsWith('arn:')) return text;
  // A pattern of names makes a pattern of ARNs; what is no name has been refused.
  return repositoryArn(registry, text as RepositoryName);
}

/** Several, where its principals need conditions of their own: a statement has one set of them. */
function statementsOf(
  registry: RegistryId,
  { sid, effect, principals, actions, conditions }: LinkedStatement,
  resources: readonly string[] | undefined,
): readonly PolicyStatement[] {
  const groups = joinedForms(principals.flatMap(({ grantee }) => principalForms(registry, grantee)));
  const written = conditions.map(({ operator, key, values }) => ({ operator, key, values }));
  return groups.map((group) => ({
    sid: sid === undefined || groups.length === 1 ? sid : `${sid}${group.label}`,
    effect,
    principals: { isNot: false, values: group.principals },
    actions: { isNot: false, values: sortedUnique(actions.map(({ text }) => text)) },
    resources: resources === undefined ? undefined : { isNot: false, values: resources },
    conditions: sortedBy([...written, ...group.conditions], ({ operator, key }) => `${operator} ${key}`),
  }));
}
