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

/** What statements let somebody do, to follow "may": `pull`, `push and call ecr:DeleteRepository`. */
export function grantedText(statements: readonly PolicyStatement[]): string {
  const actions = sortedUnique(statements.flatMap((statement) => actionsCovered(statement.actions)));
  // What ECR does not know stands as it is written.
  if (actions.length === 0) {
    return `call ${listed(sortedUnique(statements.flatMap((statement) => statement.actions.values)), 6)}`;
  }
  return actionsText(actions);
}

/** Operations where the actions make them up, and the rest by their own names. */
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
