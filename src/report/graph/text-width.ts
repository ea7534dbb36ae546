/**
 * Widths of the characters from space to `~` in Helvetica and Arial, in thousandths of the font size.
 * https://github.com/adobe-type-tools/font-tech-notes
 */
const REGULAR =
  '278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 ' +
  '1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 ' +
  '333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584';
const BOLD =
  '278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 333 333 584 584 584 611 ' +
  '975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611 722 667 944 667 667 611 333 278 333 584 556 ' +
  '333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 333 611 556 778 556 556 500 389 280 389 584';

const WIDTHS = { regular: parseWidths(REGULAR), bold: parseWidths(BOLD) } as const;
export type Weight = keyof typeof WIDTHS;

const FIRST_CODE = 0x20;
/** The width of letters outside ASCII. Those of East Asia are as wide as the font is high. */
const OTHER_WIDTH = 600;
const WIDE_WIDTH = 1000;
const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60…\u{1F300}-\u{1FAFF}]/u;

/** The font of a reader may be a little wider. */
const TOLERANCE = 1.03;

/** Returns the width of a text in pixels, as browsers draw it in Arial, Helvetica or Liberation Sans. */
export function textWidth(text: string, fontSize: number, weight: Weight = 'regular'): number {
  let thousandths = 0;
  for (const character of text) thousandths += characterWidth(character, WIDTHS[weight]);
  return (thousandths / 1000) * fontSize * TOLERANCE;
}

function characterWidth(character: string, widths: readonly number[]): number {
  const width = widths[(character.codePointAt(0) ?? 0) - FIRST_CODE];
  return width ?? (WIDE.test(character) ? WIDE_WIDTH : OTHER_WIDTH);
}

function parseWidths(text: string): readonly number[] {
  return text.split(' ').map(Number);
}
