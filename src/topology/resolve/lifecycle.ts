import { lifecyclePolicyOf, type LifecyclePolicy, type LifecycleRule } from '../../registry';
import type { LinkedLifecycle, LinkedLifecycleRule } from '../link/lifecycle';

const RESOLVED = new WeakMap<LinkedLifecycle, LifecyclePolicy>();

/**
 * The policy as ECR takes it; undefined where it has no rule. What several repositories have in common is worked out
 * once.
 */
export function resolveLifecycle(lifecycle: LinkedLifecycle): LifecyclePolicy | undefined {
  if (lifecycle.kind === 'json') return lifecycle.policy;
  if (lifecycle.rules.length === 0) return undefined;
  const policy = RESOLVED.get(lifecycle) ?? lifecyclePolicyOf(lifecycle.rules.flatMap(completeRule));
  RESOLVED.set(lifecycle, policy);
  return policy;
}

/** What is not complete has been refused. */
function completeRule({ parts }: LinkedLifecycleRule): readonly LifecycleRule[] {
  const { priority, tagStatus, count, action } = parts;
  if (priority === undefined || tagStatus === undefined || count === undefined || action === undefined) {
    return [];
  }
  const { tagPrefixes = [], tagPatterns = [] } = parts;
  return [{ ...parts, priority, tagStatus, count, action, tagPrefixes, tagPatterns }];
}
