import { completeRules, type LifecycleRule } from '../../aws/lifecycle/policy';
import { readLifecyclePolicy } from '../../aws/lifecycle/read';
import { lifecyclePolicyFaults } from './lifecycle-policy.faults';

/** Returns the rules of a policy, or undefined if ECR refuses the policy or this version cannot read all of it. */
export function lifecycleRules(text: string): readonly LifecycleRule[] | undefined {
  const known = READ.get(text);
  if (known !== undefined) return known.rules;
  if (READ.size >= MOST_KEPT) READ.clear();
  const { rules, unknown } = readLifecyclePolicy(text);
  const isReadable = unknown.length === 0 && !lifecyclePolicyFaults(text).some(({ isRefused }) => isRefused);
  const read = { rules: isReadable ? completeRules(rules) : undefined };
  READ.set(text, read);
  return read.rules;
}

/** Caches the result, because hundreds of repositories often have the same policy. */
const READ = new Map<string, { readonly rules: readonly LifecycleRule[] | undefined }>();
const MOST_KEPT = 1_000;
