import { LOGIN_ACTION, matchesOnly } from '../../aws/policy/actions';
import type { PolicyStatement } from '../../aws/policy/document';
import { capitalizeSentence, formatList } from '../../base/text';
import { isChangedInAws, UNCHANGED_OPTION, type PlannedResource } from '../../plan/model/planned-resource';
import { addressOf } from '../predicates/plan-resources';
import { namedStatements, policyName, policySubject } from '../predicates/policies-after';
import { withTemplatePolicies } from '../predicates/template-policies';
import { defineRule, type Problem } from '../rule';

const rule = defineRule({
  id: 'auth-token-in-repository-policy',
  severity: 'note',
  doc: 'Repository policy contains ecr:GetAuthorizationToken, which has no effect there.',
  why:
    'A caller requests the token from its own account, not from a repository. Only an identity policy can allow the action, ' +
    'on Resource "*". ECR accepts the action in a repository policy, and some widely used modules put it there. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html',
  options: { unchanged: UNCHANGED_OPTION },
  check: ({ resources }, { unchanged }) =>
    resources.filter((resource) => unchanged || isChangedInAws(resource)).flatMap(problemOf),
});

export const authTokenInRepositoryPolicy = withTemplatePolicies(rule);

function problemOf(resource: PlannedResource): readonly Problem[] {
  if (resource.kind !== 'repository-policy' || resource.after === undefined) return [];
  const { registry, policy } = resource.after;
  const labels = namedStatements(policy).flatMap(({ statement, label }) =>
    containsLoginAction(statement) ? label : [],
  );
  if (labels.length === 0) return [];
  return [
    {
      at: addressOf(resource),
      subject: policySubject(resource, registry),
      message: `${capitalizeSentence(policyName(resource))} contains ${LOGIN_ACTION} in ${formatList(labels, 4)}, which has no effect in a repository policy.`,
      help: `Remove it from this policy. Allow ${LOGIN_ACTION} on Resource "*" in the identity policy of each principal that pulls or pushes.`,
    },
  ];
}

/** Whether the action is written without a wildcard: a wildcard that includes it does no harm. */
function containsLoginAction({ actions }: PolicyStatement): boolean {
  return !actions.isNot && actions.values.some((action) => matchesOnly(action, LOGIN_ACTION));
}
