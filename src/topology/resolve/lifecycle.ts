import { completeRules, renderLifecyclePolicy, type LifecyclePolicy } from '../../registry';
import type { BoundLifecyclePolicy } from '../link/linked';

const LOWERED_POLICIES = new WeakMap<BoundLifecyclePolicy, LifecyclePolicy>();

/** Returns the policy in the form of ECR, or undefined if it has no rules. Shared policies are lowered once. */
export function lowerLifecycle(lifecycle: BoundLifecyclePolicy): LifecyclePolicy | undefined {
  if (lifecycle.kind === 'json') return lifecycle.policy;
  if (lifecycle.rules.length === 0) return undefined;
  const policy =
    LOWERED_POLICIES.get(lifecycle) ??
    renderLifecyclePolicy(completeRules(lifecycle.rules.map(({ parts }) => parts)));
  LOWERED_POLICIES.set(lifecycle, policy);
  return policy;
}
