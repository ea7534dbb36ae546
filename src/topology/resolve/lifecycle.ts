import { completeRules, lifecyclePolicyOf, type LifecyclePolicy } from '../../registry';
import type { LinkedLifecycle } from '../link/linked';

const RESOLVED = new WeakMap<LinkedLifecycle, LifecyclePolicy>();

/**
 * The policy as ECR takes it; undefined where it has no rule. What several repositories have in common is worked out
 * once.
 */
export function resolveLifecycle(lifecycle: LinkedLifecycle): LifecyclePolicy | undefined {
  if (lifecycle.kind === 'json') return lifecycle.policy;
  if (lifecycle.rules.length === 0) return undefined;
  const policy =
    RESOLVED.get(lifecycle) ?? lifecyclePolicyOf(completeRules(lifecycle.rules.map(({ parts }) => parts)));
  RESOLVED.set(lifecycle, policy);
  return policy;
}
