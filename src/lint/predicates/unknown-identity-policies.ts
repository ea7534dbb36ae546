import { identityArn } from '../../aws/arn';
import { isKnown, type Unknown } from '../../model/unknown';
import type { PlannedOf, PlannedResource } from '../../plan/model/planned-resource';
import type { ProblemWithoutAddress } from '../rule';

/** Reports a policy of a role, user or group of which the principal or the document is unknown. */
export function reportUnknownIdentityPolicy(
  resource: PlannedOf<'identity-policy' | 'policy-attachment'>,
): readonly ProblemWithoutAddress[] {
  const values = resource.after ?? resource.before;
  if (values === undefined) return [];
  const message = describeUnknownPolicy(resource);
  return message === undefined ? [] : [{ subject: { registry: values.registry }, ...message }];
}

type Message = Pick<ProblemWithoutAddress, 'help' | 'message'>;

function describeUnknownPolicy(
  resource: PlannedOf<'identity-policy' | 'policy-attachment'>,
): Message | undefined {
  if (resource.kind === 'policy-attachment') {
    return describeUnknownAttachment(resource) ?? (resource.after && describeUnknownIdentity(resource.after));
  }
  const { after, before } = resource;
  const form = (after ?? before)?.form;
  if (form === 'group' || form === 'unattached') {
    return isChanged(resource) ? WITHOUT_IDENTITY[form] : undefined;
  }
  if (after === undefined) return describeUnknownPreviousPolicy(resource);
  return (
    describeUnknownIdentity(after) ??
    describeUnknownDocument(after) ??
    describeUnknownPreviousPolicy(resource)
  );
}

function isChanged({ action }: PlannedResource): boolean {
  return action !== 'no-op' && action !== 'forget';
}

const WITHOUT_IDENTITY = {
  group: {
    message:
      'This policy of a group contains ECR actions. The members of a group are not read, so it is unknown which users gain or lose access.',
    help: 'To list the users of the group, run: aws iam get-group',
  },
  unattached: {
    message:
      'This policy contains ECR actions, and its plan does not attach it, so it is unknown which roles and users gain or lose access.',
    help: 'To list the roles and users that it is attached to, run: aws iam list-entities-for-policy',
  },
} as const satisfies Readonly<Record<string, Message>>;

function describeUnknownAttachment(resource: PlannedOf<'policy-attachment'>): Message | undefined {
  const values = resource.after ?? resource.before;
  if (values === undefined || isKnown(values.policy) || !isChanged(resource)) return undefined;
  const principal = isKnown(values.identity) ? identityArn(values.identity) : 'an unknown principal';
  const verb = resource.after === undefined ? 'detached from' : 'attached to';
  return {
    message: `A policy that is not in these plans is ${verb} ${principal}. It is unknown whether the policy contains ECR actions, so gained or lost access is unknown.`,
    help: 'To read the policy, run: aws iam get-policy-version. If another stack manages it, check the plan of that stack too.',
  };
}

function describeUnknownIdentity({ identity }: { readonly identity: object | Unknown }): Message | undefined {
  if (isKnown(identity)) return undefined;
  return {
    message:
      'The role or user of this policy is known only after apply, so it is unknown which principal gains or loses access.',
    help: 'Refer to the name of the role, aws_iam_role.<name>.name, and set the account in the provider (allowed_account_ids).',
  };
}

type Values = NonNullable<PlannedOf<'identity-policy'>['after']>;

function describeUnknownDocument({ identity, policy, form }: Values): Message | undefined {
  if (isKnown(policy) || !isKnown(identity)) return undefined;
  return {
    message: `${form === 'inline' ? 'The inline policy of' : 'A policy attached to'} ${identityArn(identity)} is known only after apply, so the access that it allows is unknown.`,
    help: 'Build the ARNs of repositories from account ID, Region and name ("arn:aws:ecr:<region>:<account>:repository/<name>"), instead of reading them from resources.',
  };
}

/** The previous document is unknown if it was marked as sensitive or is not a valid policy. */
function describeUnknownPreviousPolicy(resource: PlannedOf<'identity-policy'>): Message | undefined {
  const { before } = resource;
  if (before === undefined || isKnown(before.policy) || !isChanged(resource)) return undefined;
  const principal = isKnown(before.identity) ? identityArn(before.identity) : 'an unknown principal';
  return {
    message: `The plan does not show the previous version of this policy of ${principal}, so it is unknown whether the principal gains or loses access.`,
    help: 'To read the current version, run: aws iam get-role-policy. Then compare the two versions.',
  };
}
