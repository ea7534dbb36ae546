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
      'This policy says something about ECR and is of a group. Who is in it is not looked at, so nobody can tell who gains or loses access by it.',
    help: 'Look who is in the group: aws iam get-group.',
  },
  unattached: {
    message:
      'This policy says something about ECR, and nothing in its plan attaches it, so nobody can tell who gains or loses access by it.',
    help: 'Look to whom it is attached: aws iam list-entities-for-policy.',
  },
} as const satisfies Readonly<Record<string, Message>>;

function describeUnknownAttachment(resource: PlannedOf<'policy-attachment'>): Message | undefined {
  const values = resource.after ?? resource.before;
  if (values === undefined || isKnown(values.policy) || !isChanged(resource)) return undefined;
  const principal = isKnown(values.identity) ? identityArn(values.identity) : 'somebody';
  const verb = resource.after === undefined ? 'detached from' : 'attached to';
  return {
    message: `A policy that no plan has is ${verb} ${principal}, so nobody can tell whether it is about ECR, nor who gains or loses access by it.`,
    help: 'Read the policy: aws iam get-policy-version. Where another stack has it, nothing about it shows here either.',
  };
}

function describeUnknownIdentity({ identity }: { readonly identity: object | Unknown }): Message | undefined {
  if (isKnown(identity)) return undefined;
  return {
    message:
      'It is known only after apply to which role or user this policy is attached, so nobody can tell who gains or loses access by it.',
    help: 'Refer to the name of the role, aws_iam_role.<name>.name, and let the provider say its account (allowed_account_ids).',
  };
}

type Values = NonNullable<PlannedOf<'identity-policy'>['after']>;

function describeUnknownDocument({ identity, policy, form }: Values): Message | undefined {
  if (isKnown(policy) || !isKnown(identity)) return undefined;
  return {
    message: `${form === 'inline' ? 'The inline policy of' : 'What is attached to'} ${identityArn(identity)} is known only after apply, so nobody can tell what access it gives.`,
    help: 'Write the ARNs of repositories from account id, Region and name ("arn:aws:ecr:<region>:<account>:repository/<name>") instead of reading them back from resources.',
  };
}

/** The previous document is unknown if it was marked as sensitive or is not a valid policy. */
function describeUnknownPreviousPolicy(resource: PlannedOf<'identity-policy'>): Message | undefined {
  const { before } = resource;
  if (before === undefined || isKnown(before.policy) || !isChanged(resource)) return undefined;
  const principal = isKnown(before.identity) ? identityArn(before.identity) : 'somebody';
  return {
    message: `What this policy of ${principal} said before cannot be told from the plan, so nobody can tell who gains or loses access by its change.`,
    help: 'Read the policy as it is now, aws iam get-role-policy, and compare.',
  };
}
