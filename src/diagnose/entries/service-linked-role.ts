import { explainLimit } from '../explanations/deny';
import { SHOW_CALLER_STEP } from '../explanations/steps';
import { callerAndAccountText, partitionIdFor, policyOfCase } from '../model/case';
import { PAGES } from '../model/diagnosis';
import { defineEntry, type FamilyEntries } from '../model/entry';
import { denialReasonIn, denialSentencesIn, principalIn } from '../parse/denial-sentence';
import type { Facts, MissingPolicy } from '../parse/facts';

/** ECR creates a service-linked role in an account with its first replication rule, cache rule or creation template. */
interface ServiceLinkedRoleDenied extends MissingPolicy {
  /** `replication.ecr.amazonaws.com` */
  readonly service: string;
  readonly isExplicitDeny: boolean;
}

const SERVICE_LINKED_ROLE_DENIED = defineEntry<ServiceLinkedRoleDenied>({
  kind: 'service-linked-role-denied',
  match: (text, facts) => {
    for (const sentence of denialSentencesIn(text)) {
      if (!/^ ?iam:CreateServiceLinkedRole/.test(sentence.after)) continue;
      const service =
        /aws-service-role\/((?:[a-z]{1,30}\.)?ecr\.amazonaws\.com)/.exec(sentence.after)?.[1] ??
        SERVICES.find(([pattern]) => pattern.test(text))?.[1];
      if (service === undefined) return undefined;
      const { isExplicitDeny, policyType } = denialReasonIn(sentence.after);
      const own: Facts = {
        ...facts,
        action: 'iam:CreateServiceLinkedRole',
        principal: principalIn(sentence) ?? facts.principal,
      };
      return { service, isExplicitDeny, missing: policyType, facts: own };
    }
    return undefined;
  },
  explain: (denied) => {
    const { service, missing, isExplicitDeny } = denied.message;
    const role = `the service-linked role of ${service}`;
    if (isExplicitDeny || (missing !== undefined && missing !== 'identity-based policy')) {
      const effectText = isExplicitDeny ? 'denies it' : 'does not allow it';
      const limited = explainLimit(denied, { type: missing, effectText, resourceText: ` for ${role}` });
      return { ...limited, steps: [createRoleStep(service), ...limited.steps] };
    }
    return {
      summary: `${callerAndAccountText(denied)} is not authorized to create ${role}.`,
      cause:
        'ECR uses a service-linked role to replicate images and to fill pull-through caches. The first such configuration in an account creates the role, so the principal that deploys it needs iam:CreateServiceLinkedRole once. This is an IAM permission and not an ECR permission. The role needs no policy from you.',
      policies: [
        policyOfCase(denied, 'identity-based policy', 'it does not allow iam:CreateServiceLinkedRole'),
      ],
      steps: [
        createRoleStep(service),
        {
          text: 'Or allow the action to the principal that deploys, for this service only.',
          code: {
            language: 'json',
            text: `${JSON.stringify(
              {
                Version: '2012-10-17',
                Statement: [
                  {
                    Effect: 'Allow',
                    Action: 'iam:CreateServiceLinkedRole',
                    Resource: `arn:${partitionIdFor(denied)}:iam::*:role/aws-service-role/${service}/*`,
                    Condition: { StringEquals: { 'iam:AWSServiceName': service } },
                  },
                ],
              },
              undefined,
              2,
            )}\n`,
          },
        },
        SHOW_CALLER_STEP,
      ],
      certainty: {
        level: 'likely',
        because:
          'a service control policy or a permissions boundary can also deny it, and AWS may not name it',
      },
      page: PAGES.serviceLinkedRoles,
    };
  },
});

const SERVICES: readonly (readonly [RegExp, string])[] = [
  [/Replication/i, 'replication.ecr.amazonaws.com'],
  [/PullThroughCache|pull[- ]through/i, 'pullthroughcache.ecr.amazonaws.com'],
];

function createRoleStep(service: string) {
  return {
    text: 'Create the role once, as an administrator of the account. Then deploy again.',
    code: {
      language: 'sh' as const,
      text: `aws iam create-service-linked-role --aws-service-name ${service}\n`,
    },
  };
}

export const ENTRIES: FamilyEntries = {
  denied: [SERVICE_LINKED_ROLE_DENIED],
};
