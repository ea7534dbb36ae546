import { parseOperator, type Condition } from '../registry';

/**
 * Whether a condition restricts who is meant, so that `*` is not every AWS account: a key whose value the caller cannot choose,
 * compared with something. An operator that IAM does not know lets no caller in.
 */
export function tellsWho({ operator, key, values }: Condition): boolean {
  const parsed = parseOperator(operator);
  if (parsed === undefined) return true;
  const { operator: name, ifExists, quantifier } = parsed;
  // What also holds if the key is absent, or has another value, keeps no caller out.
  const isOpen = ifExists || quantifier === 'ForAllValues' || name === 'Null' || name.includes('Not');
  // One value is enough for the condition to hold, so that each has to restrict it.
  return !isOpen && restrictsCaller(key, values);
}

/** Whether a condition of a denial exempts those that it names, so that all others are denied: `StringNotEquals`. */
export function deniesAllBut({ operator, key, values }: Condition): boolean {
  const parsed = parseOperator(operator);
  // With `IfExists` it also holds if the key is absent, which makes a denial stricter.
  return (
    parsed?.operator.includes('Not') === true &&
    parsed.quantifier !== 'ForAnyValue' &&
    restrictsCaller(key, values)
  );
}

function restrictsCaller(key: string, values: readonly string[]): boolean {
  const test = testFor(key.toLowerCase());
  // A variable may be whatever the caller is.
  return test !== undefined && values.every((value) => !value.includes('${') && test(value));
}

/** Whether a value of a condition key leaves some callers out. */
type Test = (value: string) => boolean;

/**
 * The condition keys by which AWS itself decides whether a policy is public, and those that AWS sets from the account of the
 * caller. Tags and names of a principal (`aws:PrincipalTag/…`, `aws:username`, the session name in `aws:userid`) are not among
 * them, nor what a request contains (`aws:Referer`): every account can choose them. `aws:VpcSourceIp` neither: every account can
 * have a VPC with that range.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const TESTS: readonly (readonly [keys: RegExp, test: Test])[] = [
  [/^aws:(principal|source|vpce)(account|orgid|owner)$/, isFixed],
  [/^aws:source(vpc|vpce)$/, isFixed],
  [/^aws:(principal|source|sourcevpc)arn$/, hasFixedAccount],
  [/^aws:(principal|source|vpce)orgpaths$/, (value) => isFixed(value.split('/')[0] ?? '')],
  [/^aws:principalservicename$/, (value) => /[^*?]/.test(value)],
  [/^aws:sourceip$/, isNarrowRange],
  [/^aws:userid$/, hasFixedId],
];

function testFor(key: string): Test | undefined {
  return TESTS.find(([keys]) => keys.test(key))?.[1];
}

function isFixed(value: string): boolean {
  return !/[*?]/.test(value);
}

function hasFixedAccount(arn: string): boolean {
  const account = arn.split(':')[4] ?? '';
  return isFixed(account === '' ? arn : account);
}

/**
 * AWS counts ranges that are broader than /8, or /32 of IPv6, as public. A text that is no range matches no address.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
function isNarrowRange(range: string): boolean {
  const length = /\/(\d+)$/.exec(range)?.[1];
  return length === undefined || Number(length) >= (range.includes(':') ? 32 : 8);
}

/**
 * AWS assigns the ids of roles and users (`AROA…:session`, `AIDA…`, 16 characters or more); the name of a session after the `:`
 * is the caller's.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 */
function hasFixedId(value: string): boolean {
  return isFixed(value) || /^(A[A-Z0-9]{15,}|\d{12}:)/.test(value);
}
