/**
 * A text as HCL quotes it, so that nothing in it is a template.
 * https://developer.hashicorp.com/terraform/language/expressions/strings
 */
export function hclText(text: string): string {
  return JSON.stringify(text)
    .replaceAll('${', () => '$${')
    .replaceAll('%{', '%%{');
}

/**
 * Whether a text is an address and nothing else, so that it may stand in HCL that somebody pastes: plans are files that
 * anybody may have written.
 */
export function isPlainAddress(address: string): boolean {
  return /^(?:[\w.-]|\[\d+\]|\["(?:[^"\\\p{C}]|\\["\\nrtu])*"\])+$/u.test(address);
}

/**
 * A block that takes a repository into a state. Undefined where the address is none.
 * https://developer.hashicorp.com/terraform/language/block/import
 */
export function importHcl(address: string, id: string): string | undefined {
  return isPlainAddress(address)
    ? ['import {', `  to = ${address}`, `  id = ${hclText(id)}`, '}'].join('\n')
    : undefined;
}

/**
 * A block by which a resource keeps its object under another address. Undefined if one of them is no address.
 * https://developer.hashicorp.com/terraform/language/block/moved
 */
export function movedHcl(from: string, to: string): string | undefined {
  return isPlainAddress(from) && isPlainAddress(to)
    ? ['moved {', `  from = ${from}`, `  to   = ${to}`, '}'].join('\n')
    : undefined;
}
