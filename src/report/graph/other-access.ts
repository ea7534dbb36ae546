import { granteeKey, shortGranteeText, type AccountNames } from '../../access/evaluate/grantees';
import { accessMatrix, type AccessCell } from '../../access/matrix/access-matrix';
import type { KnownRegistryId } from '../../aws/arn';
import type { EcrAction } from '../../aws/policy/actions';
import { groupBy, sortedUnique } from '../../base/collections';
import type { Topology } from '../../model/topology';
import { firstParts } from './labels';

/** Maximum number of principals that are listed with their actions. */
const MAX_WITH_ACTIONS = 3;
const MAX_ACTIONS = 2;
const MAX_PRINCIPALS = 5;

/** Returns a note about principals with access that no arrow shows, such as `ecr:DescribeImages`. */
export function otherAccessNotes(
  topology: Topology,
  names: AccountNames,
  isSelected: (registry: KnownRegistryId) => boolean,
): readonly string[] {
  const selected = new Set(topology.registries.filter(isSelected).map(({ name }) => name));
  const cells = accessMatrix(topology).filter(
    ({ operation, answer, registry }) =>
      operation === 'other' &&
      answer.kind !== 'no' &&
      registry.name !== undefined &&
      selected.has(registry.name),
  );
  const byPrincipal = groupBy(cells, callerKey);
  if (byPrincipal.size === 0) return [];
  return [
    `Access other than pull and push is not drawn: ${principalsText([...byPrincipal.values()], names)}.`,
  ];
}

function callerKey({ caller }: AccessCell): string {
  return caller.kind === 'grantee' ? granteeKey({ ...caller.grantee, onlyIf: [] }) : '';
}

type CellsOfPrincipal = readonly [AccessCell, ...AccessCell[]];

function principalsText(principals: readonly CellsOfPrincipal[], names: AccountNames): string {
  const named = principals.map(([{ caller }]) =>
    caller.kind === 'grantee' ? shortGranteeText({ ...caller.grantee, onlyIf: [] }, names, undefined) : '',
  );
  if (principals.length > MAX_WITH_ACTIONS) {
    return `${principals.length} principals (${firstParts(named, MAX_PRINCIPALS).join(', ')})`;
  }
  return principals
    .map((cells, index) => `${named[index] ?? ''} (${actionsText(cells.flatMap(({ actions }) => actions))})`)
    .join(', ');
}

function actionsText(actions: readonly EcrAction[]): string {
  return firstParts(sortedUnique(actions), MAX_ACTIONS).join(', ');
}
