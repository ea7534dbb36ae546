import type { AccountId } from '../../aws/names';
import { groupBy } from '../../base/collections';
import { count } from '../../base/text';
import { firstLines } from '../format/text';
import {
  accountNodeId,
  registryLines,
  registryNodeId,
  repositoriesOf,
  settingLines,
  type GraphRegistry,
} from './account-boxes';
import { nodeId, type AccountBox, type Arrow, type Detail, type Node, type NodeId } from './diagram';

/** Registries without arrows, drawn as one line. */
export interface IdleRegistries {
  /** The registries that are drawn each. */
  readonly drawn: readonly GraphRegistry[];
  /** The accounts of `byBox`. */
  readonly accounts: readonly AccountId[];
  /** By the ID of the box of their account. */
  readonly byBox: ReadonlyMap<NodeId, Node>;
  /** The registries of accounts that have nothing else, if these accounts are many. */
  readonly ofAccounts: Node | undefined;
}

/** Fewer registries of an account are drawn each. */
const MIN_REGISTRIES = 2;
/** Fewer accounts have a box each. */
const MIN_ACCOUNTS = 3;

/**
 * Folds registries without arrows. They would hide the others.
 * @param callerBoxes the boxes that contain callers
 */
export function foldIdleRegistries(
  registries: readonly GraphRegistry[],
  arrows: readonly Arrow[],
  callerBoxes: ReadonlySet<NodeId>,
  detail: Detail,
): IdleRegistries {
  const ends = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  const isIdle = (registry: GraphRegistry) =>
    !ends.has(registryNodeId(registry)) && (detail !== 'repositories' || isEmpty(registry));
  const accounts = [...groupBy(registries, ({ accountId }) => accountId)].map(([accountId, own]) => {
    const box = accountNodeId(accountId);
    return {
      accountId,
      box,
      idle: own.filter(isIdle),
      isAllIdle: own.every(isIdle) && !callerBoxes.has(box),
    };
  });
  const idleAccounts = accounts.filter(({ isAllIdle }) => isAllIdle);
  const isJoined = idleAccounts.length >= MIN_ACCOUNTS;
  const joined = isJoined ? idleAccounts : [];
  const boxed = accounts.filter((each) => !joined.includes(each) && each.idle.length >= MIN_REGISTRIES);
  const folded = new Set([...joined, ...boxed].flatMap(({ idle }) => idle));
  return {
    drawn: registries.filter((registry) => !folded.has(registry)),
    accounts: boxed.map(({ accountId }) => accountId),
    byBox: new Map(boxed.map(({ box, idle }) => [box, idleNode(`${box}_idle`, idle)])),
    ofAccounts: isJoined
      ? idleNode(
          nodeId('registries', 'idle'),
          joined.flatMap(({ idle }) => idle),
          ` in ${joined.length} accounts`,
        )
      : undefined,
  };
}

/** Adds the folded registries to the boxes of their accounts. */
export function addIdleRegistries(
  boxes: readonly AccountBox[],
  { byBox }: IdleRegistries,
): readonly AccountBox[] {
  return boxes.map((box) => {
    const node = byBox.get(box.id);
    return node === undefined ? box : { ...box, registries: [...box.registries, node] };
  });
}

function isEmpty(registry: GraphRegistry): boolean {
  return (
    registry.name !== undefined &&
    repositoriesOf(registry).length === 0 &&
    settingLines(registry).length === 0
  );
}

/** Maximum number of registries in the tooltip. */
const MAX_TOOLTIP_REGISTRIES = 50;

function idleNode(id: NodeId, registries: readonly GraphRegistry[], where = ''): Node {
  const repositories = registries.reduce((sum, registry) => sum + repositoriesOf(registry).length, 0);
  return {
    id,
    kind: 'registry',
    lines: [
      `${registries.length} registries${where}`,
      ...(repositories === 0
        ? ['without repositories or arrows']
        : ['without arrows', count(repositories, 'repository', 'repositories')]),
    ],
    tooltip: firstLines(
      registries.map((registry) => registryLines(registry).join(', ')),
      MAX_TOOLTIP_REGISTRIES,
    ).join('\n'),
  };
}
