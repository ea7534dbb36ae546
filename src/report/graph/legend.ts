import { ARROW_MEANING, arrowKinds, type ArrowKind, type Diagram } from './diagram';
import { element, textElement } from './svg-elements';
import { FONT, LINE, wrapSentence, type Size } from './text-blocks';
import { textWidth } from './text-width';

export interface LegendEntry {
  readonly kind: ArrowKind | 'public';
  readonly text: string;
}

/** Text below a picture: what the arrows mean, notes, and the source of the picture. */
export interface LegendContent {
  readonly entries: readonly LegendEntry[];
  readonly notes: readonly string[];
  readonly footer: string | undefined;
}

export interface DrawnLegend extends Size {
  readonly markup: readonly string[];
}

/** Returns the meaning of the arrows and colors that a diagram has. */
export function legendEntries(diagram: Diagram): readonly LegendEntry[] {
  const isPublic = diagram.nodes.some(({ kind }) => kind === 'public');
  return [
    ...arrowKinds(diagram).map((kind) => ({ kind, text: ARROW_MEANING[kind] })),
    ...(isPublic ? [PUBLIC_ENTRY] : []),
  ];
}

export const PUBLIC_ENTRY: LegendEntry = { kind: 'public', text: 'any AWS account' };

const SAMPLE = { width: 34, gap: 8 } as const;
const COLUMN_GAP = 28;
const BLOCK_GAP = 8;
/** The width of the text below a narrow picture. */
const MIN_WIDTH = 420;

/** @param top where the legend starts */
export function drawLegend(
  { entries, notes, footer }: LegendContent,
  { x, y: top, width: available }: { readonly x: number; readonly y: number; readonly width: number },
): DrawnLegend {
  const width = Math.max(available, MIN_WIDTH);
  const markup: string[] = [];
  let y = top;
  let used = 0;
  const use = (right: number) => (used = Math.max(used, right - x));
  let left = x;
  for (const entry of entries) {
    const entryWidth = SAMPLE.width + SAMPLE.gap + textWidth(entry.text, FONT.legend);
    if (left > x && left + entryWidth > x + width) [left, y] = [x, y + LINE.legend];
    markup.push(drawEntry(entry, left, y));
    use(left + entryWidth);
    left += entryWidth + COLUMN_GAP;
  }
  if (entries.length > 0) y += LINE.legend + BLOCK_GAP / 2;
  for (const [text, className] of [
    ...notes.map((note) => [note, 'muted'] as const),
    ...(footer === undefined ? [] : [[footer, 'muted'] as const]),
  ]) {
    for (const line of wrapSentence(text, width, FONT.legend)) {
      markup.push(textElement(line, { x, y: y + BASELINE_OFFSET }, className));
      use(x + textWidth(line, FONT.legend));
      y += LINE.legend;
    }
    y += BLOCK_GAP / 4;
  }
  return { markup, width: used, height: y - top };
}

const BASELINE_OFFSET = 13;

function drawEntry({ kind, text }: LegendEntry, x: number, y: number): string {
  const middle = y + LINE.legend / 2;
  const sample =
    kind === 'public'
      ? element('rect', { class: 'shape', x, y: middle - 6, width: SAMPLE.width, height: 12, rx: 5 })
      : element('path', { class: 'line', d: `M${x} ${middle}H${x + SAMPLE.width}` });
  return element('g', { class: kind }, [
    sample,
    textElement(text, { x: x + SAMPLE.width + SAMPLE.gap, y: y + BASELINE_OFFSET }, 'legend'),
  ]);
}
