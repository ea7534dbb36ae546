import { groupBy } from '../../base/collections';
import { escapeMarkdown, markdownBlock, markdownTable } from '../format/markdown';
import type { TableRow } from '../format/table';
import type { Arrow, Diagram } from './diagram';
import { PARTIAL_NOTE, type Matrix, type MatrixHead } from './matrix';
import { flatForMermaid, mermaidLegend, mermaidText } from './mermaid';
import { fitDiagram } from './mermaid-limits';
import type { Picture, Subject } from './picture';

const HEADINGS: Readonly<Record<Subject, string>> = { replication: 'Replication', access: 'Access' };

export interface SubjectPicture {
  readonly subject: Subject;
  readonly picture: Picture;
}

/** Renders pictures as a Markdown document: diagrams with their legend, or tables. */
export function markdownText(pictures: readonly SubjectPicture[]): string {
  const sections = pictures
    .filter(({ picture }) => !isEmpty(picture))
    .map(({ subject, picture }) => `## ${HEADINGS[subject]}\n\n${pictureText(picture, subject)}`);
  return sections.length === 0 ? `${NOTHING_TO_DRAW}\n` : sections.join('\n');
}

const NOTHING_TO_DRAW =
  'There is nothing to draw: no registry replicates, and no principal can pull or push.';

function isEmpty(picture: Picture): boolean {
  const { arrows, notes } =
    picture.kind === 'diagram' ? picture.diagram : { arrows: cellsOf(picture), notes: picture.notes };
  return arrows.length + notes.length === 0;
}

function cellsOf({ matrices }: Extract<Picture, { readonly kind: 'matrix' }>): readonly Arrow[] {
  return matrices.flatMap(({ cells }) => cells);
}

function pictureText(picture: Picture, subject: Subject): string {
  if (picture.kind === 'diagram') return diagramText(fitDiagram(picture.diagram, subject), subject);
  const tables = picture.matrices.filter(({ cells }) => cells.length > 0).map(matrixTable);
  // A table has no marks.
  return [...tables, ...notesText(picture.notes.filter((note) => note !== PARTIAL_NOTE))].join('\n');
}

function diagramText(diagram: Diagram, subject: Subject): string {
  if (diagram.arrows.length === 0) return notesText(diagram.notes).join('\n');
  const legend = mermaidLegend(diagram).map(({ look, meaning }) => `- **${look}**: ${meaning}\n`);
  return [
    `${markdownBlock(mermaidText(diagram, subject), 'mermaid', '')}\n`,
    legend.join(''),
    ...notesText(flatForMermaid(diagram, subject).notes),
  ].join('\n');
}

function notesText(notes: readonly string[]): readonly string[] {
  return notes.map((note) => `${escapeMarkdown(note)}\n`);
}

const VALUE_HEADINGS: Readonly<Record<Subject, string>> = { replication: 'Repositories', access: 'Access' };

/** One row for each label of a row of the matrix, because a table with many columns is wider than a page. */
function matrixTable(matrix: Matrix): string {
  const columns = new Map(matrix.columns.map((column) => [column.id, column]));
  const cells = groupBy(matrix.cells, ({ from }) => from);
  const rows = matrix.rows.flatMap((row) => matrixRows(row, cells.get(row.id) ?? [], columns));
  return markdownTable([matrix.rowTitle, VALUE_HEADINGS[matrix.kind], matrix.columnTitle], rows);
}

function matrixRows(
  row: MatrixHead,
  cells: readonly Arrow[],
  columns: ReadonlyMap<string, MatrixHead>,
): readonly TableRow[] {
  return [...groupBy(cells, cellText).entries()].map(([text, equal], index) => [
    { lines: index === 0 ? [row.name, ...row.lines] : [row.name] },
    { lines: [text] },
    { lines: [equal.map(({ to }) => columns.get(to)?.name ?? to).join(', ')] },
  ]);
}

function cellText({ kind, label }: Arrow): string {
  return kind === 'cache' ? `pull-through cache: ${label}` : label;
}
