import type { Evaluation, PolicyEffect } from '../model/evaluation';
import { isCrossAccount, type Case } from '../model/case';
import type { MissingPolicy } from '../parse/facts';

/** Identity policy, or resource-based policy. A request between accounts needs an Allow in both. */
export type PolicyBasis = 'identity' | 'resource';

/**
 * `differs`: the topology allows the request, so that the policy in AWS is another one. `lacks`: the topology contains
 * no Allow. `open`: the topology does not decide.
 */
type PolicyState = 'differs' | 'lacks' | 'open';

export interface CheckedPolicy {
  readonly basis: PolicyBasis;
  readonly state: PolicyState;
}

/** Returns the policies to check, the most likely first. Always includes the policy that the message names. */
export function policiesToCheck(
  denied: Case<MissingPolicy>,
  evaluation: Evaluation | undefined,
): readonly CheckedPolicy[] {
  const named = namedBasis(denied);
  const order = named === 'resource' ? RESOURCE_FIRST : IDENTITY_FIRST;
  const policies = order.map((basis) => ({ basis, state: policyState(evaluation?.[basis]) }));
  const isAllowed = isAllowedByTopology(denied, evaluation);
  if (isCrossAccount(denied) === false && !isAllowed) {
    // Within one account one Allow is enough, usually in the identity policy.
    return IDENTITY_FIRST.flatMap((wanted) =>
      policies.filter(({ basis }) => basis === wanted && (basis === 'identity' || basis === named)),
    );
  }
  const shown = policies.filter(({ basis, state }) => basis === named || (state === 'differs') === isAllowed);
  return (['differs', 'lacks', 'open'] as const).flatMap((wanted) =>
    shown.filter(({ state }) => state === wanted),
  );
}

const IDENTITY_FIRST = ['identity', 'resource'] as const;
const RESOURCE_FIRST = ['resource', 'identity'] as const;

function namedBasis({ message }: Case<MissingPolicy>): PolicyBasis | undefined {
  if (message.missing === undefined) return undefined;
  return message.missing === 'resource-based policy' ? 'resource' : 'identity';
}

/** Returns whether the topology allows the request. If so, the deployed policies differ from the topology. */
export function isAllowedByTopology(
  denied: Case<MissingPolicy>,
  evaluation: Evaluation | undefined,
): boolean {
  if (evaluation === undefined || evaluation.verdict === 'denied') return false;
  if (evaluation.verdict === 'allowed') return true;
  // Within one account one Allow is enough.
  return isCrossAccount(denied) === false && evaluation.resource === 'allows';
}

function policyState(effect: PolicyEffect | undefined): PolicyState {
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
