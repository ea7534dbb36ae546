import { completeRules, type LifecyclePolicy } from '../../aws/lifecycle/policy';
import { renderLifecyclePolicy } from '../../aws/lifecycle/policy.text';
import type { BoundLifecyclePolicy } from '../bind/bound-declaration';

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
