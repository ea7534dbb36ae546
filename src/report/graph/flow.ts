import { groupBy } from '../../base/collections';
import type { AccountBox, Arrow, Diagram, NodeId } from './diagram';

/** The directions in which Graphviz lays out the arrows of a diagram. */
export interface Flow {
  /** By the ID of a box that arrows may lead to. */
  readonly ends: ReadonlyMap<NodeId, BoxEnds>;
  /** Arrows that are laid out across the flow. */
  readonly flat: ReadonlySet<Arrow>;
  /** Arrows that are laid out from their end to their start. */
  readonly backwards: ReadonlySet<Arrow>;
}

export function flowOf(diagram: Diagram): Flow {
  const flat = new Set(flatArrows(diagram));
  const behind = callersBehind(diagram);
  return {
    ends: boxEnds(diagram),
    flat,
    backwards: new Set(diagram.arrows.filter((arrow) => behind.has(arrow.from) && !flat.has(arrow))),
  };
}

/**
 * The registries that represent a box: Graphviz draws edges between nodes and clips them at the edge of the box.
 * Incoming arrows lead to the first registry in the flow and outgoing arrows start at the last, so that no arrow
 * crosses the whole box.
 */
export interface BoxEnds {
  readonly first: NodeId;
  readonly last: NodeId;
}

function boxEnds({ accounts, arrows }: Diagram): ReadonlyMap<NodeId, BoxEnds> {
  const sent = new Set(arrows.map(({ from }) => from));
  const filled = new Set(arrows.filter(({ kind }) => kind === 'replication').map(({ to }) => to));
  return new Map(
    accounts.flatMap(({ registriesId, registries }) => {
      const first = registries.find(({ id }) => !filled.has(id)) ?? registries[0];
      const last = registries.find(({ id }) => !sent.has(id)) ?? registries[0];
      return first === undefined || last === undefined
        ? []
        : [[registriesId, { first: first.id, last: last.id }] as const];
    }),
  );
}

/**
 * Returns the callers that are laid out after the registries of their account, with arrows against the flow. In front
 * of the registries, they would stretch the box of their account across the arrows of other accounts. These are the
 * callers of accounts that only receive replication, and the callers that reach only their own account if callers of
 * other accounts reach it too.
 */
function callersBehind({ accounts, arrows }: Diagram): ReadonlySet<NodeId> {
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
function flatArrows({ accounts, arrows }: Pick<Diagram, 'accounts' | 'arrows'>): readonly Arrow[] {
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
