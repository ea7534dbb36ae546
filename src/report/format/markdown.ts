import { printable } from './text';

/** Zero width space. The texts on both sides are not parsed as one word. */
const ZERO_WIDTH_SPACE = '&#8203;';

/**
 * Escapes untrusted text for Markdown, also in a table: it contains no markup, mention, reference or link. Characters
 * with a meaning in Markdown and HTML become numeric entities. Code hosts search the rendered text for mentions and
 * references, so those are split by a zero width space.
 * https://github.com/github/cmark-gfm/issues/181
 */
export function escapeMarkdown(text: string): string {
  return printable(text).replace(SPECIAL, (match) => {
    const escaped = match.length === 1 && ESCAPED_AS_ENTITY.test(match) ? `&#${match.charCodeAt(0)};` : match;
    return SPLIT_AFTER.test(match) ? `${escaped}${ZERO_WIDTH_SPACE}` : escaped;
  });
}

/**
 * Single characters (an underscore inside a word is not markup); a colon before `//`, `www.` and `GH-`, which GitHub
 * links.
 */
const SPECIAL = /[&<>|`*[\]\\~@#!$%^]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:(?=\/\/)|\bwww\.|\bGH-(?=\d)/gi;
const ESCAPED_AS_ENTITY = /[&<>|`*[\]\\~_]/;
/**
 * References of GitLab start with many characters.
 * https://docs.gitlab.com/user/markdown/#gitlab-specific-references
 */
const SPLIT_AFTER = /[@#!$%^&~*[:.-]$/;

/**
 * Escapes untrusted text outside a table. ARNs, ECR actions, addresses, commands and Terraform blocks become code, so
 * that users can copy them.
 */
export function markdownProse(text: string): string {
  // `split` with a capturing group keeps the separators: every second part is code.
  return text
    .split(CODE)
    .map((part, index) => (index % 2 === 1 ? markdownCode(withoutQuotes(part)) : escapeMarkdown(part)))
    .join('');
}

/** For example `module.ecr["a b"].aws_ecr_repository.app`, and with an attribute `data.aws_region.here.name`. */
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

function withoutQuotes(code: string): string {
  return code.startsWith("'") ? code.slice(1, -1) : code;
}

/** Returns untrusted text as an inline code span, outside a table. Code hosts parse nothing in it. */
export function markdownCode(text: string): string {
  const shown = printable(text);
  const fence = '`'.repeat(longestRun(shown) + 1);
  // A backtick at either end would join the fence.
  const padding = /^`|`$|^ .* $|^$/.test(shown) ? ' ' : '';
  return `${fence}${padding}${shown}${padding}${fence}`;
}

/** Returns untrusted lines as a code block. */
export function markdownBlock(code: string, language: string, indent: string): string {
  const lines = code.trimEnd().split('\n').map(printable);
  const fence = '`'.repeat(Math.max(3, longestRun(code) + 1));
  return [`${fence}${language}`, ...lines, fence].map((line) => `${indent}${line}`.trimEnd()).join('\n');
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
