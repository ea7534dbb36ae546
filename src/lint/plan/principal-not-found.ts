import { capitalizeSentence } from '../../base/text';
import { isChangedInAws } from '../../plan/model/planned-resource';
import { addressOf } from '../predicates/plan-resources';
import { namedIdentities } from '../predicates/policies-after';
import { defineRule } from '../rule';

export const principalNotFound = defineRule({
  id: 'principal-not-found',
  severity: 'warning',
  doc: 'Policy names a role or user that the same plan creates, without a reference to it.',
  why:
    'Without a reference, Terraform creates both at once, and may put the policy first. ECR then answers ' +
    "'Principal not found'. Version 6 of the AWS provider retries a repository policy for 2 minutes. It does not retry a " +
    'registry policy: the first apply stops halfway, and a second one succeeds, so this is a warning and not an error. ' +
    'https://github.com/hashicorp/terraform-provider-aws/issues/39064',
  options: {},
  check: (reviewed) =>
    namedIdentities(reviewed, ['create'])
      .filter(({ resource, identity }) => isChangedInAws(resource) && !identity.isCreatedBefore(resource))
      .map(({ resource, policy, identity, arn }) => ({
        at: addressOf(resource),
        subject: policy.subject,
        message: `${capitalizeSentence(policy.name)} names '${arn}' as text, and the plan creates it ('${identity.address}'): ECR may answer 'Principal not found', because nothing makes Terraform create it first.`,
        help: `Refer to the resource (${identity.address}.arn) instead of writing its ARN, or name it in depends_on.`,
      })),
});
