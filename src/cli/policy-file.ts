import type { LabelledPolicy } from '../access/evaluate/decision.layers';
import { readPolicyValue } from '../aws/policy/read';
import { duplicateKeys } from '../base/json';
import { readSource } from '../declaration/syntax/source';
import { extractPolicy, isPolicyShaped } from './policy-file.aws-output';

const ACCEPTED_POLICIES =
  'give the policy, or what aws iam get-role-policy, aws iam get-policy-version or aws organizations describe-policy print';

/**
 * Reads a policy that was exported from AWS: the policy itself, or the AWS CLI output that contains it.
 * @throws Error that says what is wrong with the file
 */
export function readPolicyFile(file: string): LabelledPolicy {
  const document = extractPolicy(parseJson(readText(file), file), (text) => parseJson(text, file));
  const result = readPolicyValue(document);
  if (result.kind === 'policy') return { label: file, policy: result.policy };
  throw invalidPolicyError(
    file,
    `${result.faults.join('; ')}${isPolicyShaped(document) ? '' : `; ${ACCEPTED_POLICIES}`}`,
  );
}

function readText(file: string): string {
  const source = readSource(file, { missingFileHelp: 'Name it as it is found from this folder.' });
  if ('text' in source) return source.text;
  throw new Error(`The policy '${file}' cannot be read. ${source.message} ${source.help}`);
}

function parseJson(text: string, file: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // The message of Node contains a part of the text, with its line breaks.
    const reason = error instanceof Error ? error.message.replace(/\s+/g, ' ') : 'unreadable';
    throw invalidPolicyError(file, `it is not JSON: ${reason}`);
  }
  const [duplicate] = duplicateKeys(text);
  if (duplicate === undefined) return value;
  throw invalidPolicyError(file, `the key '${duplicate.key}' stands twice in one object, which IAM refuses`);
}

function invalidPolicyError(file: string, reason: string): Error {
  return new Error(`'${file}' is no policy: ${reason}.`);
}
