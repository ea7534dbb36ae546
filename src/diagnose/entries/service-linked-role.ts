import { explainLimit } from '../explanations/deny';
import { SHOW_CALLER_STEP } from '../explanations/steps';
import { accountText, callerAccountOf, callerText, partitionIdFor, policyOfCase } from '../model/case';
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
    const { caller, declared, message } = denied;
    const { service, missing, isExplicitDeny } = message;
    const role = `the service-linked role of ${service}`;
    if (isExplicitDeny || (missing !== undefined && missing !== 'identity-based policy')) {
      const effectText = isExplicitDeny ? 'denies it' : 'allows nothing of it';
      const limited = explainLimit(denied, { type: missing, effectText, resourceText: ` for ${role}` });
      return { ...limited, steps: [createRoleStep(service), ...limited.steps] };
    }
    const callerName = callerText(caller, message.facts);
    const own = callerAccountOf(caller);
    return {
      summary: `${callerName} of ${accountText(own, declared, 'its account')} may not create ${role}.`,
      cause:
        'ECR replicates and fills caches as a service-linked role, which is created in the account by the first such configuration. The principal that deploys needs iam:CreateServiceLinkedRole once. It is not a grant of ECR, and the role needs no policy from you.',
      policies: [
        policyOfCase(denied, 'identity-based policy', 'it does not allow iam:CreateServiceLinkedRole'),
      ],
      steps: [
        createRoleStep(service),
        {
          text: 'Or allow it to the principal that deploys, for this service only.',
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
          'a service control policy or a permissions boundary can deny it too, and AWS may not name it',
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
    text: 'Let an administrator of the account create the role once; then deploy again.',
    code: {
      language: 'sh' as const,
      text: `aws iam create-service-linked-role --aws-service-name ${service}\n`,
    },
  };
}

export const ENTRIES: FamilyEntries = {
  denied: [SERVICE_LINKED_ROLE_DENIED],
};
