import {
  principalForms,
  repositoryArn,
  sortedBy,
  sortedUnique,
  type Condition,
  type PolicyStatement,
  type PrincipalForm,
  type RegistryId,
  type RepositoryName,
} from '../registry';
import type { LinkedStatement } from './linked';

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

/** Several, where its principals need conditions of their own. */
function statementsOf(
  registry: RegistryId,
  { sid, effect, principals, actions, conditions }: LinkedStatement,
  resources: readonly string[] | undefined,
): readonly PolicyStatement[] {
  const forms = principals.flatMap(({ grantee }) => principalForms(registry, grantee));
  const groups = [...groupedByNarrowing(forms)];
  return groups.map(([, members]) => ({
    sid: sid === undefined || groups.length === 1 ? sid : `${sid}${members[0].label}`,
    effect,
    principals: {
      isNot: false,
      values: sortedBy(
        new Map(members.map(({ principal }) => [`${principal.type} ${principal.value}`, principal])),
        ([key]) => key,
      ).map(([, principal]) => principal),
    },
    actions: { isNot: false, values: sortedUnique(actions.map(({ text }) => text)) },
    resources: resources === undefined ? undefined : { isNot: false, values: resources },
    conditions: conditionsOf(conditions, members),
  }));
}

/** A statement of the user's has one set of conditions, so principals share it only where theirs are equal. */
function groupedByNarrowing(
  forms: readonly PrincipalForm[],
): ReadonlyMap<string, readonly [PrincipalForm, ...PrincipalForm[]]> {
  const groups = new Map<string, [PrincipalForm, ...PrincipalForm[]]>();
  for (const form of forms) {
    const key = JSON.stringify(form.condition ?? null);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [form]);
    else group.push(form);
  }
  return groups;
}

function conditionsOf(
  written: readonly Condition[],
  [form]: readonly [PrincipalForm, ...PrincipalForm[]],
): readonly Condition[] {
  const own: readonly Condition[] =
    form.condition === undefined
      ? []
      : [{ operator: form.condition.operator, key: form.condition.key, values: [form.condition.value] }];
  return sortedBy(
    [...written.map(({ operator, key, values }) => ({ operator, key, values })), ...own],
    ({ operator, key }) => `${operator} ${key}`,
  );
}
