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
