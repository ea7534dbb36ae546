import { profileOption } from '../explanations/steps';
import {
  callerText,
  policyOfCase,
  policyToChange,
  registryWithAccountText,
  repositoryText,
} from '../model/case';
import { PAGES } from '../model/diagnosis';
import { defineEntry, type FamilyEntries } from '../model/entry';
import { denialSentencesIn, principalIn } from '../parse/denial-sentence';
import type { Facts } from '../parse/facts';
import { mentionsEcr } from '../parse/registry-reference';

const KEY_DENIED = defineEntry<KeyDenied>({
  kind: 'key-denied',
  match: matchKeyDenied,
  explain: (denied) => {
    const { caller, declared, message, location } = denied;
    const { key = 'KEY', facts } = message;
    const owner = accountOfKey(message.key);
    const options = `${location.region === undefined ? '' : ` --region ${location.region}`}${profileOption(owner ?? location.accountId, declared)}`;
    return {
      summary: `KMS denied the use of the key of ${repositoryText(denied)} in ${registryWithAccountText(location)}${facts.action === undefined ? '' : ` (${facts.action})`}.`,
      cause:
        'ECR uses the key through grants. The principal that creates the repository creates these grants and needs kms:CreateGrant, kms:DescribeKey and kms:RetireGrant. For pulls and pushes, only ECR needs the key. If it worked before, the key is disabled or scheduled for deletion, or its grants were revoked. The key must be in the Region of the repository.',
      policies: [
        policyToChange(
          'key policy',
          owner,
          declared,
          message.key === undefined ? 'the key of the repository' : `key ${message.key}`,
          `it, or an identity policy of ${callerText(caller, facts)}, must allow the three actions to the principal that creates the repository`,
        ),
        policyOfCase(
          denied,
          'identity-based policy',
          'check that it allows the three actions on the key, if this principal creates the repository',
        ),
      ],
      steps: [
        {
          text: 'Show the state of the key, its grants and its policy.',
          code: {
            language: 'sh',
            text: `aws kms describe-key --key-id ${key}${options} --query KeyMetadata.KeyState\naws kms list-grants --key-id ${key}${options}\naws kms get-key-policy --key-id ${key}${options} --output text\n`,
          },
        },
      ],
      certainty: {
        level: 'likely',
        because: 'the message does not show whether the repository was created or used',
      },
      page: PAGES.encryption,
    };
  },
});

/** KMS denied the use of the key that encrypts a repository. ECR reports it as `KmsException`. */
function matchKeyDenied(text: string, facts: Facts): (KeyDenied & { readonly facts: Facts }) | undefined {
  if (!mentionsEcr(text)) return undefined;
  const key = /arn:[a-z-]{1,12}:kms:[a-z0-9-]{2,25}:[0-9]{12}:key\/[A-Za-z0-9-]{1,64}/.exec(text)?.[0];
  for (const sentence of denialSentencesIn(text)) {
    const action = /^ ?(kms:[A-Za-z]{1,60})/.exec(sentence.after)?.[1];
    if (action === undefined) continue;
    // A key is usable only in its own Region.
    const region = facts.region ?? key?.split(':')[3];
    const own = { ...facts, action, region, principal: principalIn(sentence) ?? facts.principal };
    return { key, facts: own };
  }
  return text.includes('KmsException') ? { key, facts } : undefined;
}

/**
 * ECR uses the key through grants that the creator of the repository gives it. KMS denies the request if the grants
 * were revoked or never created. https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
 */
interface KeyDenied {
  /** ARN of the key that encrypts the repository. */
  readonly key: string | undefined;
}

function accountOfKey(arn: string | undefined): string | undefined {
  return arn?.split(':')[4];
}

export const ENTRIES: FamilyEntries = {
  denied: [KEY_DENIED],
};
