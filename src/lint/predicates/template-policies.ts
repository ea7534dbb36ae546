import { normaliseLifecyclePolicy } from '../../aws/lifecycle/policy';
import { repositoryNamePattern } from '../../aws/names';
import { ROOT } from '../../aws/namespaces';
import { isKnown } from '../../model/unknown';
import type { PlannedOf, PlannedResource } from '../../plan/model/planned-resource';
import type { PlanReview } from '../../plan/review/review';
import type { Problem, Rule } from '../rule';

/**
 * Extends a rule for repository and lifecycle policies to policies of creation templates, which ECR applies to the repositories that it creates.
 */
export function withTemplatePolicies<Id extends string>(rule: Rule<Id>): Rule<Id> {
  return {
    ...rule,
    check: (reviewed, options) => [
      ...rule.check(reviewed, options),
      ...templateProblems(reviewed, (templates) => rule.check(templates, options)),
    ],
  };
}

/** Returns the problems that a check of repository policies finds in policies of creation templates. */
export function templateProblems(
  reviewed: PlanReview,
  check: (templates: PlanReview) => readonly Problem[],
): readonly Problem[] {
  const resources = reviewed.resources.flatMap(templateAsPolicies);
  if (resources.length === 0) return [];
  return check({ ...reviewed, resources }).map((problem) => ({
    ...problem,
    subject: { registry: problem.subject.registry },
    message: `For repositories that ECR creates from this creation template: ${uncapitalize(problem.message)}`,
  }));
}

/** Returns the text with a lowercase first letter, unless it starts with an abbreviation such as `ECR`. */
function uncapitalize(text: string): string {
  return text.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

type RepositoryPolicy = PlannedOf<'repository-policy'>;
type LifecyclePolicy = PlannedOf<'lifecycle-policy'>;

/** Converts a creation template to policies of the repositories that it applies to: `team/*`. */
function templateAsPolicies(resource: PlannedResource): readonly (RepositoryPolicy | LifecyclePolicy)[] {
  if (resource.kind !== 'creation-template') return [];
  const [before, after] = [policiesOf(resource.before), policiesOf(resource.after)];
  const policies: readonly (LifecyclePolicy | RepositoryPolicy)[] = [
    { ...resource, kind: 'repository-policy', before: before?.policy, after: after?.policy },
    { ...resource, kind: 'lifecycle-policy', before: before?.lifecycle, after: after?.lifecycle },
  ];
  return policies.filter((policy) => policy.after !== undefined);
}

interface TemplatePolicies {
  readonly policy: RepositoryPolicy['after'];
  readonly lifecycle: LifecyclePolicy['after'];
}

function policiesOf(values: PlannedOf<'creation-template'>['after']): TemplatePolicies | undefined {
  if (values === undefined || !isKnown(values.template)) return undefined;
  const { registry, policy, template, lifecycleText: text } = values;
  const repository = repositoryNamePattern(template.prefix === ROOT ? '*' : `${template.prefix}/*`);
  return {
    policy: policy && { registry, policy, repository },
    lifecycle:
      text === undefined ? undefined : { registry, policy: normaliseLifecyclePolicy(text), text, repository },
  };
}
