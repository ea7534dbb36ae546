import { printable } from './printable';

/** A space of no width: what stands on its two sides is not read as one word. */
const APART = '&#8203;';

/**
 * Text of anybody's as a part of Markdown, also in a table: nothing in it is markup, a mention, a reference or a link.
 * What Markdown and HTML could take for their own stands by its number. Code hosts look for mentions and references in what
 * comes out of that, so those are taken apart.
 * https://github.com/github/cmark-gfm/issues/181
 */
export function markdownEscaped(text: string): string {
  return printable(text).replace(SPECIAL, (found) => {
    const number = found.length === 1 && NUMBERED.test(found) ? `&#${found.charCodeAt(0)};` : found;
    return TAKEN_APART.test(found) ? `${number}${APART}` : number;
  });
}

/**
 * Single characters (within a word, an underscore is none of Markdown's); a colon before `//`, `www.` and `GH-`, which GitHub links.
 */
const SPECIAL = /[&<>|`*[\]\\~@#!$%^]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:(?=\/\/)|\bwww\.|\bGH-(?=\d)/gi;
const NUMBERED = /[&<>|`*[\]\\~_]/;
/** GitLab's references start with many characters. https://docs.gitlab.com/user/markdown/#gitlab-specific-references */
const TAKEN_APART = /[@#!$%^&~*[:.-]$/;

/**
 * The same outside a table, with what is meant to be copied as code: ARNs, actions of ECR, addresses, commands and blocks
 * of Terraform.
 */
export function markdownProse(text: string): string {
  // Splitting by a group keeps what is split by: every second part is code.
  return text
    .split(CODE)
    .map((part, index) => (index % 2 === 1 ? markdownCode(withoutQuotes(part)) : markdownEscaped(part)))
    .join('');
}

/** `module.ecr["a b"].aws_ecr_repository.app`, and with what comes after: `data.aws_region.here.name`. */
const ADDRESS = String.raw`(?:data\.)?(?:module|aws_[a-z_]+)\.(?:[^\s,;()[\]']|\[(?:"(?:[^"\\]|\\.)*"|\d+)\])+(?<![.:])`;

const CODE = new RegExp(
  `(${[
    String.raw`\barn:[^\s,;'"()]+(?<![.:])`,
    String.raw`\becr:[A-Za-z*?]+`,
    String.raw`\bterraform state rm (?:'[^']*'|[^\s']+)(?<!\.)`,
    `'${ADDRESS}'`,
    `\\b${ADDRESS}`,
    String.raw`\blifecycle \{ [^{}]* \}`,
  ].join('|')})`,
);

/** What is shown as code needs no quotes. */
function withoutQuotes(code: string): string {
  return code.startsWith("'") ? code.slice(1, -1) : code;
}

/** Text of anybody's as a span of code, outside a table. Nothing in it is looked at by anybody. */
export function markdownCode(text: string): string {
  const shown = printable(text);
  const fence = '`'.repeat(longestRun(shown) + 1);
  // A backtick at either end would join the fence.
  const padding = /^`|`$|^ .* $|^$/.test(shown) ? ' ' : '';
  return `${fence}${padding}${shown}${padding}${fence}`;
}

/** Lines of anybody's as a block of code. */
export function markdownBlock(code: string, language: string, indent: string): string {
  const lines = code.trimEnd().split('\n').map(printable);
  const fence = '`'.repeat(Math.max(3, longestRun(code) + 1));
  return [`${fence}${language}`, ...lines, fence].map((line) => `${indent}${line}`.trimEnd()).join('\n');
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
