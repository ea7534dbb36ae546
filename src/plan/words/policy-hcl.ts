import {
  isAccountId,
  policyJson,
  registryText,
  type AccountId,
  type PolicyStatement,
  type RegistryId,
} from '../../registry';
import { hclText } from './hcl';

/**
 * A registry policy to paste. What the plans do not tell is left to fill in: the provider, and the id of an account that
 * is known only after apply.
 *
 * @param name what the registry is called: the alias of the provider that reaches it, where there is one
 */
export function registryPolicyHcl(
  registry: RegistryId,
  name: string,
  statements: readonly PolicyStatement[],
): string {
  const provider = /^[A-Za-z]\w*$/.test(name)
    ? `  provider = aws.${name}`
    : `  # provider: the one that reaches ${commented(registryText(registry))}`;
  return [
    'resource "aws_ecr_registry_policy" "replication" {',
    provider,
    '',
    `  policy = jsonencode(${valueHcl(policyJson({ statements }), '  ')})`,
    '}',
    '',
  ].join('\n');
}

/** A statement to paste into a policy that is there. */
export function statementHcl(statement: PolicyStatement): string {
  // The policy has one statement, so that its JSON has one.
  const { Statement: written } = policyJson({ statements: [statement] }) as { Statement: readonly unknown[] };
  return `${valueHcl(written[0], '')}\n`;
}

/** The id of an account, or a word to put it in the place of. */
export function accountToFillIn(
  account: AccountId,
  word: 'SOURCE_ACCOUNT_ID' | 'THIS_ACCOUNT_ID',
): AccountId {
  // Not an id, and only ever shown.
  return isAccountId(account) ? account : (word as AccountId);
}

/** Stand-ins hold names of files and profiles: a comment ends with its line. */
function commented(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
}

/** JSON data as an expression, as `terraform fmt` lays it out. */
function valueHcl(value: unknown, indent: string): string {
  if (Array.isArray(value)) return listHcl(value, indent);
  if (typeof value === 'object' && value !== null) return objectHcl(value, indent);
  return typeof value === 'string' ? hclText(value) : String(value);
}

function listHcl(items: readonly unknown[], indent: string): string {
  const [only, ...others] = items;
  if (typeof only === 'string' && others.length === 0) return `[${hclText(only)}]`;
  const deeper = `${indent}  `;
  return `[\n${items.map((item) => `${deeper}${valueHcl(item, deeper)},\n`).join('')}${indent}]`;
}

function objectHcl(value: object, indent: string): string {
  const deeper = `${indent}  `;
  const items = Object.entries(value).map(([key, item]) => ({
    key: keyHcl(key),
    text: valueHcl(item, deeper),
  }));
  const lines = items.map(
    ({ key, text }, index) => `${deeper}${key.padEnd(widthAt(items, index))} = ${text}\n`,
  );
  return `{\n${lines.join('')}${indent}}`;
}

/** The longest key among the neighbours that take one line each: their values stand below each other. */
function widthAt(items: readonly { readonly key: string; readonly text: string }[], index: number): number {
  const isLong = (each: number) => items[each]?.text.includes('\n') !== false;
  if (isLong(index)) return 0;
  let [first, last] = [index, index];
  while (!isLong(first - 1)) first -= 1;
  while (!isLong(last + 1)) last += 1;
  return Math.max(...items.slice(first, last + 1).map(({ key }) => key.length));
}

function keyHcl(key: string): string {
  return /^[A-Za-z]\w*$/.test(key) ? key : hclText(key);
}
