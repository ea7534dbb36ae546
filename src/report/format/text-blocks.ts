/** A part of a text of a command, for outputs other than terminals. */
export type TextBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'code'; readonly text: string };

const CODE_INDENT = '    ';
const ITEM = '  - ';

/**
 * Splits a text into paragraphs, lists and code. A line that starts with four blanks is code. A line that starts with a hyphen
 * after two blanks is an item of a list.
 */
export function textBlocks(text: string): readonly TextBlock[] {
  const blocks: TextBlock[] = [];
  for (const paragraph of text.split(/\n\n+/)) {
    for (const lines of linesOfSameKind(paragraph)) {
      const block = blockOf(lines);
      const last = blocks.at(-1);
      // An empty line in code.
      if (block.kind === 'code' && last?.kind === 'code') {
        blocks[blocks.length - 1] = { kind: 'code', text: `${last.text}\n\n${block.text}` };
      } else {
        blocks.push(block);
      }
    }
  }
  return blocks;
}

function linesOfSameKind(paragraph: string): readonly (readonly string[])[] {
  const groups: string[][] = [];
  for (const line of paragraph.split('\n').filter((each) => each.trim() !== '')) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && kindOf(last[0]) === kindOf(line)) last.push(line);
    else groups.push([line]);
  }
  return groups;
}

function kindOf(line: string): TextBlock['kind'] {
  if (line.startsWith(CODE_INDENT)) return 'code';
  return line.startsWith(ITEM) ? 'list' : 'paragraph';
}

function blockOf(lines: readonly string[]): TextBlock {
  const kind = kindOf(lines[0] ?? '');
  switch (kind) {
    case 'code':
      return { kind, text: lines.map((line) => line.slice(CODE_INDENT.length)).join('\n') };
    case 'list':
      return { kind, items: lines.map((line) => line.slice(ITEM.length)) };
    case 'paragraph':
      return { kind, text: lines.join(' ') };
  }
}
