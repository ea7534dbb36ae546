import type { PolicyDocument, PolicyElement, PolicyStatement } from '../../aws/policy/document';
import { pathText, type Path } from '../syntax/tree';
import { isSameValue } from '../../base/collections';

/** For each statement of a policy, the entries of the declaration that it comes from, in the order of the declaration. */
export type StatementOrigins = readonly (readonly Path[])[];

/** An entry of the declaration, and the statements that a policy would have for it alone. */
export interface Origin {
  readonly path: Path;
  readonly statements: readonly PolicyStatement[];
}

/**
 * Returns the entries that each statement of a policy comes from. Several entries share a statement, and a statement
 * whose ID is used by another one has a number after its ID.
 *
 * @param declared entries whose statements the policy contains unchanged, apart from their IDs
 * @param generated entries whose statements are merged with those of other entries
 */
export function statementOrigins(
  policy: PolicyDocument | undefined,
  declared: readonly Origin[],
  generated: readonly Origin[],
): StatementOrigins {
  return (policy?.statements ?? []).map((statement) => {
    const sameContent = declared.filter(({ statements }) =>
      statements.some((each) => isSameContent(each, statement)),
    );
    const exact = sameContent.filter(({ statements }) =>
      statements.some((each) => each.sid === statement.sid && isSameContent(each, statement)),
    );
    if (exact.length > 0) return uniquePaths(exact);
    const renumbered = sameContent.filter(({ statements }) =>
      statements.some((each) => isRenumbered(each, statement) && isSameContent(each, statement)),
    );
    const merged = generated.filter(({ statements }) => statements.some((each) => includes(statement, each)));
    return uniquePaths([...renumbered, ...merged]);
  });
}

function uniquePaths(origins: readonly Origin[]): readonly Path[] {
  return [...new Map(origins.map(({ path }) => [pathText(path), path])).values()];
}

function isSameContent(one: PolicyStatement, other: PolicyStatement): boolean {
  return isSameValue({ ...one, sid: undefined }, { ...other, sid: undefined });
}

function isRenumbered({ sid }: PolicyStatement, { sid: numbered }: PolicyStatement): boolean {
  return sid !== undefined && numbered?.startsWith(sid) === true && /^\d+$/.test(numbered.slice(sid.length));
}

/** Returns whether a merged statement includes the permission of a single one on at least one of its resources. */
function includes(merged: PolicyStatement, single: PolicyStatement): boolean {
  return (
    merged.effect === single.effect &&
    includesPrincipals(merged, single) &&
    includesConditions(merged, single) &&
    includesAll(merged.actions.values, single.actions.values) &&
    isOverlapping(merged.resources, single.resources)
  );
}

function includesPrincipals(
  { principals: merged }: PolicyStatement,
  { principals: single }: PolicyStatement,
): boolean {
  if (merged === undefined || single === undefined) return merged === single;
  return includesAll(
    merged.values.map(({ type, value }) => `${type} ${value}`),
    single.values.map(({ type, value }) => `${type} ${value}`),
  );
}

/** Statements are merged only if they have the same condition keys. Their values are joined. */
function includesConditions(merged: PolicyStatement, single: PolicyStatement): boolean {
  return (
    merged.conditions.length === single.conditions.length &&
    single.conditions.every(({ operator, key, values }) =>
      merged.conditions.some(
        (condition) =>
          condition.operator === operator && condition.key === key && includesAll(condition.values, values),
      ),
    )
  );
}

function isOverlapping(merged: PolicyElement | undefined, single: PolicyElement | undefined): boolean {
  if (merged === undefined || single === undefined) return merged === single;
  const values = new Set(merged.values);
  return single.values.some((value) => values.has(value));
}

function includesAll(all: readonly string[], some: readonly string[]): boolean {
  const values = new Set(all);
  return some.every((value) => values.has(value));
}
