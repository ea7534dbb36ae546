import type { Answer, Side } from '../answer';
import { isCrossAccount, type Case } from '../case';
import type { Missing } from '../message';

/** Identity policy, or resource-based policy. A request between accounts needs an Allow in both. */
export type SideName = 'identity' | 'resource';

/**
 * `differs`: the topology allows the request, so that the policy in AWS is another one. `lacks`: the topology contains
 * no Allow. `open`: the topology does not decide.
 */
type SideState = 'differs' | 'lacks' | 'open';

export interface SideToChange {
  readonly side: SideName;
  readonly state: SideState;
}

/** Returns the policies to check, the most likely first. Always includes the policy that the message names. */
export function sidesToChange(denied: Case<Missing>, answer: Answer | undefined): readonly SideToChange[] {
  const named = namedSide(denied);
  const order = named === 'resource' ? RESOURCE_FIRST : IDENTITY_FIRST;
  const sides = order.map((side) => ({ side, state: stateOf(answer?.[side]) }));
  const isAllowed = allows(denied, answer);
  if (isCrossAccount(denied) === false && !isAllowed) {
    // Within one account one Allow is enough, usually in the identity policy.
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

/** Returns whether the topology allows the request. If so, the deployed policies differ from the topology. */
export function allows(denied: Case<Missing>, answer: Answer | undefined): boolean {
  if (answer === undefined || answer.verdict === 'denied') return false;
  if (answer.verdict === 'allowed') return true;
  // Within one account one Allow is enough.
  return isCrossAccount(denied) === false && answer.resource === 'allows';
}

function stateOf(effect: Side | undefined): SideState {
  switch (effect) {
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
