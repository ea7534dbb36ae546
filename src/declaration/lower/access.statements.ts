import { repositoryArn, type RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import type { PolicyStatement } from '../../aws/policy/document';
import { groupPrincipalForms, principalForms } from '../../aws/policy/principals';
import { sortedBy, sortedUnique } from '../../base/collections';
import type { BoundStatement } from '../bind/bound-declaration';

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
  const resources = statement.resources.map(({ text }) => resourceArn(registry, text));
  return lowerStatement(registry, statement, sortedUnique(resources));
}

/** Returns the ARN for a declared resource: an ARN, `*`, or the name of a repository of the registry. */
export function resourceArn(registry: RegistryId, text: string): string {
  if (text === '*' || text.startsWith('arn:')) return text;
  // A name pattern results in an ARN pattern; invalid names are already rejected.
  return repositoryArn(registry, text as RepositoryName);
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
    actions: { isNot: false, values: sortedUnique(actions.map(({ text }) => text)) },
    resources: resources === undefined ? undefined : { isNot: false, values: resources },
    conditions: sortedBy([...written, ...group.conditions], ({ operator, key }) => `${operator} ${key}`),
  }));
}
