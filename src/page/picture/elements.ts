import { arrowItemId, type PictureItem } from '../../report/page/picture';
import type { ArrowKind } from '../../report/graph/diagram';
import { ARROW_KINDS } from '../../report/graph/diagram';
import type { Related } from './relations';

/** An element of the drawing, with what it draws. */
export interface DrawnItem {
  readonly item: PictureItem;
  readonly element: SVGGElement;
  /** The lines of its tooltip. */
  readonly lines: readonly string[];
}

/** Finds the elements of a drawing and makes them buttons. */
export function prepareItems(svg: SVGSVGElement, items: readonly PictureItem[]): readonly DrawnItem[] {
  // Buttons are not allowed in an image.
  svg.setAttribute('role', 'group');
  const byId = new Map(items.map((item) => [item.id, item]));
  const drawn = [...svg.querySelectorAll<SVGGElement>('g[data-id], g[data-from]')].flatMap((element) => {
    const item = byId.get(itemId(element));
    if (item === undefined) return [];
    const title = element.querySelector(':scope > title')?.textContent ?? '';
    return [{ item, element, lines: title.split('\n') }];
  });
  for (const [index, { element, lines }] of drawn.entries()) {
    element.setAttribute('role', 'button');
    element.setAttribute('tabindex', index === 0 ? '0' : '-1');
    element.setAttribute('aria-label', lines.join(', '));
  }
  return drawn;
}

function itemId({ dataset: { id, from = '', to = '' }, classList }: SVGGElement): string {
  if (id !== undefined) return id;
  const layer = ARROW_KINDS.find((kind) => classList.contains(kind));
  return layer === undefined ? '' : arrowItemId(from, to, layer);
}

/** What of the drawing is emphasized. */
export interface Emphasis {
  readonly selected: PictureItem | undefined;
  /** Undefined if nothing is faded. */
  readonly related: Related | undefined;
  readonly found: ReadonlySet<DrawnItem>;
  readonly hiddenLayers: ReadonlySet<ArrowKind>;
}

export function applyEmphasis(drawn: readonly DrawnItem[], emphasis: Emphasis): void {
  for (const each of drawn) {
    const { item, element } = each;
    const isSelected = item === emphasis.selected;
    element.setAttribute('aria-pressed', String(isSelected));
    element.classList.toggle('is-selected', isSelected);
    element.classList.toggle('is-faded', emphasis.related?.has(item) === false);
    element.classList.toggle('is-found', emphasis.found.has(each));
    element.classList.toggle('is-hidden', item.kind === 'arrow' && emphasis.hiddenLayers.has(item.layer));
  }
}

/** Makes one element the one that the Tab key reaches. */
export function setTabStop(drawn: readonly DrawnItem[], current: DrawnItem): void {
  for (const each of drawn) each.element.setAttribute('tabindex', each === current ? '0' : '-1');
}

/** Returns the visible element that an arrow key, Home or End leads to. */
export function neighbor(
  drawn: readonly DrawnItem[],
  current: DrawnItem,
  key: string,
): DrawnItem | undefined {
  const visible = drawn.filter(({ element }) => !element.classList.contains('is-hidden'));
  const index = visible.indexOf(current);
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return visible[(index + 1) % visible.length];
    case 'ArrowLeft':
    case 'ArrowUp':
      return visible.at(index - 1);
    case 'Home':
      return visible[0];
    case 'End':
      return visible.at(-1);
    default:
      return undefined;
  }
}
