/** Thrown at YAML that `readPlainYaml` does not support. */
export class OtherYaml extends Error {}

/** Codes of characters. */
export const [NEWLINE, SPACE, HASH, COMMA, HYPHEN] = codesOf('\n #,-');
export const [OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP] = codesOf('[]{}');
const [DOUBLE_QUOTE, SINGLE_QUOTE, COLON, BACKSLASH] = codesOf('"\':\\');

function codesOf(characters: string): readonly number[] {
  return Array.from(characters, (character) => character.charCodeAt(0));
}

/** The first character of a plain text. YAML allows more, such as `<` and letters outside of ASCII. */
const PLAIN_START = /[A-Za-z0-9_./$~]/;
const IS_PLAIN_START = Array.from({ length: 128 }, (_, code) => PLAIN_START.test(String.fromCharCode(code)));

export type BlockOrFlow = 'block' | 'flow';

/** A text without its quotes, and its position. */
export interface Text {
  readonly source: string;
  readonly isQuoted: boolean;
  readonly start: number;
  readonly end: number;
}

export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

export function skipSpaces(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) === SPACE) at += 1;
  return at;
}

/** @returns whether the text that ends here is the key of a mapping */
export function isKey(text: string, end: number): boolean {
  return text.charCodeAt(end) === COLON && isSeparator(text, end + 1);
}

function isSeparator(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === SPACE || code === NEWLINE || at >= text.length;
}

/**
 * Reads a plain or quoted text on one line.
 * @throws OtherYaml at any other text
 */
export function readText(text: string, start: number, context: BlockOrFlow): Text {
  const code = text.charCodeAt(start);
  if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) return readQuoted(text, start, code);
  const isPlain =
    IS_PLAIN_START[code] === true || (code === HYPHEN && IS_PLAIN_START[text.charCodeAt(start + 1)] === true);
  if (!isPlain) throw new OtherYaml();
  const end = plainEnd(text, start, context);
  return { source: text.slice(start, end), isQuoted: false, start, end };
}

function readQuoted(text: string, start: number, quote: number): Text {
  let at = start + 1;
  let isDoubled = false;
  for (; ; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      if (quote === DOUBLE_QUOTE || text.charCodeAt(at + 1) !== quote) break;
      isDoubled = true;
      at += 1;
    } else if (code === NEWLINE || at >= text.length || (code === BACKSLASH && quote === DOUBLE_QUOTE)) {
      throw new OtherYaml();
    }
  }
  const inside = text.slice(start + 1, at);
  const source = isDoubled ? inside.replaceAll("''", "'") : inside;
  return { source, isQuoted: true, start, end: at + 1 };
}

/** Returns the end of a plain text, which may contain colons, hashes and, in blocks, brackets. */
function plainEnd(text: string, start: number, context: BlockOrFlow): number {
  let end = start;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === SPACE) continue;
    if (code === NEWLINE || (code === HASH && at > end)) return end;
    if (code === COLON && isSeparator(text, at + 1)) {
      if (at > end) throw new OtherYaml();
      return end;
    }
    if (context === 'flow') {
      if (code === COMMA || code === CLOSE_LIST || code === CLOSE_MAP) return end;
      const isIndicator = code === OPEN_LIST || code === OPEN_MAP;
      if (isIndicator || (code === COLON && isFlowIndicator(text, at + 1))) throw new OtherYaml();
    }
    end = at + 1;
  }
  return end;
}

function isFlowIndicator(text: string, at: number): boolean {
  return ',[]{}'.includes(text.charAt(at));
}
