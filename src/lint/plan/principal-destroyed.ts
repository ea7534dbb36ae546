import { capitalizeSentence } from '../../base/text';
import { matchesPrincipal, type IdentityChange } from '../../plan/decode/identity-changes';
import { isChangedInAws } from '../../plan/model/planned-resource';
import { addressOf } from '../predicates/plan-resources';
import { namedIdentities, type NamedIdentity } from '../predicates/policies-after';
import { defineRule, type Problem } from '../rule';

export const principalDestroyed = defineRule({
  id: 'principal-destroyed',
  severity: 'warning',
  doc: 'Policy names a role or user that the plan destroys or replaces.',
  why:
    'AWS stores the unique ID of a role or user in a policy, not its ARN. After the role or user is deleted, the policy keeps ' +
    'the ID (AROA… or AIDA…), which matches no principal, not even a new role with the same name. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles',
  options: {},
  check: (reviewed) => {
    const created = reviewed.identities.filter(({ action }) => action === 'create');
    return (
      namedIdentities(reviewed, ['delete', 'replace'])
        // Terraform writes the policy after the resources that it refers to, so AWS resolves the new ID.
        .filter(({ resource, identity }) => !(isChangedInAws(resource) && identity.isCreatedBefore(resource)))
        .map((named) => problemOf(named, created))
    );
  },
});

function problemOf(
  { resource, policy, identity, arn }: NamedIdentity,
  created: readonly IdentityChange[],
): Problem {
  const isCreatedAgain =
    identity.action === 'replace' || created.some((each) => matchesPrincipal(each.identity, arn));
  const what = `${capitalizeSentence(policy.name)} names '${arn}', which the plan ${isCreatedAgain ? 'destroys and creates again' : 'destroys'} ('${identity.address}')`;
  return {
    at: addressOf(resource),
    subject: policy.subject,
    message: isCreatedAgain
      ? `${what}. The policy keeps the ID of the old principal, so the new principal has no access until the policy is written again.`
      : `${what}. The policy then contains its ID instead of the ARN, and ECR rejects the next update of the policy ('Principal not found').`,
    help: isCreatedAgain
      ? 'After the apply, write the policy again, for example with terraform apply -replace. Or add replace_triggered_by with the role to the policy.'
      : 'Remove the principal from the policy in the same plan.',
  };
}
