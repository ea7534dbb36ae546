import { compareText, sortedBy, sortedUnique } from '../../base/collections';
import {
  POLICY_VERSION,
  PRINCIPAL_TYPES,
  type Condition,
  type PolicyElement,
  type PolicyDocument,
  type PolicyStatement,
  type Principal,
  type PrincipalElement,
  type PrincipalType,
} from './document';

/** The policy, or every fault of the text with its path. */
export type ReadPolicy =
  | { readonly kind: 'policy'; readonly policy: PolicyDocument }
  | { readonly kind: 'faulty'; readonly faults: readonly string[] };

/** What a policy contains besides its statements. It is not in `PolicyDocument`, because it does not change their meaning. */
export interface PolicyHeader {
  readonly version: '2008-10-17' | typeof POLICY_VERSION;
  readonly hasId: boolean;
}

/**
 * Reads a policy in each form that AWS accepts: one statement or a list; one value or a list; principals by
 * type, or `*`. Keys are case-sensitive. Never throws.
 */
export function readPolicy(text: string): ReadPolicy {
  let value: unknown;
  try {
    // A file saved on Windows may start with a byte order mark.
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return {
      kind: 'faulty',
      faults: [`it is not valid JSON: ${error instanceof Error ? error.message : 'unreadable'}`],
    };
  }
  return readPolicyValue(value);
}

/** @param text a policy that `readPolicy` reads without faults */
export function readPolicyHeader(text: string): PolicyHeader {
  const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  const { Version: version, Id: id } = isObject(value) ? value : {};
  return { version: version === POLICY_VERSION ? version : '2008-10-17', hasId: id !== undefined };
}

/**
 * Decodes a policy of the IAM API, which returns it URL-encoded. The AWS CLI decodes it, the SDK does not. JSON never starts with a
 * percent sign.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html
 */
export function decodePolicyText(text: string): string {
  if (!text.startsWith('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Reads a policy from parsed JSON. Never throws. */
export function readPolicyValue(value: unknown): ReadPolicy {
  const faults: string[] = [];
  const policy = readDocument(value, faults);
  return faults.length === 0 && policy !== undefined
    ? { kind: 'policy', policy }
    : { kind: 'faulty', faults };
}

function readDocument(value: unknown, faults: string[]): PolicyDocument | undefined {
  if (!isObject(value)) {
    faults.push('it is not a JSON object');
    return undefined;
  }
  const { Statement: found } = value;
  if (found === undefined) {
    faults.push("it has no 'Statement'");
    return undefined;
  }
  reportUnknownKeys(value, ['Version', 'Id', 'Statement'], 'the policy', faults);
  const hasVariables = readVersion(value.Version, faults);
  const raw: readonly unknown[] = Array.isArray(found) ? found : [found];
  const statements = raw.map((each, index) => readStatement(each, `Statement[${index}]`, faults));
  return { statements: hasVariables ? statements : statements.map(withoutVariables) };
}

/** @returns whether `${…}` is a variable in this version of the language */
function readVersion(version: unknown, faults: string[]): boolean {
  if (version === undefined || version === '2008-10-17') return false;
  if (version !== '2012-10-17') faults.push('its Version is neither 2012-10-17 nor 2008-10-17');
  return true;
}

/**
 * In versions before 2012-10-17, also the default without `Version`, `${…}` is literal text. `PolicyDocument`
 * always has the meaning of 2012-10-17, so a literal `$` is written as `${$}`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
function withoutVariables(statement: PolicyStatement): PolicyStatement {
  const { resources, conditions } = statement;
  const escapeVariables = (values: readonly string[]) =>
    sortedUnique(values.map((value) => value.replaceAll('${', '${$}{')));
  return {
    ...statement,
    resources:
      resources === undefined ? undefined : { ...resources, values: escapeVariables(resources.values) },
    conditions: conditions.map((condition) => ({ ...condition, values: escapeVariables(condition.values) })),
  };
}

const EMPTY_ELEMENT: PolicyElement = { isNot: false, values: [] };

function readStatement(value: unknown, path: string, faults: string[]): PolicyStatement {
  const empty: PolicyStatement = {
    sid: undefined,
    effect: 'Deny',
    principals: undefined,
    actions: EMPTY_ELEMENT,
    resources: undefined,
    conditions: [],
  };
  if (!isObject(value)) {
    faults.push(`${path} is not an object`);
    return empty;
  }
  reportUnknownKeys(value, STATEMENT_KEYS, path, faults);
  const { Sid: sid, Effect: effect } = value;
  if (effect !== 'Allow' && effect !== 'Deny') faults.push(`${path}.Effect is neither Allow nor Deny`);
  if (sid !== undefined && typeof sid !== 'string') faults.push(`${path}.Sid is not a string`);
  const actions = readElement(value, 'Action', path, faults);
  if (actions === undefined) faults.push(`${path} has neither Action nor NotAction`);
  return {
    ...empty,
    sid: typeof sid === 'string' && sid !== '' ? sid : undefined,
    effect: effect === 'Allow' ? 'Allow' : 'Deny',
    principals: readPrincipals(value, path, faults),
    actions: actions ?? EMPTY_ELEMENT,
    resources: readElement(value, 'Resource', path, faults),
    conditions: readConditions(value.Condition, `${path}.Condition`, faults),
  };
}

const STATEMENT_KEYS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

type JsonObject = Readonly<Record<string, unknown>>;

/** Returns the element `Name` or `NotName`. A statement has at most one of them. */
function pickElement(
  statement: JsonObject,
  name: 'Action' | 'Resource' | 'Principal',
  path: string,
  faults: string[],
): { readonly isNot: boolean; readonly value: unknown; readonly path: string } | undefined {
  const not = `Not${name}`;
  if (statement[name] !== undefined && statement[not] !== undefined) {
    faults.push(`${path} has both ${name} and ${not}`);
  }
  if (statement[name] !== undefined) return { isNot: false, value: statement[name], path: `${path}.${name}` };
  if (statement[not] !== undefined) return { isNot: true, value: statement[not], path: `${path}.${not}` };
  return undefined;
}

function readElement(
  statement: JsonObject,
  name: 'Action' | 'Resource',
  path: string,
  faults: string[],
): PolicyElement | undefined {
  const found = pickElement(statement, name, path, faults);
  if (found === undefined) return undefined;
  return { isNot: found.isNot, values: sortedUnique(readTexts(found.value, found.path, faults)) };
}

function readPrincipals(statement: JsonObject, path: string, faults: string[]): PrincipalElement | undefined {
  const found = pickElement(statement, 'Principal', path, faults);
  if (found === undefined) return undefined;
  if (found.value === '*') return { isNot: found.isNot, values: [{ type: 'AWS', value: '*' }] };
  if (!isObject(found.value)) {
    faults.push(`${found.path} is neither '*' nor an object such as { "AWS": "arn:…" }`);
    return undefined;
  }
  const values = Object.entries(found.value).flatMap(([type, raw]): readonly Principal[] => {
    if (!isPrincipalType(type)) {
      faults.push(`${found.path} has the unknown type '${type}' (allowed: ${PRINCIPAL_TYPES.join(', ')})`);
      return [];
    }
    return sortedUnique(readTexts(raw, `${found.path}.${type}`, faults)).map((value) => ({ type, value }));
  });
  return { isNot: found.isNot, values: sortedBy(values, ({ type, value }) => `${type} ${value}`) };
}

function readConditions(value: unknown, path: string, faults: string[]): readonly Condition[] {
  if (value === undefined) return [];
  if (!isObject(value)) {
    faults.push(`${path} is not an object`);
    return [];
  }
  const found = Object.entries(value).flatMap(([operator, block]): readonly Condition[] => {
    if (!isObject(block)) {
      faults.push(`${path}.${operator} is not an object`);
      return [];
    }
    return Object.entries(block).map(([key, raw]) => ({
      operator,
      key,
      values: sortedUnique(readTexts(raw, `${path}.${operator}.${key}`, faults)),
    }));
  });
  return [...found].sort((a, b) => compareText(a.operator, b.operator) || compareText(a.key, b.key));
}

function readTexts(value: unknown, path: string, faults: string[]): readonly string[] {
  const raw: readonly unknown[] = Array.isArray(value) ? value : [value];
  return raw.flatMap((each) => {
    if (typeof each === 'string') return each;
    // IAM also accepts numbers and booleans, and compares their text.
    if (typeof each === 'number' || typeof each === 'boolean') return String(each);
    faults.push(`${path} contains a value that is not a string`);
    return [];
  });
}

function reportUnknownKeys(
  value: JsonObject,
  known: readonly string[],
  path: string,
  faults: string[],
): void {
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) faults.push(`${path} has the unknown key '${key}'`);
  }
}

function isPrincipalType(text: string): text is PrincipalType {
  return PRINCIPAL_TYPES.some((type) => type === text);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
