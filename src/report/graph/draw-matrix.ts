import { ARROW_KINDS, shorten, type Arrow, type ArrowKind } from './diagram';
import type { Drawing } from './draw-diagram';
import { PUBLIC_ENTRY, type LegendEntry } from './legend';
import { isComplete, type Matrix, type MatrixHead } from './matrix';
import { REGION_COLORS } from './picture-css';
import { element, rectangleElement, textElement, titleElement } from './svg-elements';
import { BASELINE, FONT } from './text-blocks';
import { textWidth } from './text-width';

const CELL = { width: 44, height: 24 } as const;
const MARK = { width: 36, height: 16 } as const;
const TITLE_HEIGHT = 28;
const MATRIX_GAP = 32;
/** The distance between a row's or column's heading and its cells. */
const HEAD_GAP = 8;
const MAX_NAME = 40;

/** Draws matrices below each other. */
export function drawMatrices(matrices: readonly Matrix[]): Drawing {
  const markup: string[] = [];
  let [width, y] = [0, 0];
  for (const matrix of matrices) {
    const drawn = drawMatrix(matrix, y);
    markup.push(...drawn.markup);
    width = Math.max(width, drawn.width);
    y += drawn.height + MATRIX_GAP;
  }
  return { markup, width, height: Math.max(0, y - MATRIX_GAP) };
}

/** Returns the meaning of the marks that the matrices have. */
export function matrixLegend(matrices: readonly Matrix[]): readonly LegendEntry[] {
  const cells = matrices.flatMap((matrix) => matrix.cells);
  const isPublic = matrices.some(({ rows }) => rows.some(({ kind }) => kind === 'public'));
  return [
    ...ARROW_KINDS.filter((kind) => cells.some((cell) => cell.kind === kind)).map((kind) => ({
      kind,
      text: MEANING[kind],
    })),
    ...(isPublic ? [PUBLIC_ENTRY] : []),
  ];
}

const MEANING: Readonly<Record<ArrowKind, string>> = {
  replication: 'replicates',
  cache: 'pull-through cache',
  pull: 'may pull',
  push: 'may push',
};

function drawMatrix({ title, rowTitle, columnTitle, rows, columns, cells }: Matrix, top: number): Drawing {
  const rowTexts = rows.map(headText);
  const columnTexts = columns.map(headText);
  const left =
    Math.max(...rowTexts.map(({ width }) => width), textWidth(rowTitle, FONT.text)) + HEAD_GAP + REGION_WIDTH;
  const headHeight = Math.max(...columnTexts.map(({ width }) => width)) + HEAD_GAP + REGION_WIDTH;
  const origin = { x: left, y: top + TITLE_HEIGHT + headHeight };
  const width = columns.length * CELL.width;
  const height = rows.length * CELL.height;
  const rowOf = new Map(rows.map(({ id }, index) => [id, index]));
  const columnOf = new Map(columns.map(({ id }, index) => [id, index]));
  const regionClass = regionClasses([...rows, ...columns]);
  const publicIds = new Set(rows.filter(({ kind }) => kind === 'public').map(({ id }) => id));
  return {
    width: left + width,
    height: TITLE_HEIGHT + headHeight + height,
    markup: [
      textElement(title, { x: 0, y: top + TITLE_HEIGHT / 2 }, 'name'),
      textElement(`${rowTitle} ↓ ${columnTitle} →`, { x: 0, y: origin.y - HEAD_GAP }, 'muted'),
      ...rows.map((row, index) => drawRow(row, index, origin, width, regionClass)),
      ...columns.map((column, index) => drawColumn(column, index, origin, height, regionClass)),
      ...cells.flatMap((cell) => {
        const [row, column] = [rowOf.get(cell.from), columnOf.get(cell.to)];
        if (row === undefined || column === undefined) return [];
        const x = origin.x + column * CELL.width;
        const y = origin.y + row * CELL.height;
        return [drawCell(cell, { x, y }, publicIds.has(cell.from))];
      }),
    ],
  };
}

const REGION_WIDTH = 8;

interface HeadText {
  readonly name: string;
  readonly detail: string;
  readonly nameWidth: number;
  readonly width: number;
}

const DETAIL_GAP = 6;

function headText({ name, lines, region }: MatrixHead): HeadText {
  const short = shorten(name, MAX_NAME);
  const detail = [...lines, ...(region === undefined ? [] : [region])]
    .filter((line) => line !== '')
    .map((line) => shorten(line, MAX_NAME))
    .join(' · ');
  const nameWidth = textWidth(short, FONT.name, 'bold');
  const detailWidth = detail === '' ? 0 : DETAIL_GAP + textWidth(detail, FONT.text);
  return { name: short, detail, nameWidth, width: nameWidth + detailWidth };
}

interface Origin {
  readonly x: number;
  readonly y: number;
}

type RegionClass = (head: MatrixHead) => string | undefined;

function drawRow(
  row: MatrixHead,
  index: number,
  origin: Origin,
  width: number,
  regionClass: RegionClass,
): string {
  const y = origin.y + index * CELL.height;
  const { name, detail, nameWidth } = headText(row);
  const baseline = y + CELL.height / 2 + FONT.text * BASELINE;
  const region = regionClass(row);
  return element('g', { class: headClass(row), 'data-id': row.id }, [
    titleElement(row.tooltip),
    ...(index % 2 === 0
      ? [rectangleElement({ x: 0, y, width: origin.x + width, height: CELL.height }, 'stripe')]
      : []),
    ...(region === undefined
      ? []
      : [rectangleElement({ x: 0, y: y + 3, width: 4, height: CELL.height - 6 }, region, 2)]),
    textElement(name, { x: REGION_WIDTH, y: baseline }, 'name'),
    textElement(detail, { x: REGION_WIDTH + nameWidth + DETAIL_GAP, y: baseline }, 'muted'),
  ]);
}

function drawColumn(
  column: MatrixHead,
  index: number,
  origin: Origin,
  height: number,
  regionClass: RegionClass,
): string {
  const x = origin.x + index * CELL.width;
  const { name, detail, nameWidth } = headText(column);
  const region = regionClass(column);
  // Turned to the left around the bottom of the heading.
  const transform = `translate(${x + CELL.width / 2 + FONT.text * BASELINE} ${origin.y - REGION_WIDTH - 2}) rotate(-90)`;
  return element('g', { class: headClass(column), 'data-id': column.id }, [
    titleElement(column.tooltip),
    element('path', { class: 'grid', d: `M${x} ${origin.y}v${height}` }),
    ...(region === undefined
      ? []
      : [rectangleElement({ x: x + 3, y: origin.y - 6, width: CELL.width - 6, height: 4 }, region, 2)]),
    element('g', { transform }, [
      textElement(name, { x: 0, y: 0 }, 'name'),
      textElement(detail, { x: nameWidth + DETAIL_GAP, y: 0 }, 'muted'),
    ]),
  ]);
}

function headClass({ kind }: MatrixHead): string {
  return kind === 'caller' ? 'principal' : kind === 'public' ? 'principal public' : kind;
}

function regionClasses(heads: readonly MatrixHead[]): RegionClass {
  const regions = [...new Set(heads.flatMap(({ region }) => region ?? []))].sort();
  return ({ region }) =>
    region === undefined ? undefined : `region-${regions.indexOf(region) % REGION_COLORS}`;
}

const MARK_TEXT: Readonly<Record<ArrowKind, string>> = {
  replication: '→',
  cache: 'cache',
  pull: 'pull',
  push: 'push',
};

function drawCell(cell: Arrow, { x, y }: Origin, isPublic: boolean): string {
  const { kind, from, to, tooltip } = cell;
  const state = isComplete(cell) ? 'all' : 'some';
  const mark = {
    x: x + (CELL.width - MARK.width) / 2,
    y: y + (CELL.height - MARK.height) / 2,
    ...MARK,
  };
  return element(
    'g',
    { class: `arrow ${kind} ${state}${isPublic ? ' public' : ''}`, 'data-from': from, 'data-to': to },
    [
      titleElement(tooltip),
      rectangleElement(mark, 'mark', 5),
      textElement(
        MARK_TEXT[kind],
        { x: x + CELL.width / 2, y: y + CELL.height / 2 + 10 * BASELINE },
        'mark-text',
      ),
    ],
  );
}
