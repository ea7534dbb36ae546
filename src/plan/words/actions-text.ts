import { actionsCovered } from '../../access/coverage';
import {
  actionsOf,
  allActions,
  listed,
  sortedUnique,
  type EcrAction,
  type Operation,
  type PolicyStatement,
} from '../../registry';

const OPERATIONS = ['pull', 'push'] as const satisfies readonly Operation[];

/** Describes the actions of statements, as the rest of a sentence after "may": `pull`, `push and call ecr:DeleteRepository`. */
export function grantedText(statements: readonly PolicyStatement[]): string {
  const actions = sortedUnique(statements.flatMap((statement) => actionsCovered(statement.actions)));
  // Patterns that match no action of ECR are shown unchanged.
  if (actions.length === 0) {
    return `call ${listed(sortedUnique(statements.flatMap((statement) => statement.actions.values)), 6)}`;
  }
  return actionsText(actions);
}

/** Lists complete operations, then the remaining actions by name. */
function actionsText(actions: readonly EcrAction[]): string {
  const all = new Set(actions);
  if (allActions().every((action) => all.has(action))) return 'do everything';
  const operations = OPERATIONS.filter((operation) =>
    actionsOf(operation).every((action) => all.has(action)),
  );
  const told = new Set(actionsOf(...operations));
  const rest = actions.filter((action) => !told.has(action));
  return [...operations, ...(rest.length === 0 ? [] : [`call ${listed(rest, 6)}`])].join(' and ');
}
