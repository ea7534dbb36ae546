import { allActions, matchingActions, type EcrAction } from '../../aws/policy/actions';
import { parseOperator } from '../../aws/policy/conditions';
import type { Condition, PolicyElement } from '../../aws/policy/document';
import { matches } from '../../aws/wildcard';
import { readResource, readValuePattern } from './value-pattern';

/** Whether an `Action` or `NotAction` element matches an action. IAM ignores case in actions. */
export function coversAction({ isNot, values }: PolicyElement, action: string): boolean {
  return matchesAnyValue(values, action.toLowerCase(), true) !== isNot;
}

/** Returns the ECR actions that an `Action` or `NotAction` element matches. */
export function coveredActions({ isNot, values }: PolicyElement): readonly EcrAction[] {
  const named = new Set(values.flatMap(matchingActions));
  return isNot ? allActions().filter((action) => !named.has(action)) : [...named];
}

/**
 * Returns a function that checks whether a `Resource` or `NotResource` element matches an ARN. Patterns are compiled once,
 * because a policy can contain hundreds of ARNs. `unclear`: the result depends on a policy variable.
 */
export function createResourceMatcher({
  isNot,
  values,
}: PolicyElement): (arn: string) => 'yes' | 'no' | 'unclear' {
  const patterns = values.map((value) => readResource(value).pattern);
  const exact = new Set(patterns.flatMap((pattern) => (pattern?.kind === 'exact' ? pattern.text : [])));
  const others = patterns.filter((pattern) => pattern !== undefined && pattern.kind !== 'exact');
  const hasVariables = patterns.includes(undefined);
  return (arn) => {
    if (exact.has(arn) || others.some((pattern) => matches(pattern, arn))) return isNot ? 'no' : 'yes';
    if (hasVariables) return 'unclear';
    return isNot ? 'yes' : 'no';
  };
}

function matchesAnyValue(values: readonly string[], text: string, ignoreCase: boolean): boolean {
  return values.some((value) => {
    const { pattern } = readValuePattern(value, { wildcards: true, ignoreCase });
    return pattern !== undefined && matches(pattern, text);
  });
}

/**
 * Whether a condition restricts the principals of a statement, so that `*` does not mean every AWS account: it compares a key
 * that the caller cannot choose. An unknown operator matches no caller.
 */
export function restrictsPrincipal({ operator, key, values }: Condition): boolean {
  const parsed = parseOperator(operator);
  if (parsed === undefined) return true;
  const { operator: name, ifExists, quantifier } = parsed;
  // These also hold if the key is absent or has another value, so they exclude no caller.
  const excludesNoCaller =
    ifExists || quantifier === 'ForAllValues' || name === 'Null' || name.includes('Not');
  // The condition holds if one value matches, so every value has to be restrictive.
  return !excludesNoCaller && hasRestrictiveValues(key, values);
}

/** Whether a condition of a Deny exempts the principals that it names, such as `StringNotEquals`. */
export function deniesAllBut({ operator, key, values }: Condition): boolean {
  const parsed = parseOperator(operator);
  // `IfExists` also holds if the key is absent, which makes a Deny stricter.
  return (
    parsed?.operator.includes('Not') === true &&
    parsed.quantifier !== 'ForAnyValue' &&
    hasRestrictiveValues(key, values)
  );
}

function hasRestrictiveValues(key: string, values: readonly string[]): boolean {
  const test = findValueTest(key.toLowerCase());
  // A policy variable can match every caller.
  return test !== undefined && values.every((value) => !value.includes('${') && test(value));
}

/** Whether a value of a condition key excludes some callers. */
type ValueTest = (value: string) => boolean;

/**
 * The condition keys that AWS uses to decide whether a policy is public, and keys that AWS sets from the account of the caller.
 * Not included, because every account can choose the values: tags and names of a principal (`aws:PrincipalTag/…`, `aws:username`,
 * the session name in `aws:userid`), request values (`aws:Referer`), and `aws:VpcSourceIp`.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const RESTRICTIVE_KEYS: readonly (readonly [keys: RegExp, test: ValueTest])[] = [
  [/^aws:(principal|source|vpce)(account|orgid|owner)$/, isFixed],
  [/^aws:source(vpc|vpce)$/, isFixed],
  [/^aws:(principal|source|sourcevpc)arn$/, hasFixedAccount],
  [/^aws:(principal|source|vpce)orgpaths$/, (value) => isFixed(value.split('/')[0] ?? '')],
  [/^aws:principalservicename$/, (value) => /[^*?]/.test(value)],
  [/^aws:sourceip$/, isNarrowRange],
  [/^aws:userid$/, hasFixedId],
];

function findValueTest(key: string): ValueTest | undefined {
  return RESTRICTIVE_KEYS.find(([keys]) => keys.test(key))?.[1];
}

function isFixed(value: string): boolean {
  return !/[*?]/.test(value);
}

function hasFixedAccount(arn: string): boolean {
  const account = arn.split(':')[4] ?? '';
  return isFixed(account === '' ? arn : account);
}

/**
 * AWS considers ranges broader than /8 for IPv4 or /32 for IPv6 as public. A text that is not a range matches no address.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
function isNarrowRange(range: string): boolean {
  const length = /\/(\d+)$/.exec(range)?.[1];
  return length === undefined || Number(length) >= (range.includes(':') ? 32 : 8);
}

/**
 * AWS assigns the IDs of roles and users (`AROA…:session`, `AIDA…`, 16 characters or more). The caller chooses the session name
 * after the colon.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 */
function hasFixedId(value: string): boolean {
  return isFixed(value) || /^(A[A-Z0-9]{15,}|\d{12}:)/.test(value);
}
