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
