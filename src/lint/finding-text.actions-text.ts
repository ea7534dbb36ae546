import { coveredActions } from '../access/evaluate/statement-scope';
import { requiredActions, type EcrAction, type Operation } from '../aws/policy/actions';
import { allActions } from '../aws/policy/actions.actions';
import type { PolicyStatement } from '../aws/policy/document';
import { sortedUnique } from '../base/collections';
import { formatList } from '../base/text.listed';

const OPERATIONS = ['pull', 'push'] as const satisfies readonly Operation[];

/** Describes the actions of statements, as the rest of a sentence after "may": `pull`, `push and call ecr:DeleteRepository`. */
export function grantedText(statements: readonly PolicyStatement[]): string {
  const actions = sortedUnique(statements.flatMap((statement) => coveredActions(statement.actions)));
  // Patterns that match no action of ECR are shown unchanged.
  if (actions.length === 0) {
    return `call ${formatList(sortedUnique(statements.flatMap((statement) => statement.actions.values)), 6)}`;
  }
  return actionsText(actions);
}

/** Lists complete operations, then the remaining actions by name. */
function actionsText(actions: readonly EcrAction[]): string {
  const actionSet = new Set(actions);
  if (allActions().every((action) => actionSet.has(action))) return 'do everything';
  const operations = OPERATIONS.filter((operation) =>
    requiredActions(operation).every((action) => actionSet.has(action)),
  );
  const inOperations = new Set(requiredActions(...operations));
  const others = actions.filter((action) => !inOperations.has(action));
  return [...operations, ...(others.length === 0 ? [] : [`call ${formatList(others, 6)}`])].join(' and ');
}
