import { decodePolicyText, readPolicyValue } from '../../aws/policy/read';
import { isList } from '../../base/collections';
import { InputError } from '../../base/input-error';
import { duplicateKeys } from '../../base/json';
import type { LabelledPolicy } from '../evaluate/decision';

const ACCEPTED_POLICIES =
  'use the policy, or the output of aws iam get-role-policy, aws iam get-policy-version or aws organizations describe-policy';

/**
 * Reads a policy that was exported from AWS: the policy itself, or the AWS CLI output that contains it.
 * @param label the file or field of the text, for messages
 * @throws InputError that describes the fault of the text
 */
export function readExportedPolicy(text: string, label: string): LabelledPolicy {
  return readDocument(parseJson(text, label), label);
}

/**
 * Reads one policy, or a JSON list of policies.
 * @throws InputError that describes the fault of the text
 */
export function readExportedPolicies(text: string, label: string): readonly LabelledPolicy[] {
  const value = parseJson(text, label);
  return isList(value)
    ? value.map((each, index) => readDocument(each, `${label} ${index + 1}`))
    : [readDocument(value, label)];
}

function readDocument(value: unknown, label: string): LabelledPolicy {
  const document = extractPolicy(value, (json) => parseJson(json, label));
  const result = readPolicyValue(document);
  if (result.kind === 'policy') return { label, policy: result.policy };
  throw invalidPolicyError(
    label,
    `${result.faults.join('; ')}${isPolicyShaped(document) ? '' : `; ${ACCEPTED_POLICIES}`}`,
  );
}

function parseJson(text: string, label: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // The message of the parser contains a part of the text, with its line breaks.
    const reason = error instanceof Error ? error.message.replace(/\s+/g, ' ') : 'unreadable';
    throw invalidPolicyError(label, `not JSON: ${reason}`);
  }
  const [duplicate] = duplicateKeys(text);
  if (duplicate === undefined) return value;
  throw invalidPolicyError(label, `duplicate key '${duplicate.key}' in an object`);
}

function invalidPolicyError(label: string, reason: string): InputError {
  return new InputError(`'${label}' is not a valid policy: ${reason}.`);
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
