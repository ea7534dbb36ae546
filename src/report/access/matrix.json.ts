import { accountOfGrantee } from '../../access/evaluate/grantees';
import type { AccountNames } from '../../access/evaluate/grantees.grantee-text';
import type { AccessCell, Answer } from '../../access/matrix/access-matrix';
import { registryKey } from '../../aws/arn';
import { groupBy } from '../../base/collections.grouped';
import { answerText, callerKind, matrixCallerText } from './matrix.answer';

/**
 * Renders the access matrix as JSON: one item for each caller, operation, registry and answer, with its repositories.
 * `docs/commands.md` documents the shape, which is stable.
 */
export function accessJson(cells: readonly AccessCell[], names: AccountNames): readonly object[] {
  const groups = groupBy(cells, ({ caller, operation, actions, registry, answer }) =>
    JSON.stringify([
      matrixCallerText(caller, names),
      operation,
      actions,
      registryKey(registry),
      answerText(answer),
    ]),
  );
  return [...groups.values()].map((group) => {
    const [cell] = group;
    const { operation, actions, registry, answer } = cell;
    return {
      caller: callerJson(cell, names),
      operation,
      actions,
      registry: { name: registry.name ?? null, accountId: registry.accountId, region: registry.region },
      repositories: group.map(({ repository }) => repository),
      ...answerJson(answer),
      text: answerText(answer),
    };
  });
}

function callerJson(cell: AccessCell, names: AccountNames): object {
  const { caller } = cell;
  const accountId = caller.kind === 'grantee' ? accountOfGrantee(caller.grantee) : caller.registry.accountId;
  return { kind: callerKind(cell), text: matrixCallerText(caller, names), accountId: accountId ?? null };
}

function answerJson(answer: Answer): object {
  const depends = answer.kind === 'depends' ? answer : { onItsAccount: false, onKeys: [] };
  return {
    answer: ANSWERS[answer.kind],
    dependsOn: { itsAccount: depends.onItsAccount, conditionKeys: depends.onKeys },
  };
}

const ANSWERS = {
  yes: 'yes',
  depends: 'depends',
  no: 'no',
  noReplica: 'no',
  notKnown: 'unknown',
} as const satisfies Readonly<Record<Answer['kind'], string>>;
