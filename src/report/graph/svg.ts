import { drawDiagram, type Drawing } from './draw-diagram';
import { drawLegend, legendEntries, type LegendContent } from './legend';
import { drawMatrices, matrixLegend } from './draw-matrix';
import { pictureFileCss, type Theme } from './picture-css';
import type { Picture } from './picture';
import { element, escapeXml, rounded } from './svg-elements';
import { replaceUndrawable } from './diagram';

export interface SvgOptions {
  /** The colors of a file. A page sets the theme of an embedded picture. */
  readonly theme?: Theme;
  /** Whether the picture is part of a page that has `PICTURE_CSS`. */
  readonly isEmbedded?: boolean;
  /** A line below the picture: the file and commit that it was made from. */
  readonly footer?: string;
}

const MARGIN = 16;
const LEGEND_GAP = 14;

/**
 * Renders a picture as an SVG element.
 * @throws Error if Graphviz is not installed
 */
export async function svgMarkup(
  picture: Picture,
  { theme = 'auto', isEmbedded = false, footer }: SvgOptions = {},
): Promise<string> {
  const { width, height, markup } = await draw(picture);
  const isEmpty = width === 0 || height === 0;
  const legend = drawLegend(legendOf(picture, footer), { x: 0, y: isEmpty ? 0 : height + LEGEND_GAP, width });
  const total = {
    width: Math.max(width, legend.width) + 2 * MARGIN,
    height: (isEmpty ? 0 : height + LEGEND_GAP) + legend.height + 2 * MARGIN,
  };
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'picture',
      width: Math.ceil(total.width),
      height: Math.ceil(total.height),
      viewBox: [-MARGIN, -MARGIN, total.width, total.height].map(rounded).join(' '),
      role: isEmbedded ? 'group' : 'img',
      'aria-label': isEmbedded ? TITLE : undefined,
      'aria-labelledby': isEmbedded ? undefined : 'picture-title picture-description',
    },
    [
      ...(isEmbedded ? [] : describe(picture, theme)),
      ...markup.map((line) => `${line}\n`),
      element('g', { class: 'legend' }, legend.markup),
    ],
  );
}

const TITLE = 'Amazon ECR topology';

function describe(picture: Picture, theme: Theme): readonly string[] {
  return [
    element('title', { id: 'picture-title' }, [TITLE]),
    element('desc', { id: 'picture-description' }, [escapeXml(descriptionOf(picture))]),
    `<style>${pictureFileCss(theme)}</style>\n`,
  ];
}

/** Lists the arrows, for readers who do not see the picture. */
function descriptionOf(picture: Picture): string {
  const names = new Map<string, string>();
  const arrows =
    picture.kind === 'diagram' ? picture.diagram.arrows : picture.matrices.flatMap(({ cells }) => cells);
  if (picture.kind === 'diagram') {
    const { accounts, nodes } = picture.diagram;
    for (const { id, label, registriesId, callers, registries } of accounts) {
      names.set(registriesId, label).set(id, label);
      for (const node of [...callers, ...registries]) names.set(node.id, node.lines[0] ?? '');
    }
    for (const node of nodes) names.set(node.id, node.lines[0] ?? '');
  } else {
    for (const { rows, columns } of picture.matrices) {
      for (const { id, name } of [...rows, ...columns]) names.set(id, name);
    }
  }
  const sentences = arrows.map(({ from, to, kind, label }) => {
    const [source, destination] = [names.get(from) ?? '', names.get(to) ?? ''];
    return kind === 'pull' || kind === 'push'
      ? `${source}: ${label} in ${destination}.`
      : `${source} to ${destination}, ${kind === 'cache' ? 'pull-through cache' : 'replication'}: ${label}.`;
  });
  return replaceUndrawable(sentences.join(' '));
}

async function draw(picture: Picture): Promise<Drawing> {
  return picture.kind === 'diagram' ? await drawDiagram(picture.diagram) : drawMatrices(picture.matrices);
}

function legendOf(picture: Picture, footer: string | undefined): LegendContent {
  return picture.kind === 'diagram'
    ? { entries: legendEntries(picture.diagram), notes: picture.diagram.notes, footer }
    : { entries: matrixLegend(picture.matrices), notes: picture.notes, footer };
}
