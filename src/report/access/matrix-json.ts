import type { AccountNames } from '../../access/evaluate/grantees';
import type { AccessCell, Answer } from '../../access/matrix/access-matrix';
import {
  accountOfCaller,
  ANSWER_KINDS,
  answerText,
  callerKind,
  groupCells,
  matrixCallerText,
} from './matrix-text';

/**
 * Renders the access matrix as JSON: one item for each caller, operation, registry and answer, with its repositories.
 * `docs/reference/json.md` documents the shape, which is stable.
 */
export function accessJson(cells: readonly AccessCell[], names: AccountNames): readonly object[] {
  return groupCells(cells, names).map((group) => {
    const [{ caller, operation, actions, registry, answer }] = group;
    return {
      caller: {
        kind: callerKind(caller),
        text: matrixCallerText(caller, names),
        accountId: accountOfCaller(caller) ?? null,
      },
      operation,
      actions,
      registry: { name: registry.name ?? null, accountId: registry.accountId, region: registry.region },
      repositories: group.map(({ repository }) => repository),
      ...answerJson(answer),
      text: answerText(answer),
    };
  });
}

function answerJson(answer: Answer): object {
  const depends = answer.kind === 'depends' ? answer : { onItsAccount: false, onKeys: [] };
  return {
    answer: ANSWER_KINDS[answer.kind],
    dependsOn: { itsAccount: depends.onItsAccount, conditionKeys: depends.onKeys },
  };
}
