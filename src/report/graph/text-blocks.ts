import { replaceUndrawable, type AccountBox, type Arrow, type Node } from './diagram';
import { LABEL_SEPARATOR } from './labels';
import { textWidth } from './text-width';

/** Font sizes and line heights in pixels. */
export const FONT = { name: 13, text: 12, label: 11, legend: 12 } as const;
export const LINE = { name: 19, text: 17, label: 15, legend: 18 } as const;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The texts of a node, from its top left corner. */
export interface NodeText extends Size {
  readonly lines: readonly TextLine[];
}

interface TextLine {
  readonly text: string;
  readonly kind: 'name' | 'region' | 'text';
  readonly x: number;
  /** The baseline. */
  readonly y: number;
}

/** The distances between the edge of a node and its text. */
const PADDING = { x: 14, y: 8 } as const;
/** The colored bar of a Region at the left edge of a registry. */
export const REGION_BAR = 5;
/** The tag with the name of a Region. */
export const REGION_TAG = { padding: 6, height: 17, gap: 3 } as const;

/** Returns the lines of a node and the size that they require. */
export function nodeText({ lines, region }: Node): NodeText {
  const x = PADDING.x + (region === undefined ? 0 : REGION_BAR);
  let bottom: number = PADDING.y;
  const placed = lines.map((line, index): TextLine => {
    const kind = index === 0 ? 'name' : line === region ? 'region' : 'text';
    const height =
      kind === 'name' ? LINE.name : kind === 'region' ? REGION_TAG.height + 2 * REGION_TAG.gap : LINE.text;
    const size = kind === 'name' ? FONT.name : FONT.text;
    const y = bottom + height / 2 + size * BASELINE;
    bottom += height;
    return { text: replaceUndrawable(line), kind, x: kind === 'region' ? x + REGION_TAG.padding : x, y };
  });
  const widths = placed.map(
    (line) => line.x + lineWidth(line) + (line.kind === 'region' ? REGION_TAG.padding : 0),
  );
  return {
    lines: placed,
    width: Math.ceil(Math.max(MIN_WIDTH, ...widths) + PADDING.x),
    height: Math.ceil(bottom + PADDING.y),
  };
}

const MIN_WIDTH = 60;

/** The distance of the baseline from the middle of a line, as a part of the font size. */
export const BASELINE = 0.35;

function lineWidth({ text, kind }: Pick<TextLine, 'text' | 'kind'>): number {
  return kind === 'name' ? textWidth(text, FONT.name, 'bold') : textWidth(text, FONT.text);
}

/** The height of the band with the title of a box. */
const TITLE_HEIGHT = 26;
const TITLE_PADDING = 6;
/** The distance between the name of an account and its ID. */
export const TITLE_GAP = 6;

/** Returns the size of the title of an account box. */
export function titleSize({ name, accountId }: AccountBox): Size & { readonly nameWidth: number } {
  const nameWidth = textWidth(replaceUndrawable(name), FONT.name, 'bold');
  const idWidth = accountId === undefined ? 0 : TITLE_GAP + textWidth(accountId, FONT.text);
  return { nameWidth, width: Math.ceil(nameWidth + idWidth + 2 * TITLE_PADDING), height: TITLE_HEIGHT };
}

export const TITLE_TEXT_X = TITLE_PADDING;

export interface LabelText extends Size {
  readonly lines: readonly string[];
}

const LABEL_PADDING = { x: 5, y: 2 } as const;
/** Maximum number of characters of a line in a label. */
const MAX_LABEL_LINE = 30;

/** Returns the lines of a label and the size that they require. */
export function labelText({ label }: Pick<Arrow, 'label'>): LabelText {
  const lines = replaceUndrawable(label).split(LABEL_SEPARATOR).flatMap(wrapList);
  const width = Math.max(...lines.map((line) => textWidth(line, FONT.label)));
  return {
    lines,
    width: Math.ceil(width + 2 * LABEL_PADDING.x),
    height: lines.length * LINE.label + 2 * LABEL_PADDING.y,
  };
}

/** Breaks a list of names after commas. */
function wrapList(text: string): readonly string[] {
  const lines: string[] = [];
  for (const part of text.split(/(?<=,) /)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + part.length >= MAX_LABEL_LINE) lines.push(part);
    else lines[lines.length - 1] = `${last} ${part}`;
  }
  return lines;
}

/** Breaks a sentence between words. */
export function wrapSentence(text: string, maxWidth: number, fontSize: number): readonly string[] {
  const lines: string[] = [];
  for (const word of replaceUndrawable(text).split(' ')) {
    const last = lines.at(-1);
    const joined = `${last ?? ''} ${word}`;
    if (last === undefined || textWidth(joined, fontSize) > maxWidth) lines.push(word);
    else lines[lines.length - 1] = joined;
  }
  return lines;
}
