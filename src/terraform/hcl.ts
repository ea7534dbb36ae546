import { registryText, type RegistryId } from '../aws/arn';
import { isAccountId, unknownAccount, type AccountId, type UnknownAccount } from '../aws/names';
import { policyJson, type PolicyStatement } from '../aws/policy/document';

/**
 * Quotes a text for HCL, with template sequences escaped.
 * https://developer.hashicorp.com/terraform/language/expressions/strings
 */
export function quoteHcl(text: string): string {
  return JSON.stringify(text)
    .replaceAll('${', () => '$${')
    .replaceAll('%{', '%%{');
}

/**
 * Whether a text is only an address, so that it is safe in HCL that the user copies. Plans are untrusted input.
 */
export function isPlainAddress(address: string): boolean {
  return /^(?:[\w.-]|\[\d+\]|\["(?:[^"\\\p{C}]|\\["\\nrtu])*"\])+$/u.test(address);
}

/**
 * Returns an `import` block, or undefined if the address is not valid.
 * https://developer.hashicorp.com/terraform/language/block/import
 */
export function importHcl(address: string, id: string): string | undefined {
  return isPlainAddress(address)
    ? ['import {', `  to = ${address}`, `  id = ${quoteHcl(id)}`, '}'].join('\n')
    : undefined;
}

/**
 * Returns a `moved` block, or undefined if an address is not valid.
 * https://developer.hashicorp.com/terraform/language/block/moved
 */
export function movedHcl(from: string, to: string): string | undefined {
  return isPlainAddress(from) && isPlainAddress(to)
    ? ['moved {', `  from = ${from}`, `  to   = ${to}`, '}'].join('\n')
    : undefined;
}

/**
 * Returns a `removed` block that keeps the object in AWS, or undefined if the address is not valid. An address with an instance key
 * is not.
 * https://developer.hashicorp.com/terraform/language/block/removed
 */
export function removedHcl(address: string): string | undefined {
  return isPlainAddress(address) && !address.includes('[')
    ? ['removed {', `  from = ${address}`, '', '  lifecycle {', '    destroy = false', '  }', '}'].join('\n')
    : undefined;
}

/**
 * Returns the HCL of a registry policy, for the user to copy. The user fills in an unknown provider, and unknown account IDs.
 *
 * @param name of the registry: the alias of its provider, if it has one
 */
export function registryPolicyHcl(
  registry: RegistryId,
  name: string,
  statements: readonly PolicyStatement[],
): string {
  const provider = /^[A-Za-z]\w*$/.test(name)
    ? `  provider = aws.${name}`
    : `  # provider: set the provider for ${toCommentText(registryText(registry))}`;
  return [
    'resource "aws_ecr_registry_policy" "replication" {',
    provider,
    '',
    `  policy = jsonencode(${valueHcl(policyJson({ statements }), '  ')})`,
    '}',
    '',
  ].join('\n');
}

/** Returns the HCL of a statement, for the user to copy into an existing policy. */
export function statementHcl(statement: PolicyStatement): string {
  // The JSON has as many statements as the policy: one.
  const { Statement: json } = policyJson({ statements: [statement] }) as { Statement: readonly unknown[] };
  return `${valueHcl(json[0], '')}\n`;
}

/** Returns the account ID, or a placeholder for the user to replace if it is unknown. */
export function accountOrPlaceholder(
  account: AccountId | UnknownAccount,
  placeholder: 'SOURCE_ACCOUNT_ID' | 'THIS_ACCOUNT_ID',
): AccountId | UnknownAccount {
  return isAccountId(account) ? account : unknownAccount(placeholder);
}

/** Placeholders of accounts contain names of files and profiles. A line break would end the HCL comment. */
function toCommentText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
}

/** Formats JSON data as an expression, with the layout of `terraform fmt`. */
function valueHcl(value: unknown, indent: string): string {
  if (Array.isArray(value)) return listHcl(value, indent);
  if (typeof value === 'object' && value !== null) return objectHcl(value, indent);
  return typeof value === 'string' ? quoteHcl(value) : String(value);
}

function listHcl(items: readonly unknown[], indent: string): string {
  const [only, ...others] = items;
  if (typeof only === 'string' && others.length === 0) return `[${quoteHcl(only)}]`;
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
    ({ key, text }, index) => `${deeper}${key.padEnd(keyWidth(items, index))} = ${text}\n`,
  );
  return `{\n${lines.join('')}${indent}}`;
}

/** Returns the length of the longest key among the adjacent single-line items, whose `=` signs are aligned. */
function keyWidth(items: readonly { readonly key: string; readonly text: string }[], index: number): number {
  const isMultiline = (each: number) => items[each]?.text.includes('\n') !== false;
  if (isMultiline(index)) return 0;
  let [first, last] = [index, index];
  while (!isMultiline(first - 1)) first -= 1;
  while (!isMultiline(last + 1)) last += 1;
  return Math.max(...items.slice(first, last + 1).map(({ key }) => key.length));
}

function keyHcl(key: string): string {
  return /^[A-Za-z]\w*$/.test(key) ? key : quoteHcl(key);
}
