import { JSON_TERMS, lifecycleRuleFaults, lifecycleTagFaults } from '../../aws/lifecycle/faults';
import { completeRules, type LifecycleRule } from '../../aws/lifecycle/policy';
import { readLifecyclePolicy } from '../../aws/lifecycle/read';
import { computedOnce } from '../../base/collections';

/**
 * Returns the rules of a policy of the resources, or undefined if ECR rejects the policy or this version cannot read all
 * of it.
 */
export const lifecycleRules = computedOnce((text): readonly LifecycleRule[] | undefined => {
  const { rules, unknown } = readLifecyclePolicy(text);
  const isReadable = unknown.length === 0 && !lifecyclePolicyFaults(text).some(({ isRefused }) => isRefused);
  return isReadable ? completeRules(rules) : undefined;
});

/** A fault of a lifecycle policy. */
export interface LifecyclePolicyFault {
  /** A complete sentence that names the rule. */
  readonly message: string;
  readonly help: string;
  /** Whether ECR is known to refuse the policy because of this fault. */
  readonly isRefused: boolean;
}

const SYNTAX =
  'Write it with jsonencode and the properties that ECR documents ' +
  '(https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html).';

/** Returns the faults of a lifecycle policy, in the order of its rules. */
export function lifecyclePolicyFaults(text: string): readonly LifecyclePolicyFault[] {
  const { rules, faults, unknown } = readLifecyclePolicy(text);
  const checked = rules.map((parts) => ({
    parts,
    has: (list: 'tagPatterns' | 'tagPrefixes') => (parts[list] ?? []).length > 0,
  }));
  return [
    ...faults.map((fault) => ({ message: fault.text, help: SYNTAX, isRefused: true })),
    ...rules.flatMap(lifecycleTagFaults).map(({ path, text: tag, fault }) => ({
      message: `'${tag}' is not valid in ${path}: ${fault}.`,
      help: SYNTAX,
      isRefused: true,
    })),
    ...lifecycleRuleFaults(checked, JSON_TERMS).map(({ index, kind, message, help }) => ({
      message: `rules[${index}]: ${message}`,
      help,
      // ECR documents a minimum for the storage class, but not that it refuses a lower value.
      isRefused: kind !== 'archived-days',
    })),
    ...unknown.map(({ text: property }) => ({
      message: `'${property}' is not a known property of lifecycle policies.`,
      help: 'Fix the spelling, or update ecr-topology if the property is newer.',
      isRefused: false,
    })),
  ];
}
