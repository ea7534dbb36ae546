import { normaliseLifecyclePolicy } from '../../aws/lifecycle/policy';
import { repositoryNamePattern, type RepositoryName } from '../../aws/names';
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
    message: `From a creation template, for repositories that ECR creates: ${problem.message}`,
  }));
}

type Template = PlannedOf<'creation-template'>;
type RepositoryPolicy = PlannedOf<'repository-policy'>;
type LifecyclePolicy = PlannedOf<'lifecycle-policy'>;

/** Converts a creation template to policies of the repositories that it applies to: `team/*`. */
function templateAsPolicies(resource: PlannedResource): readonly (RepositoryPolicy | LifecyclePolicy)[] {
  if (resource.kind !== 'creation-template') return [];
  const [before, after] = [policyOf(resource.before), policyOf(resource.after)];
  const [lifecycleBefore, lifecycle] = [lifecycleOf(resource.before), lifecycleOf(resource.after)];
  return [
    ...(after === undefined ? [] : [{ ...resource, kind: 'repository-policy', before, after } as const]),
    ...(lifecycle === undefined
      ? []
      : [{ ...resource, kind: 'lifecycle-policy', before: lifecycleBefore, after: lifecycle } as const]),
  ];
}

function policyOf(values: Template['after']): RepositoryPolicy['after'] {
  const repository = repositoryOf(values);
  if (values?.policy === undefined || repository === undefined) return undefined;
  return { registry: values.registry, policy: values.policy, repository };
}

function lifecycleOf(values: Template['after']): LifecyclePolicy['after'] {
  const repository = repositoryOf(values);
  if (values?.lifecycleText === undefined || repository === undefined) return undefined;
  const { registry, lifecycleText: text } = values;
  return { registry, policy: normaliseLifecyclePolicy(text), text, repository };
}

function repositoryOf(values: Template['after']): RepositoryName | undefined {
  if (values === undefined || !isKnown(values.template)) return undefined;
  const { prefix } = values.template;
  return repositoryNamePattern(prefix === ROOT ? '*' : `${prefix}/*`);
}
