import { accountRootArn } from '../arn';
import type { AccountId } from '../names';
import type { PartitionId } from '../partitions';
import { wildcardIncludes } from '../wildcard';
import { matchingActions, type EcrAction } from './actions';
import type { PolicyStatement } from './document';

/**
 * Returns a function that reports whether the statements allow an account these actions on every resource that an ARN
 * matches, in which `*` matches any text. Each action may have its own statement. Statements with conditions do not
 * count, and for resources, neither do patterns with `?`.
 */
export function permissionsOf(
  accountId: AccountId,
  partition: PartitionId,
  actions: readonly EcrAction[],
  statements: readonly PolicyStatement[],
): (resource: string) => boolean {
  const names = new Set<string>([accountId, accountRootArn(partition, accountId), '*']);
  const allowing = statements.filter(
    ({ effect, principals, conditions }) =>
      effect === 'Allow' &&
      conditions.length === 0 &&
      principals?.isNot === false &&
      principals.values.some(({ type, value }) => type === 'AWS' && names.has(value)),
  );
  const patternsByAction = actions.map((action) =>
    allowing.flatMap((statement) => (allowsAction(statement, action) ? resourcePatterns(statement) : [])),
  );
  return (resource) =>
    patternsByAction.every((patterns) => patterns.some((pattern) => wildcardIncludes(pattern, resource)));
}

function allowsAction({ actions }: PolicyStatement, action: EcrAction): boolean {
  return !actions.isNot && actions.values.some((each) => matchingActions(each).includes(action));
}

function resourcePatterns({ resources }: PolicyStatement): readonly string[] {
  if (resources === undefined || resources.isNot) return [];
  return resources.values.filter((pattern) => !pattern.includes('?'));
}
