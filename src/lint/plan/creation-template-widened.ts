import { ROOT } from '../../aws/namespaces';
import type { PolicyStatement } from '../../aws/policy/document';
import { isKnown } from '../../model/unknown';
import { isChangedInAws, type PlannedOf, type PlannedResource } from '../../plan/model/planned-resource';
import { grantedText, registryMark } from '../finding-text';
import { addressOf } from '../predicates/plan-resources';
import { namedStatements } from '../predicates/policies-after';
import { externalGranteesOf, externalGranteesText, isPublic } from '../predicates/public-statements';
import { defineRule, type Problem } from '../rule';

export const creationTemplateWidened = defineRule({
  id: 'creation-template-widened',
  severity: 'note',
  doc: 'Creation template gives another account access to the repositories that ECR creates from it.',
  why:
    'ECR applies the policy of a template to every repository that it creates from now on. Existing repositories keep their ' +
    'policies. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html',
  options: {},
  check: ({ resources }) => resources.flatMap(problemsOf),
});

function problemsOf(resource: PlannedResource): readonly Problem[] {
  if (resource.kind !== 'creation-template' || !isChangedInAws(resource)) return [];
  const { after } = resource;
  if (after?.policy === undefined || !isKnown(after.template)) return [];
  const { registry, template } = after;
  const all = namedStatements(after.policy);
  const before = new Set(knownAllowStatements(resource.before).map((statement) => JSON.stringify(statement)));
  return knownAllowStatements(after).flatMap((statement): readonly Problem[] => {
    const outsiders = externalGranteesOf(statement, registry);
    // `public-access` reports statements that allow every account.
    if (before.has(JSON.stringify(statement)) || outsiders.length === 0 || isPublic(statement, all)) {
      return [];
    }
    const names =
      template.prefix === ROOT ? 'every repository' : `every repository under '${template.prefix}/'`;
    return [
      {
        at: addressOf(resource),
        subject: { registry },
        message: `The creation template '${template.prefix}' (${registryMark(registry)}) lets ${externalGranteesText(outsiders, registry)} ${grantedText([statement])} in ${names} that ECR creates from now on. Existing repositories do not change.`,
        help: 'Make sure that you intend this access for every repository that ECR creates from the template.',
      },
    ];
  });
}

function knownAllowStatements(values: PlannedOf<'creation-template'>['after']): readonly PolicyStatement[] {
  if (values?.policy === undefined) return [];
  return namedStatements(values.policy).flatMap(({ statement, unknown }) =>
    statement.effect === 'Allow' && unknown.length === 0 ? statement : [],
  );
}
