import { grouped } from '../../registry';
import type { AccountBox, Arrow, Node, NodeId, Picture } from './picture';

/**
 * Callers that are laid out behind the registries of their account, with arrows against the flow: before them they
 * would draw the box of their account across arrows of others. Those of accounts that replication only fills; and
 * those that reach their own account alone, where others reach it too.
 */
export function callersBehind({ accounts, arrows }: Picture): ReadonlySet<NodeId> {
  const flat = new Set(flatArrows({ accounts, arrows }));
  const reached = grouped(
    arrows.filter((arrow) => !flat.has(arrow)),
    ({ from }) => from,
  );
  const callers = accounts.flatMap((box) => {
    const own = registryIds(box);
    const isAtHome = (caller: NodeId) => reached.get(caller)?.every(({ to }) => own.has(to)) === true;
    const isBehind = isFilled(box, arrows) ? () => true : isReached(box, arrows) ? isAtHome : () => false;
    return box.callers.filter(({ id }) => isBehind(id));
  });
  return new Set(callers.map(({ id }) => id));
}

/** Whether callers that stand elsewhere reach a registry of the account. */
function isReached(box: AccountBox, arrows: readonly Arrow[]): boolean {
  const ids = registryIds(box);
  const own = new Set(box.callers.map(({ id }) => id));
  return arrows.some(
    ({ from, to, kind }) => (kind === 'pull' || kind === 'push') && ids.has(to) && !own.has(from),
  );
}

/** Accounts to which one sends before what happens within it is laid out beside the flow. */
const FEW_DESTINATIONS = 2;
/** Arrows beside the flow, which run in curves around each other. */
const MOST_FLAT = 3;

/**
 * Arrows within the box of an account that replicates to many others, laid out across the flow: along it, the box
 * would stand in the way of all that goes to the others.
 */
export function flatArrows({ accounts, arrows }: Pick<Picture, 'accounts' | 'arrows'>): readonly Arrow[] {
  return accounts.flatMap((box) => {
    const registries = registryIds(box);
    const sent = arrows.filter(
      ({ from, to, kind }) => kind === 'replication' && registries.has(from) && !registries.has(to),
    );
    if (new Set(sent.map(({ to }) => to)).size <= FEW_DESTINATIONS) return [];
    const nodes = new Set([...box.callers, ...box.registries].map(({ id }) => id));
    const inner = arrows.filter(({ from, to }) => nodes.has(from) && nodes.has(to));
    return inner.length > MOST_FLAT ? [] : inner;
  });
}

/** Whether replication leads to registries of an account, and none from there. */
function isFilled(box: AccountBox, arrows: readonly Arrow[]): boolean {
  const ids = registryIds(box);
  const replication = arrows.filter(({ kind }) => kind === 'replication');
  return replication.some(({ to }) => ids.has(to)) && !replication.some(({ from }) => ids.has(from));
}

function registryIds({ id, registriesId, registries }: AccountBox): ReadonlySet<NodeId> {
  return new Set([id, registriesId, ...registries.map((registry) => registry.id)]);
}

/** Arrows on one side of a node that fit on it as it is. */
const MOST_ON_SIDE = 3;

/** How high a node has to be for its arrows to arrive apart, in inches; undefined where it is high enough. */
export function heightFor({ id, kind }: Node, arrows: readonly Arrow[]): number | undefined {
  if (kind === 'caller') return undefined;
  const most = Math.max(
    ...(['from', 'to'] as const).map((end) => arrows.filter((arrow) => arrow[end] === id).length),
  );
  return most > MOST_ON_SIDE ? most * 0.35 : undefined;
}
