import { readRepositoryArn } from '../facts';
import type { Facts, Message, MessageOf, Said } from '../message';
import { principalIn, reasonIn, sentencesIn, type Sentence } from './sentence';

type DenialKind = 'access-denied' | 'login-denied' | 'replication-denied' | 'explicit-deny';
type Denial = MessageOf<DenialKind>;

/** AWS's own sentence about a denied request to ECR. */
export function recogniseDenial(text: string, facts: Facts): Message | undefined {
  const denials = sentencesIn(text).flatMap((sentence) => readSentence(sentence, facts) ?? []);
  return denials.find(isExplained) ?? denials[0];
}

/** Of several, the one that says why says most. */
function isExplained(denial: Denial): boolean {
  return denial.kind === 'explicit-deny' || denial.missing !== undefined;
}

function readSentence(sentence: Sentence, facts: Facts): Denial | undefined {
  const { after } = sentence;
  const match = /^ ?(ecr:[A-Za-z]{1,60})(?: on (?:the )?resources?: ?(\S{1,600}))?/i.exec(after);
  if (match === null) return undefined;
  const [found, action = '', resource = ''] = match;
  const named = readRepositoryArn(resource.replace(/[.,;:'")\]]{1,9}$/, ''));
  const own: Facts = {
    ...facts,
    action,
    principal: principalIn(sentence) ?? facts.principal,
    repository: named === undefined ? facts.repository : named.repository,
    accountId: named?.accountId ?? facts.accountId,
    region: named?.region ?? facts.region,
  };
  return { ...reasonOf(after.slice(found.length), own), facts: own };
}

function reasonOf(rest: string, facts: Facts): Said<DenialKind> {
  const { isExplicitDeny, policyType, policyArn } = reasonIn(rest);
  return isExplicitDeny
    ? { kind: 'explicit-deny', policyType, policyArn }
    : { kind: deniedKind(facts), missing: policyType };
}

function deniedKind({ action, principal }: Facts): 'access-denied' | 'login-denied' | 'replication-denied' {
  if (action === 'ecr:GetAuthorizationToken') return 'login-denied';
  if (action === 'ecr:ReplicateImage' || principal?.includes('AWSServiceRoleForECRReplication') === true) {
    return 'replication-denied';
  }
  return 'access-denied';
}
