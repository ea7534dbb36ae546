import { capitalizeSentence } from '../../base/text';
import { isChangedInAws } from '../../plan/model/planned-resource';
import { addressOf } from '../predicates/plan-resources';
import { namedIdentities } from '../predicates/policies-after';
import { defineRule } from '../rule';

export const principalNotFound = defineRule({
  id: 'principal-not-found',
  severity: 'warning',
  doc: 'Policy names a role or user that the same plan creates, but does not refer to the resource.',
  why:
    'Without a reference, Terraform creates both at the same time, and may write the policy first. ECR then rejects it with ' +
    "'Principal not found'. Version 6 of the AWS provider retries a repository policy for 2 minutes, but not a registry " +
    'policy: the first apply stops halfway, and the second apply succeeds. Therefore the finding is a warning. ' +
    'https://github.com/hashicorp/terraform-provider-aws/issues/39064',
  options: {},
  check: (reviewed) =>
    namedIdentities(reviewed, ['create'])
      .filter(({ resource, identity }) => isChangedInAws(resource) && !identity.isCreatedBefore(resource))
      .map(({ resource, policy, identity, arn }) => ({
        at: addressOf(resource),
        subject: policy.subject,
        message: `${capitalizeSentence(policy.name)} contains the ARN '${arn}', which the same plan creates ('${identity.address}'). Terraform may write the policy first, because the policy does not refer to the resource. ECR then rejects the policy ('Principal not found').`,
        help: `Use ${identity.address}.arn instead of the ARN, or add ${identity.address} to depends_on.`,
      })),
});
