import { callerAccountOf, callerText } from '../model/case.caller';
import {
  policyToChange,
  registryWithAccountText,
  repositoryText,
  type Case,
  type Explanation,
} from '../model/case';
import { profileOption } from '../explanations/steps';
import { PAGES } from '../model/diagnosis.pages';

/**
 * ECR uses the key through grants that the creator of the repository gives it. KMS denies the request if the grants
 * were revoked or never created. https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
 */
export interface KeyDenied {
  /** ARN of the key that encrypts the repository. */
  readonly key: string | undefined;
}

export function explainKeyDenied(denied: Case<KeyDenied>): Explanation {
  const { caller, declared, message, location } = denied;
  const { key = 'KEY', facts } = message;
  const owner = accountOfKey(message.key);
  const options = `${location.region === undefined ? '' : ` --region ${location.region}`}${profileOption(owner ?? location.accountId, declared)}`;
  return {
    summary: `KMS did not let the key of ${repositoryText(denied)} in ${registryWithAccountText(location)} be used${facts.action === undefined ? '' : ` (${facts.action})`}.`,
    cause:
      'ECR encrypts with grants on the key. Whoever creates the repository gives them, and needs kms:CreateGrant, kms:DescribeKey and kms:RetireGrant; for pull and push nobody but ECR needs the key. Where it worked before, the key is disabled or scheduled for deletion, or its grants were revoked. The key has to be of the Region of the repository.',
    policies: [
      policyToChange(
        'key policy',
        owner,
        declared,
        message.key === undefined ? 'the key of the repository' : `key ${message.key}`,
        `it, or an identity policy of ${callerText(caller, facts)}, has to allow the three actions to whoever creates the repository`,
      ),
      policyToChange(
        'identity-based policy',
        callerAccountOf(caller),
        declared,
        callerText(caller, facts),
        'check that it allows the three actions on the key, where it creates the repository',
      ),
    ],
    steps: [
      {
        text: 'Look at the key, its grants and its policy.',
        code: {
          language: 'sh',
          text: `aws kms describe-key --key-id ${key}${options} --query KeyMetadata.KeyState\naws kms list-grants --key-id ${key}${options}\naws kms get-key-policy --key-id ${key}${options} --output text\n`,
        },
      },
    ],
    certainty: { level: 'likely', because: 'the message does not tell creation from use' },
    page: PAGES.encryption,
  };
}

function accountOfKey(arn: string | undefined): string | undefined {
  return arn?.split(':')[4];
}
