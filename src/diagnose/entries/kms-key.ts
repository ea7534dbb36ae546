import { explainKeyDenied, type KeyDenied } from './kms-key.key';
import { defineEntry } from '../model/entry';
import { mentionsEcr } from '../parse/registry-reference';
import type { Facts } from '../parse/facts';
import { principalIn, denialSentencesIn } from '../parse/denial-sentence';

export const KEY_DENIED = defineEntry<KeyDenied>({
  kind: 'key-denied',
  match: matchKeyDenied,
  explain: explainKeyDenied,
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
