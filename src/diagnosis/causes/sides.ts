import type { Answer, Side } from '../answer';
import { isCrossAccount, type Case } from '../case';
import type { Missing } from '../message';

/** Of a request between accounts, both of which have to allow it. */
export type SideName = 'identity' | 'resource';

/**
 * What is the matter with a side. `differs`: the topology allows it, so what AWS has is another policy. `lacks`: nothing
 * in the topology allows it. `open`: the topology does not tell.
 */
type SideState = 'differs' | 'lacks' | 'open';

export interface SideToChange {
  readonly side: SideName;
  readonly state: SideState;
}

/** Which sides to look at, the likelier one first; the side that the message names is always one of them. */
export function sidesToChange(denied: Case<Missing>, answer: Answer | undefined): readonly SideToChange[] {
  const named = namedSide(denied);
  const order = named === 'resource' ? RESOURCE_FIRST : IDENTITY_FIRST;
  const sides = order.map((side) => ({ side, state: stateOf(answer?.[side]) }));
  const isAllowed = allows(denied, answer);
  if (isCrossAccount(denied) === false && !isAllowed) {
    // In one account one side is enough, and the caller's own is the customary one.
    return IDENTITY_FIRST.flatMap((wanted) =>
      sides.filter(({ side }) => side === wanted && (side === 'identity' || side === named)),
    );
  }
  const shown = sides.filter(({ side, state }) => side === named || (state === 'differs') === isAllowed);
  return (['differs', 'lacks', 'open'] as const).flatMap((wanted) =>
    shown.filter(({ state }) => state === wanted),
  );
}

const IDENTITY_FIRST = ['identity', 'resource'] as const;
const RESOURCE_FIRST = ['resource', 'identity'] as const;

function namedSide({ message }: Case<Missing>): SideName | undefined {
  if (message.missing === undefined) return undefined;
  return message.missing === 'resource-based policy' ? 'resource' : 'identity';
}

/** Whether the topology allows the request: then what is deployed is something else. */
export function allows(denied: Case<Missing>, answer: Answer | undefined): boolean {
  if (answer === undefined || answer.verdict === 'denied') return false;
  if (answer.verdict === 'allowed') return true;
  // Within one account one side is enough.
  return isCrossAccount(denied) === false && answer.resource === 'allows';
}

function stateOf(side: Side | undefined): SideState {
  switch (side) {
    case 'allows':
      return 'differs';
    case 'silent':
      return 'lacks';
    case 'denies':
    case 'mayAllow':
    case 'notKnown':
    case undefined:
      return 'open';
  }
}
