import { groupBy } from '../../base/collections.grouped';
import type { AccountBox, Arrow, Diagram, Node, NodeId } from './diagram';

/**
 * Returns the callers that are laid out after the registries of their account, with arrows against the flow. In front
 * of the registries, they would stretch the box of their account across the arrows of other accounts. These are the
 * callers of accounts that only receive replication, and the callers that reach only their own account if callers of
 * other accounts reach it too.
 */
export function callersBehind({ accounts, arrows }: Diagram): ReadonlySet<NodeId> {
  const flat = new Set(flatArrows({ accounts, arrows }));
  const reached = groupBy(
    arrows.filter((arrow) => !flat.has(arrow)),
    ({ from }) => from,
  );
  const callers = accounts.flatMap((box) => {
    const own = registryIds(box);
    const reachesOnlyOwnAccount = (caller: NodeId) =>
      reached.get(caller)?.every(({ to }) => own.has(to)) === true;
    const isBehind = isOnlyDestination(box, arrows)
      ? () => true
      : isReachedFromOutside(box, arrows)
        ? reachesOnlyOwnAccount
        : () => false;
    return box.callers.filter(({ id }) => isBehind(id));
  });
  return new Set(callers.map(({ id }) => id));
}

/** Returns whether callers outside the account reach one of its registries. */
function isReachedFromOutside(box: AccountBox, arrows: readonly Arrow[]): boolean {
  const ids = registryIds(box);
  const own = new Set(box.callers.map(({ id }) => id));
  return arrows.some(
    ({ from, to, kind }) => (kind === 'pull' || kind === 'push') && ids.has(to) && !own.has(from),
  );
}

/** Accounts that replicate to more accounts than this are laid out with their inner arrows across the flow. */
const MAX_DESTINATIONS_IN_FLOW = 2;
/** Maximum number of arrows across the flow. More would curve around each other. */
const MAX_FLAT_ARROWS = 3;

/**
 * Returns the arrows inside the box of an account that replicates to many others. They are laid out across the flow:
 * along it, the box would be in the way of the arrows to the other accounts.
 */
export function flatArrows({ accounts, arrows }: Pick<Diagram, 'accounts' | 'arrows'>): readonly Arrow[] {
  return accounts.flatMap((box) => {
    const registries = registryIds(box);
    const sent = arrows.filter(
      ({ from, to, kind }) => kind === 'replication' && registries.has(from) && !registries.has(to),
    );
    if (new Set(sent.map(({ to }) => to)).size <= MAX_DESTINATIONS_IN_FLOW) return [];
    const nodes = new Set([...box.callers, ...box.registries].map(({ id }) => id));
    const inner = arrows.filter(({ from, to }) => nodes.has(from) && nodes.has(to));
    return inner.length > MAX_FLAT_ARROWS ? [] : inner;
  });
}

/** Returns whether replication leads to registries of the account and none leads from there. */
function isOnlyDestination(box: AccountBox, arrows: readonly Arrow[]): boolean {
  const ids = registryIds(box);
  const replication = arrows.filter(({ kind }) => kind === 'replication');
  return replication.some(({ to }) => ids.has(to)) && !replication.some(({ from }) => ids.has(from));
}

function registryIds({ id, registriesId, registries }: AccountBox): ReadonlySet<NodeId> {
  return new Set([id, registriesId, ...registries.map((registry) => registry.id)]);
}

/** Number of arrows that fit on one side of a node of the default height. */
const MAX_ARROWS_PER_SIDE = 3;

/** Returns the height in inches that keeps the arrows of a node apart, or undefined if the default height is enough. */
export function minimumHeight({ id, kind }: Node, arrows: readonly Arrow[]): number | undefined {
  if (kind === 'caller') return undefined;
  const max = Math.max(
    ...(['from', 'to'] as const).map((end) => arrows.filter((arrow) => arrow[end] === id).length),
  );
  return max > MAX_ARROWS_PER_SIDE ? max * 0.35 : undefined;
}
