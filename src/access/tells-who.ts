import { parseOperator, type Condition } from '../registry';

/**
 * Whether a condition says who, so that `*` is not everybody: a key that tells the caller or where it comes from,
 * compared with something. An operator that IAM does not know lets nobody in.
 */
export function tellsWho({ operator, key, values }: Condition): boolean {
  const parsed = parseOperator(operator);
  if (parsed === undefined) return true;
  const { operator: name, ifExists, quantifier } = parsed;
  // What also holds where the key is not there, or has another value, keeps nobody out.
  const isOpen = ifExists || quantifier === 'ForAllValues' || name === 'Null' || name.includes('Not');
  // One value is enough for the condition to hold, so that each has to tell.
  return !isOpen && TELLS_WHO.test(key) && values.every((value) => tells(key.toLowerCase(), value));
}

/** Whether a condition of a denial leaves out those whom it names, so that everybody else is denied: `StringNotEquals`. */
export function deniesAllBut({ operator, key, values }: Condition): boolean {
  const parsed = parseOperator(operator);
  // With `IfExists` it also holds where the key is not there, which a denial is the better for.
  return (
    parsed?.operator.includes('Not') === true &&
    parsed.quantifier !== 'ForAnyValue' &&
    TELLS_WHO.test(key) &&
    values.every((value) => tells(key.toLowerCase(), value))
  );
}

/** Whether a value leaves somebody out; a variable may be whatever the caller is. */
function tells(key: string, value: string): boolean {
  if (value.includes('${')) return false;
  const isWild = (text: string) => /[*?]/.test(text);
  if (key.endsWith('arn')) {
    const account = value.split(':')[4] ?? '';
    return !isWild(account === '' ? value : account);
  }
  if (key.endsWith('ip')) return !value.endsWith('/0');
  if (key.endsWith('orgpaths')) return !isWild(value.split('/')[0] ?? '');
  if (/(account|orgid|owner)$/.test(key)) return !isWild(value);
  return /[^*?]/.test(value);
}

/**
 * The condition keys by which AWS itself judges whether a policy is public, and those that name the caller.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
const TELLS_WHO =
  /^aws:(principal(orgid|orgpaths|arn|account|servicename|tag\/.+)|source(account|arn|orgid|orgpaths|owner|ip|vpc|vpce|vpcarn)|vpcsourceip|userid|username)$/i;
