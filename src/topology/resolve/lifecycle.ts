import { completeRules, lifecyclePolicyOf, type LifecyclePolicy } from '../../registry';
import type { LinkedLifecycle } from '../link/linked';

const RESOLVED = new WeakMap<LinkedLifecycle, LifecyclePolicy>();

/** Returns the policy in the form of ECR, or undefined if it has no rules. Shared policies are lowered once. */
export function resolveLifecycle(lifecycle: LinkedLifecycle): LifecyclePolicy | undefined {
  if (lifecycle.kind === 'json') return lifecycle.policy;
  if (lifecycle.rules.length === 0) return undefined;
  const policy =
    RESOLVED.get(lifecycle) ?? lifecyclePolicyOf(completeRules(lifecycle.rules.map(({ parts }) => parts)));
  RESOLVED.set(lifecycle, policy);
  return policy;
}
