import { LIMITS, lifecycleRuleFaults } from '../../registry';
import type { LinkedLifecycle } from '../link/linked';
import { resolveLifecycle } from '../resolve/lifecycle';
import type { Reporter } from '../reporter';
import { judgedRules, termsOf } from './lifecycle-rules';

/** Checks that ECR accepts a lifecycle policy. */
export function checkLifecycle(lifecycle: LinkedLifecycle, reporter: Reporter): void {
  const rules = judgedRules(lifecycle, reporter);
  for (const { index, part, kind, message, help } of lifecycleRuleFaults(rules, termsOf(lifecycle))) {
    rules[index]?.say(part, `lifecycle/${kind}`, message, help);
  }
  const length = resolveLifecycle(lifecycle)?.text.length ?? 0;
  if (length <= LIMITS.lifecyclePolicyLength) return;
  reporter.atKey(
    lifecycle.path,
    'lifecycle/too-long',
    `The lifecycle policy has ${length} characters; ECR takes ${LIMITS.lifecyclePolicyLength}.`,
    'Use fewer rules, or patterns that cover several tags.',
  );
}
