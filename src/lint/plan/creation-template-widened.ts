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
  doc: 'The policy of a creation template lets another account use the repositories that ECR creates from it.',
  why:
    'ECR puts the policy of a template on the repositories that it creates from then on. Existing repositories keep theirs. ' +
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
    const names = template.prefix === ROOT ? 'any repository' : `repositories under '${template.prefix}/'`;
    return [
      {
        at: addressOf(resource),
        subject: { registry },
        message: `A creation template of ${registryMark(registry)} lets ${externalGranteesText(outsiders, registry)} ${grantedText([statement])}: ${names} that ECR creates from now on. Existing repositories do not change.`,
        help: 'Make sure that it is meant for every repository that ECR may create there.',
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
