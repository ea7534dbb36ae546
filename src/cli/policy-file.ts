import type { LabelledPolicy } from '../access';
import { duplicateKeys, policyOf } from '../registry';
import { readSource } from '../topology/source';
import { isDocument, unwrapped } from './aws-output';

const WHAT_IS_TAKEN =
  'give the policy, or what aws iam get-role-policy, aws iam get-policy-version or aws organizations describe-policy print';

/**
 * Reads a policy that was exported from AWS: the policy itself, or the AWS CLI output that contains it.
 * @throws Error that says what is wrong with the file
 */
export function policyFile(file: string): LabelledPolicy {
  const found = unwrapped(parsed(textOf(file), file), (text) => parsed(text, file));
  const read = policyOf(found);
  if (read.kind === 'policy') return { label: file, policy: read.policy };
  throw noPolicy(file, `${read.faults.join('; ')}${isDocument(found) ? '' : `; ${WHAT_IS_TAKEN}`}`);
}

function textOf(file: string): string {
  const source = readSource(file, { toName: 'Name it as it is found from this folder.' });
  if ('text' in source) return source.text;
  throw new Error(`The policy '${file}' cannot be read. ${source.message} ${source.help}`);
}

function parsed(text: string, file: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // The message of Node contains a part of the text, with its line breaks.
    const why = error instanceof Error ? error.message.replace(/\s+/g, ' ') : 'unreadable';
    throw noPolicy(file, `it is not JSON: ${why}`);
  }
  const [twice] = duplicateKeys(text);
  if (twice === undefined) return value;
  throw noPolicy(file, `the key '${twice.key}' stands twice in one object, which IAM refuses`);
}

function noPolicy(file: string, why: string): Error {
  return new Error(`'${file}' is no policy: ${why}.`);
}
