import { POLICY_TYPES, type PolicyType } from './facts';

/** An access denied message of AWS, split at its verb. */
export interface DenialSentence {
  readonly before: string;
  readonly after: string;
}

/** Logs repeat messages. Limits the work for a long log. */
const MAX_SENTENCES = 100;

const VERB = ' is not authorized to perform:';

/**
 * Returns the access denied messages in a text: `User: ARN is not authorized to perform: ACTION on resource: ARN
 * because no TYPE allows the ACTION action`. Older messages have no reason, and some omit `User:`. Splits at the verb
 * and limits the length of both parts, so that the time is linear for any text.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html#access-denied-error-examples
 */
export function denialSentencesIn(text: string): readonly DenialSentence[] {
  const parts = text.split(VERB, MAX_SENTENCES + 1);
  return parts.slice(1).map((after, index) => ({
    before: (parts[index] ?? '').slice(-MAX_ARN_LENGTH),
    after: after.slice(0, MAX_REASON_LENGTH),
  }));
}

const MAX_ARN_LENGTH = 600;
const MAX_REASON_LENGTH = 1_600;

export function principalIn({ before }: DenialSentence): string | undefined {
  return /arn:[^"'(\s]{1,600}$/.exec(before)?.[0];
}

export interface DenialReason {
  readonly isExplicitDeny: boolean;
  /** Undefined if the message does not name it. */
  readonly policyType: PolicyType | undefined;
  readonly policyArn: string | undefined;
}

/** @param rest the text after action and resource */
export function denialReasonIn(rest: string): DenialReason {
  // Only characters of an ARN, because the ARN becomes part of commands that users paste into a shell.
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

/** In characters. A shorter prefix is ambiguous. */
const MIN_TYPE_LENGTH = 7;

function policyTypeIn(text: string): PolicyType | undefined {
  const lower = text.toLowerCase().trim();
  return (
    POLICY_TYPES.find((type) => lower.includes(type.toLowerCase())) ??
    // Messages are often truncated.
    (lower.length < MIN_TYPE_LENGTH
      ? undefined
      : POLICY_TYPES.find((type) => type.toLowerCase().startsWith(lower)))
  );
}
