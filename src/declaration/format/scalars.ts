import { isAlias, type Alias, type Scalar } from 'yaml';

/** Where a scalar is written. In brackets, more characters have a meaning. */
export type ScalarContext = 'block' | 'flow';

/** Returns the text of a scalar or alias on one line, with its anchor. */
export function scalarText(node: Scalar | Alias, context: ScalarContext): string {
  if (isAlias(node)) return `*${node.source}`;
  const text = valueText(node, context);
  if (node.anchor === undefined) return text;
  return text === '' ? `&${node.anchor}` : `&${node.anchor} ${text}`;
}

function valueText({ value, source = '', type }: Scalar, context: ScalarContext): string {
  // A missing value stays missing: `key:`.
  if (source === '' && type === 'PLAIN') return '';
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return source;
  const isPlain = type === 'PLAIN' && source === value;
  if (isPlain && value === MERGE_KEY) return value;
  return needsQuotes(value, context) || (AMBIGUOUS.test(value) && !isPlain) ? quoted(value) : value;
}

/**
 * Returns whether a string is something else without quotes, or not allowed. Environment variables have quotes, because
 * in brackets they need them.
 */
function needsQuotes(text: string, context: ScalarContext): boolean {
  return (
    text === '' ||
    text !== text.trim() ||
    NOT_PRINTABLE.test(text) ||
    STARTS_LIKE_SYNTAX.test(text) ||
    /: | #|:$|\$\{/.test(text) ||
    NOT_A_STRING.test(text) ||
    (context === 'flow' && /[,[\]{}]/.test(text))
  );
}

/** Without quotes, it merges a mapping into another. */
const MERGE_KEY = '<<';

const NOT_PRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
/** Indicators, the key that merges mappings, and the end of a document. */
const STARTS_LIKE_SYNTAX = /^([-?:,[\]{}#&*!|>'"%@`=]|<<|\.\.\.)/;
/** What YAML 1.2 reads as null, a boolean or a number. */
const NOT_A_STRING =
  /^(~|null|true|false|[-+]?(\d+|0o[0-7]+|0x[\da-f]+)|[-+]?(\.\d+|\d+(\.\d*)?)(e[-+]?\d+)?|[-+]?\.inf|\.nan)$/i;
/** What YAML 1.1 also reads as a boolean or a number. Other programs may read the file as YAML 1.1. */
const AMBIGUOUS = /^(y|n|yes|no|on|off|[-+]?(0b[01_]+|\d[\d_]*(:[0-5]?\d)*(\.[\d_]*)?|0x[\da-f_]+))$/i;

/** Returns the text in double quotes, or in single quotes if that avoids escape sequences. */
function quoted(text: string): string {
  const hasEscapes = /["\\]/.test(text) && !NOT_PRINTABLE.test(text) && !text.includes("'");
  return hasEscapes ? `'${text}'` : JSON.stringify(text).replace(ESCAPED, escaped);
}

/** Characters that JSON allows in a string. An editor does not show them. */
const ESCAPED = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff
    ? `\\U${code.toString(16).padStart(8, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}

/**
 * Returns the lines of a block scalar, the first with `|` or `>` and its anchor. Returns undefined for other scalars, and
 * for block scalars that need an indicator of their indentation or of the lines at their end.
 *
 * @param file the text of the file, which has the line breaks of a folded scalar
 */
export function blockScalarLines(node: Scalar | Alias, file: string): readonly string[] | undefined {
  if (isAlias(node) || typeof node.value !== 'string') return undefined;
  const { value, type, anchor } = node;
  if (type !== 'BLOCK_LITERAL' && type !== 'BLOCK_FOLDED') return undefined;
  const body = type === 'BLOCK_LITERAL' ? value.split('\n') : foldedLines(node, file);
  const contents = body.at(-1) === '' ? body.slice(0, -1) : body;
  const firstText = contents.find((line) => line.trim() !== '');
  if (firstText === undefined || /^\s/.test(firstText) || contents.at(-1)?.trim() === '') return undefined;
  if (NOT_PRINTABLE.test(value.replaceAll(/[\n\t]/g, ''))) return undefined;
  const header = `${type === 'BLOCK_LITERAL' ? '|' : '>'}${value.endsWith('\n') ? '' : '-'}`;
  return [anchor === undefined ? header : `&${anchor} ${header}`, ...contents];
}

/** Returns the lines of a folded scalar without their indentation. */
function foldedLines({ range }: Scalar, file: string): readonly string[] {
  const [, ...lines] = file.slice(range?.[0], range?.[1]).trimEnd().split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const indent = Math.min(...indents);
  return lines.map((line) => line.slice(indent));
}
