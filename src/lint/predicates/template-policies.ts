import { repositoryNamePattern } from '../../aws/names';
import { ROOT } from '../../aws/namespaces';
import { isKnown } from '../../model/unknown';
import type { PlannedOf, PlannedResource } from '../../plan/model/planned-resource';
import type { PlanReview } from '../../plan/review/review';
import type { Problem, Rule } from '../rule';

/**
 * Extends a rule for repository policies to policies of creation templates, which ECR applies to the repositories that it creates.
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
  const resources = reviewed.resources.flatMap(templateAsPolicy);
  if (resources.length === 0) return [];
  return check({ ...reviewed, resources }).map((problem) => ({
    ...problem,
    subject: { registry: problem.subject.registry },
    message: `From a creation template, for repositories that ECR creates: ${problem.message}`,
  }));
}

type Template = PlannedOf<'creation-template'>;
type RepositoryPolicy = PlannedOf<'repository-policy'>;

/** Converts a creation template to a policy of the repositories that it applies to: `team/*`. */
function templateAsPolicy(resource: PlannedResource): readonly RepositoryPolicy[] {
  if (resource.kind !== 'creation-template') return [];
  const [before, after] = [valuesOf(resource.before), valuesOf(resource.after)];
  return after === undefined ? [] : [{ ...resource, kind: 'repository-policy', before, after }];
}

function valuesOf(values: Template['after']): RepositoryPolicy['after'] {
  if (values?.policy === undefined || !isKnown(values.template)) return undefined;
  const { registry, policy, template } = values;
  const names = template.prefix === ROOT ? '*' : `${template.prefix}/*`;
  return { registry, policy, repository: repositoryNamePattern(names) };
}
