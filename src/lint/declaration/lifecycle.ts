import { lifecycleRuleFaults } from '../../aws/lifecycle/faults';
import { LIMITS } from '../../aws/limits';
import type { BoundLifecyclePolicy } from '../../declaration/bind/bound-declaration';
import { lowerLifecycle } from '../../declaration/lower/repository-settings.lifecycle';
import type { Reporter } from '../../declaration/syntax/diagnostics.reporter';
import { locateRules, termsOf } from './lifecycle.lifecycle-rules';

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
