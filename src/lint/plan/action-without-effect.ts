import { LOGIN_ACTION } from '../../aws/policy/actions';
import { sortedUnique } from '../../base/collections';
import { capitalizeSentence, formatList } from '../../base/text';
import { UNCHANGED_OPTION } from '../../plan/model/planned-resource';
import { addressOf } from '../predicates/plan-resources';
import { policiesAfter, type PolicyAfter } from '../predicates/policies-after';
import { externalGranteesOf, externalGranteesText } from '../predicates/public-statements';
import { actionsWithoutEffect } from '../predicates/repository-policy-actions';
import { withTemplatePolicies } from '../predicates/template-policies';
import { defineRule, type Problem } from '../rule';

const rule = defineRule({
  id: 'action-without-effect',
  severity: 'note',
  doc: 'Repository policy allows an action that only other policies can allow.',
  why:
    'ecr:CreateRepository is called before the repository and its policy exist. Actions on the registry do not apply to a ' +
    'repository. Only identity policies and the registry policy can allow these actions. ' +
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html',
  options: { unchanged: UNCHANGED_OPTION },
  check: (reviewed, { unchanged }) =>
    policiesAfter(reviewed, unchanged)
      .filter(({ resource }) => resource.kind === 'repository-policy')
      .flatMap(problemsOf),
});

export const actionWithoutEffect = withTemplatePolicies(rule);

const REPORTED_BY_OTHER_RULES: readonly string[] = [LOGIN_ACTION, 'ecr:ReplicateImage'];

function problemsOf({ resource, registry, name, subject, statements }: PolicyAfter): readonly Problem[] {
  return statements.flatMap(({ statement, label }): readonly Problem[] => {
    const actions = statement.effect === 'Allow' && !statement.actions.isNot ? statement.actions.values : [];
    const ineffective = sortedUnique(actions.flatMap(actionsWithoutEffect)).filter(
      (action) => !REPORTED_BY_OTHER_RULES.includes(action),
    );
    if (ineffective.length === 0) return [];
    const outsiders = externalGranteesOf(statement, registry);
    const who = outsiders.length === 0 ? '' : ` to ${externalGranteesText(outsiders, registry)}`;
    return [
      {
        at: addressOf(resource),
        subject,
        message: `${capitalizeSentence(label)} of ${name} allows ${formatList(ineffective, 4)}${who}, which has no effect in a repository policy.`,
        help: `Remove it from this policy. Allow ${formatList(ineffective, 4)} in the registry policy, or in an identity policy of the account that owns the registry.`,
      },
    ];
  });
}
