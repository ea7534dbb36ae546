import { POLICY_TYPES, type PolicyType } from './message';

/** Both ends of AWS's sentence about a denied request, cut at its verb. */
export interface Sentence {
  readonly before: string;
  readonly after: string;
}

/** A log repeats itself; no more are looked at. */
const MOST_SENTENCES = 100;

const VERB = ' is not authorized to perform:';

/**
 * AWS's own sentence: `User: ARN is not authorized to perform: ACTION on resource: ARN because no TYPE allows the ACTION
 * action`. The end is younger than the rest, and `User:` is sometimes left out. Sentences are found by their verb, and cut
 * from what is around them, so that the time is linear whatever stands there.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html#access-denied-error-examples
 */
export function sentencesIn(text: string): readonly Sentence[] {
  const parts = text.split(VERB, MOST_SENTENCES + 1);
  return parts.slice(1).map((after, index) => ({
    before: (parts[index] ?? '').slice(-LONGEST_ARN),
    after: after.slice(0, LONGEST_END),
  }));
}

const LONGEST_ARN = 600;
const LONGEST_END = 1_600;

export function principalIn({ before }: Sentence): string | undefined {
  return /arn:[^"'(\s]{1,600}$/.exec(before)?.[0];
}

/** Why a request was denied. */
export interface DenialReason {
  readonly isExplicitDeny: boolean;
  /** Undefined where the sentence does not say. */
  readonly policyType: PolicyType | undefined;
  readonly policyArn: string | undefined;
}

/** @param rest what follows action and resource */
export function reasonIn(rest: string): DenialReason {
  // Of the ARN only what an ARN can hold: it stands in commands that are pasted into a shell.
  const deny =
    /with an explicit deny(?: in (?:an?|the) ([A-Za-z -]{1,40}))?(?:: ?(arn:[A-Za-z0-9:/_+=,.@-]{1,300}))?/i.exec(
      rest,
    );
  if (deny !== null) {
    const [, type = '', arn] = deny;
    return { isExplicitDeny: true, policyType: policyTypeIn(type), policyArn: arn?.replace(/[.,:]$/, '') };
  }
  const missing = /because no ([A-Za-z -]{1,60}) allows/i.exec(rest)?.[1] ?? '';
  return { isExplicitDeny: false, policyType: policyTypeIn(missing), policyArn: undefined };
}

/** A shorter beginning may be of several types. Characters. */
const SHORTEST = 7;

function policyTypeIn(words: string): PolicyType | undefined {
  const lower = words.toLowerCase().trim();
  return (
    POLICY_TYPES.find((type) => lower.includes(type.toLowerCase())) ??
    // The end of a message is often cut off.
    (lower.length < SHORTEST ? undefined : POLICY_TYPES.find((type) => type.toLowerCase().startsWith(lower)))
  );
}
