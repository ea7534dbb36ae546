import type { LabelledPolicy } from '../access/evaluate/decision';
import { decodePolicyText, readPolicyValue } from '../aws/policy/read';
import { duplicateKeys } from '../base/json';
import { readSource } from '../declaration/syntax/source';
import { UsageError } from './exit';

const ACCEPTED_POLICIES =
  'use the policy, or the output of aws iam get-role-policy, aws iam get-policy-version or aws organizations describe-policy';

/**
 * Reads a policy that was exported from AWS: the policy itself, or the AWS CLI output that contains it.
 * @throws UsageError that says what is wrong with the file
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
  const source = readSource(file, { missingFileHelp: 'Check the path.' });
  if ('text' in source) return source.text;
  throw new UsageError(`Policy file '${file}' cannot be read. ${source.message} ${source.help}`);
}

function parseJson(text: string, file: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // The message of Node contains a part of the text, with its line breaks.
    const reason = error instanceof Error ? error.message.replace(/\s+/g, ' ') : 'unreadable';
    throw invalidPolicyError(file, `not JSON: ${reason}`);
  }
  const [duplicate] = duplicateKeys(text);
  if (duplicate === undefined) return value;
  throw invalidPolicyError(file, `duplicate key '${duplicate.key}' in an object`);
}

function invalidPolicyError(file: string, reason: string): UsageError {
  return new UsageError(`'${file}' is not a valid policy: ${reason}.`);
}

/** Paths of the policy in the JSON output of AWS CLI commands. */
const POLICY_PATHS: readonly (readonly string[])[] = [
  ['PolicyDocument'], // aws iam get-role-policy, get-user-policy
  ['PolicyVersion', 'Document'], // aws iam get-policy-version
  ['Policy', 'Content'], // aws organizations describe-policy
  ['policyText'], // aws ecr get-repository-policy, get-registry-policy
];

/**
 * Returns the policy document inside the output of an AWS CLI command, or the value itself if it is no such output.
 * @param parse parses JSON; throws if it cannot
 */
function extractPolicy(value: unknown, parse: (json: string) => unknown): unknown {
  if (isPolicyShaped(value)) return value;
  for (const path of POLICY_PATHS) {
    const policy = path.reduce<unknown>(readProperty, value);
    if (typeof policy === 'string') return parse(decodePolicyText(policy));
    if (policy !== undefined) return policy;
  }
  return value;
}

/** Returns whether the value is meant as a policy document, valid or not. */
function isPolicyShaped(value: unknown): boolean {
  return readProperty(value, 'Statement') !== undefined;
}

function readProperty(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}
