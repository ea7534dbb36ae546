import type { TableRow } from './table';
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

/** Renders a table of untrusted text. */
export function markdownTable(headings: readonly string[], rows: readonly TableRow[]): string {
  const lines = rows.map((row) =>
    row.map(({ lines: field }) => field.map(escapeMarkdown).join('<br>')).join(' | '),
  );
  return `| ${headings.join(' | ')} |\n|${'---|'.repeat(headings.length)}\n${lines.map((line) => `| ${line} |\n`).join('')}`;
}

/** Text that is shown completely or not at all. */
export interface DocumentItem {
  readonly text: string;
  /** Number of lines or findings in the text. */
  readonly represents: number;
}

/** A part of a document that may be truncated after any item, with the number of items left out. */
export interface DocumentSection {
  readonly open: string;
  readonly items: readonly DocumentItem[];
  readonly more: (number: number) => string;
  readonly close: string;
  /** The section with the smallest rank is filled first. */
  readonly rank: number;
  /** Share of the available length, from 0 to 1, that the section gets before lower ranks are filled. */
  readonly share: number;
  /** Maximum number of items, even if more fit. */
  readonly maxItems: number;
}

/**
 * Returns a document of at most `limit` characters: complete sections if they fit, otherwise their first items. Items
 * are never cut, so open elements are always closed.
 */
export function fitSections(head: string, sections: readonly DocumentSection[], limit: number): string {
  const kept = sectionsThatFit(sections, limit - head.length);
  let room = limit - head.length - kept.reduce((sum, section) => sum + shellLength(section), 0);
  const shownCounts = new Map(kept.map((section) => [section, 0]));
  const byRank = [...kept].sort((a, b) => a.rank - b.rank);
  const available = room;
  const fill = (section: DocumentSection, maxLength: number): void => {
    let number = shownCounts.get(section) ?? 0;
    let used = lengthOf(section.items.slice(0, number));
    for (; number < Math.min(section.items.length, section.maxItems); number += 1) {
      const length = section.items[number]?.text.length ?? 0;
      if (length > room || used + length > maxLength) break;
      room -= length;
      used += length;
    }
    shownCounts.set(section, number);
  };
  for (const section of byRank) fill(section, Math.floor(available * section.share));
  for (const section of byRank) fill(section, available);
  return head + kept.map((section) => sectionText(section, shownCounts.get(section) ?? 0)).join('');
}

/** Drops the sections with the highest ranks if not even their headings fit. */
function sectionsThatFit(sections: readonly DocumentSection[], room: number): readonly DocumentSection[] {
  let remaining = room;
  const kept = new Set<DocumentSection>();
  for (const section of [...sections].sort((a, b) => a.rank - b.rank)) {
    remaining -= shellLength(section);
    if (remaining < 0) break;
    kept.add(section);
  }
  return sections.filter((section) => kept.has(section));
}

function sectionText({ open, items, more, close }: DocumentSection, number: number): string {
  const shown = items.slice(0, number).map(({ text }) => text);
  const rest = countRepresented(items.slice(number));
  return `${open}${shown.join('')}${rest === 0 ? '' : more(rest)}${close}`;
}

function shellLength({ open, items, more, close }: DocumentSection): number {
  return open.length + more(countRepresented(items)).length + close.length;
}

function countRepresented(items: readonly DocumentItem[]): number {
  return items.reduce((sum, { represents }) => sum + represents, 0);
}

function lengthOf(items: readonly DocumentItem[]): number {
  return items.reduce((sum, { text }) => sum + text.length, 0);
}
