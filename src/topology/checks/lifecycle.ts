import { LIMITS, lifecycleRuleFaults } from '../../registry';
import type { BoundLifecyclePolicy } from '../link/linked';
import { lowerLifecycle } from '../resolve/lifecycle';
import type { Reporter } from '../reporter';
import { locateRules, termsOf } from './lifecycle-rules';

/** Checks that ECR accepts a lifecycle policy. */
export function checkLifecycle(lifecycle: BoundLifecyclePolicy, reporter: Reporter): void {
  const rules = locateRules(lifecycle, reporter);
  for (const { index, part, kind, message, help } of lifecycleRuleFaults(rules, termsOf(lifecycle))) {
    rules[index]?.report(part, `lifecycle/${kind}`, message, help);
  }
  const length = lowerLifecycle(lifecycle)?.text.length ?? 0;
  if (length <= LIMITS.lifecyclePolicyLength) return;
  reporter.atKey(
    lifecycle.path,
    'lifecycle/too-long',
    `The lifecycle policy has ${length} characters; ECR takes ${LIMITS.lifecyclePolicyLength}.`,
    'Use fewer rules, or patterns that cover several tags.',
  );
}
