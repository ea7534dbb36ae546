import { readRepositoryArn } from '../facts';
import {
  POLICY_TYPES,
  type Facts,
  type Message,
  type MessageOf,
  type PolicyType,
  type Said,
} from '../message';

type DenialKind = 'access-denied' | 'login-denied' | 'replication-denied' | 'explicit-deny';
type Denial = MessageOf<DenialKind>;

/**
 * AWS's own sentence about a denied request: `User: ARN is not authorized to perform: ACTION on resource: ARN because
 * no TYPE allows the ACTION action`. The end is younger than the rest, and `User:` is sometimes left out.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html#access-denied-error-examples
 */
export function recogniseDenial(text: string, facts: Facts): Message | undefined {
  const denials = sentencesIn(text).flatMap((sentence) => readSentence(sentence, facts) ?? []);
  return denials.find(isExplained) ?? denials[0];
}

/** Of several, the one that says why says most. */
function isExplained(denial: Denial): boolean {
  return denial.kind === 'explicit-deny' || denial.missing !== undefined;
}

/** A log repeats itself; no more are looked at. */
const MOST_SENTENCES = 100;

const VERB = ' is not authorized to perform:';

interface Sentence {
  readonly before: string;
  readonly after: string;
}

/** Found by their verb, and cut from what is around it, so that the time is linear whatever stands there. */
function sentencesIn(text: string): readonly Sentence[] {
  const parts = text.split(VERB, MOST_SENTENCES + 1);
  return parts.slice(1).map((after, index) => ({
    before: (parts[index] ?? '').slice(-LONGEST_ARN),
    after: after.slice(0, LONGEST_END),
  }));
}

const LONGEST_ARN = 600;
const LONGEST_END = 1_600;

function readSentence({ before, after }: Sentence, facts: Facts): Denial | undefined {
  const match = /^ ?(ecr:[A-Za-z]{1,60})(?: on (?:the )?resources?: ?(\S{1,600}))?/i.exec(after);
  if (match === null) return undefined;
  const [found, action = '', resource = ''] = match;
  const named = readRepositoryArn(resource.replace(/[.,;:'")\]]{1,9}$/, ''));
  const own: Facts = {
    ...facts,
    action,
    principal: /arn:[^"'(\s]{1,600}$/.exec(before)?.[0] ?? facts.principal,
    repository: named === undefined ? facts.repository : named.repository,
    accountId: named?.accountId ?? facts.accountId,
    region: named?.region ?? facts.region,
  };
  return { ...reasonOf(after.slice(found.length), own), facts: own };
}

function reasonOf(rest: string, facts: Facts): Said<DenialKind> {
  // Of the ARN only what an ARN can hold: it stands in commands that are pasted into a shell.
  const deny =
    /with an explicit deny(?: in (?:an?|the) ([A-Za-z -]{1,40}))?(?:: ?(arn:[A-Za-z0-9:/_+=,.@-]{1,300}))?/i.exec(
      rest,
    );
  if (deny !== null) {
    const [, type = '', arn] = deny;
    return {
      kind: 'explicit-deny',
      policyType: policyTypeIn(type),
      policyArn: arn?.replace(/[.,:]$/, ''),
    };
  }
  const missing = policyTypeIn(/because no ([A-Za-z -]{1,60}) allows/i.exec(rest)?.[1] ?? '');
  return { kind: deniedKind(facts), missing };
}

function deniedKind({ action, principal }: Facts): 'access-denied' | 'login-denied' | 'replication-denied' {
  if (action === 'ecr:GetAuthorizationToken') return 'login-denied';
  if (action === 'ecr:ReplicateImage' || principal?.includes('AWSServiceRoleForECRReplication') === true) {
    return 'replication-denied';
  }
  return 'access-denied';
}

function policyTypeIn(words: string): PolicyType | undefined {
  const lower = words.toLowerCase();
  return POLICY_TYPES.find((type) => lower.includes(type.toLowerCase()));
}
