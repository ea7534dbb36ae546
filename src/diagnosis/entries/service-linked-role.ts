import { accountOf, callerText } from '../caller';
import { accountText, policyToChange, type Case, type Conclusion } from '../case';
import { limitedBy } from '../causes/deny';
import { WHO_AM_I } from '../commands';
import { entry } from '../entry';
import type { Facts, Missing } from '../message';
import { PAGES } from '../pages';
import { principalIn, reasonIn, sentencesIn } from '../sentence';

/** ECR creates a service-linked role in an account with its first replication rule, cache rule or creation template. */
export interface ServiceLinkedRoleDenied extends Missing {
  /** `replication.ecr.amazonaws.com` */
  readonly service: string;
  readonly isExplicitDeny: boolean;
}

export const SERVICE_LINKED_ROLE_DENIED = entry<ServiceLinkedRoleDenied>({
  kind: 'service-linked-role-denied',
  match: (text, facts) => {
    for (const sentence of sentencesIn(text)) {
      if (!/^ ?iam:CreateServiceLinkedRole/.test(sentence.after)) continue;
      const service =
        /aws-service-role\/((?:[a-z]{1,30}\.)?ecr\.amazonaws\.com)/.exec(sentence.after)?.[1] ??
        SERVICES.find(([words]) => words.test(text))?.[1];
      if (service === undefined) return undefined;
      const { isExplicitDeny, policyType } = reasonIn(sentence.after);
      const own: Facts = {
        ...facts,
        action: 'iam:CreateServiceLinkedRole',
        principal: principalIn(sentence) ?? facts.principal,
      };
      return { service, isExplicitDeny, missing: policyType, facts: own };
    }
    return undefined;
  },
  explain: serviceLinkedRoleDenied,
});

const SERVICES: readonly (readonly [RegExp, string])[] = [
  [/Replication/i, 'replication.ecr.amazonaws.com'],
  [/PullThroughCache|pull[- ]through/i, 'pullthroughcache.ecr.amazonaws.com'],
];

function serviceLinkedRoleDenied(denied: Case<ServiceLinkedRoleDenied>): Conclusion {
  const { caller, declared, message } = denied;
  const { service, missing, isExplicitDeny } = message;
  const role = `the service-linked role of ${service}`;
  if (isExplicitDeny || (missing !== undefined && missing !== 'identity-based policy')) {
    const does = isExplicitDeny ? 'denies it' : 'allows nothing of it';
    const limited = limitedBy(denied, { type: missing, does, on: ` for ${role}` });
    return { ...limited, steps: [createStep(service), ...limited.steps] };
  }
  const who = callerText(caller, message.facts);
  const own = accountOf(caller);
  return {
    summary: `${who} of ${accountText(own, declared, 'its account')} may not create ${role}.`,
    cause:
      'ECR replicates and fills caches as a service-linked role, which is created in the account by the first such configuration. The principal that deploys needs iam:CreateServiceLinkedRole once. It is not a grant of ECR, and the role needs no policy from you.',
    policies: [
      policyToChange(
        'identity-based policy',
        own,
        declared,
        who,
        'it does not allow iam:CreateServiceLinkedRole',
      ),
    ],
    steps: [
      createStep(service),
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
                  Resource: `arn:aws:iam::*:role/aws-service-role/${service}/*`,
                  Condition: { StringEquals: { 'iam:AWSServiceName': service } },
                },
              ],
            },
            undefined,
            2,
          )}\n`,
        },
      },
      WHO_AM_I,
    ],
    certainty: {
      level: 'likely',
      because: 'a service control policy or a permissions boundary can deny it too, and AWS may not name it',
    },
    page: PAGES.serviceLinkedRoles,
  };
}

function createStep(service: string) {
  return {
    text: 'Let an administrator of the account create the role once; then deploy again.',
    code: {
      language: 'sh' as const,
      text: `aws iam create-service-linked-role --aws-service-name ${service}\n`,
    },
  };
}
