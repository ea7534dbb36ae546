/** Where commands of the AWS CLI print the policy. */
const PLACES: readonly (readonly string[])[] = [
  ['PolicyDocument'], // aws iam get-role-policy, get-user-policy
  ['PolicyVersion', 'Document'], // aws iam get-policy-version
  ['Policy', 'Content'], // aws organizations describe-policy
  ['policyText'], // aws ecr get-repository-policy, get-registry-policy
];

/**
 * The policy in what a command of the AWS CLI printed, or the value itself where it is nothing of that kind.
 * @param parse reads JSON, or throws
 */
export function unwrapped(value: unknown, parse: (json: string) => unknown): unknown {
  if (isDocument(value)) return value;
  for (const place of PLACES) {
    const found = place.reduce<unknown>(member, value);
    if (typeof found === 'string') return parse(decoded(found));
    if (found !== undefined) return found;
  }
  return value;
}

/** Whether it is meant to be a policy, right or wrong. */
export function isDocument(value: unknown): boolean {
  return member(value, 'Statement') !== undefined;
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}

/**
 * IAM's own answer has the document URL-encoded; the AWS CLI prints it decoded, other tools do not. JSON starts with no
 * per cent sign.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html
 */
function decoded(text: string): string {
  if (!text.startsWith('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
