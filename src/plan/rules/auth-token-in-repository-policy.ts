import { actionsMeant, listed, LOGIN_ACTION } from '../../registry';
import { addressOf } from '../managing';
import { named, policyName, policySubject } from '../policies/policies-after';
import type { PlannedResource, PolicyInPlan } from '../resources/planned';
import type { Problem } from '../reviewed';
import { rule } from '../rule';
import { sentence } from '../words/sentence';

export const authTokenInRepositoryPolicy = rule({
  id: 'auth-token-in-repository-policy',
  severity: 'error',
  doc: 'ecr:GetAuthorizationToken is not in a repository policy, for it is about no repository.',
  why:
    "A token is asked of the caller's own account, so that only an identity policy can allow it, on Resource *; ECR " +
    "refuses it in a repository policy with 'Invalid repository policy provided', in the middle of the apply. " +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html',
  options: {},
  check: ({ resources }) => resources.flatMap(problemOf),
});

function problemOf(resource: PlannedResource): readonly Problem[] {
  if (resource.kind !== 'repository-policy' || resource.after === undefined) return [];
  // What AWS has already, it has taken.
  if (resource.action === 'no-op' || resource.action === 'forget') return [];
  const places = placesOf(resource.after.policy);
  if (places.length === 0) return [];
  return [
    {
      at: addressOf(resource),
      subject: policySubject(resource, resource.after.registry),
      message:
        `${sentence(policyName(resource))} has ${LOGIN_ACTION} in ${listed(places, 4)}: it is about no repository, and ` +
        "ECR answers 'Invalid repository policy provided'.",
      help: `Remove it here, and allow ${LOGIN_ACTION} on Resource "*" in the identity policy of whoever pulls or pushes.`,
    },
  ];
}

function placesOf(policy: PolicyInPlan): readonly string[] {
  switch (policy.kind) {
    case 'faulty':
      return [];
    case 'policy':
      return named(policy.policy).flatMap(({ statement, label }) =>
        !statement.actions.isNot && statement.actions.values.some(isLogin) ? label : [],
      );
    case 'notKnown':
      return policy.outline.some(({ actions }) => actions.some(isLogin))
        ? ['its aws_iam_policy_document']
        : [];
  }
}

/** The action itself: what a wildcard takes along does no harm. */
function isLogin(action: string): boolean {
  const [first, ...others] = actionsMeant(action);
  return first === LOGIN_ACTION && others.length === 0;
}
