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
export function extractPolicy(value: unknown, parse: (json: string) => unknown): unknown {
  if (isPolicyShaped(value)) return value;
  for (const path of POLICY_PATHS) {
    const policy = path.reduce<unknown>(readProperty, value);
    if (typeof policy === 'string') return parse(decodeUrl(policy));
    if (policy !== undefined) return policy;
  }
  return value;
}

/** Returns whether the value is meant as a policy document, valid or not. */
export function isPolicyShaped(value: unknown): boolean {
  return readProperty(value, 'Statement') !== undefined;
}

function readProperty(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}

/**
 * The IAM API returns the document URL-encoded. The AWS CLI decodes it, other tools do not. JSON never starts with a
 * percent sign.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html
 */
function decodeUrl(text: string): string {
  if (!text.startsWith('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
