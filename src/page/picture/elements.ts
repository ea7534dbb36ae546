import { ARROW_KINDS, type ArrowKind } from '../../report/graph/diagram';
import { arrowItemId, type PictureItem } from '../../report/page/picture';
import type { Related } from './relations';

/** What draws an item: an arrow and its label, or a box and its title. */
export interface DrawnItem {
  readonly item: PictureItem;
  readonly elements: readonly SVGGElement[];
  /** The one that is a button. */
  readonly button: SVGGElement;
  /** The lines of its tooltip. */
  readonly lines: readonly string[];
}

/** Finds the elements of a drawing, and makes one of each item a button. */
export function prepareItems(svg: SVGSVGElement, items: readonly PictureItem[]): readonly DrawnItem[] {
  // Buttons are not allowed in an image.
  svg.setAttribute('role', 'group');
  const elements = new Map<string, SVGGElement[]>();
  for (const element of svg.querySelectorAll<SVGGElement>('g[data-id], g[data-from]')) {
    const id = itemId(element);
    elements.set(id, [...(elements.get(id) ?? []), element]);
  }
  const drawn = withEndNames(items.flatMap((item) => drawnItem(item, elements.get(item.id) ?? [])));
  for (const each of drawn) if (isSelectable(each)) makeButton(each);
  const first = drawn.find(isSelectable);
  if (first !== undefined) setTabStop(drawn, first);
  return drawn;
}

function itemId({ dataset: { id, from = '', to = '' }, classList }: SVGGElement): string {
  if (id !== undefined) return id;
  const layer = ARROW_KINDS.find((kind) => classList.contains(kind));
  return layer === undefined ? '' : arrowItemId(from, to, layer);
}

function drawnItem(item: PictureItem, elements: readonly SVGGElement[]): readonly DrawnItem[] {
  // The title of a box is after its border and is smaller.
  const button = item.kind === 'box' ? elements.at(-1) : elements[0];
  if (button === undefined) return [];
  const title = button.closest('g:has(> title)')?.querySelector(':scope > title')?.textContent ?? item.id;
  return [{ item, elements, button, lines: title.split('\n') }];
}

/** The tooltip of an arrow does not contain its source. */
function withEndNames(drawn: readonly DrawnItem[]): readonly DrawnItem[] {
  const names = new Map(drawn.map(({ item, lines }) => [item.id, lines[0] ?? item.id]));
  return drawn.map((each) => {
    const { item, lines } = each;
    if (item.kind !== 'arrow') return each;
    return { ...each, lines: [`${names.get(item.from) ?? ''} to ${names.get(item.to) ?? ''}`, ...lines] };
  });
}

/** A click on the inner box of registries selects the account. */
function isSelectable({ item }: DrawnItem): boolean {
  return item.kind !== 'inner-box';
}

/** The title of a box is its tooltip and its name for screen readers. */
function makeButton({ item, button, lines }: DrawnItem): void {
  button.setAttribute('role', 'button');
  if (item.kind !== 'arrow') return;
  button.setAttribute('aria-label', lines.join('\n'));
  widen(button);
}

/** Adds an invisible wide line to an arrow, because its own is too thin for a finger or a mouse. */
function widen(arrow: SVGGElement): void {
  const line = arrow.querySelector('path');
  if (line === null || arrow.querySelector('.picture-hit') !== null) return;
  const wide = line.cloneNode() as SVGPathElement; // a clone has the type of its source
  wide.setAttribute('class', 'picture-hit');
  arrow.append(wide);
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
    const { item, elements, button } = each;
    const isSelected = item === emphasis.selected;
    if (isSelectable(each)) button.setAttribute('aria-pressed', String(isSelected));
    button.classList.toggle('is-selected', isSelected);
    button.classList.toggle('is-found', emphasis.found.has(each));
    for (const element of elements) {
      element.classList.toggle('is-faded', emphasis.related?.has(item) === false);
      element.classList.toggle('is-hidden', isHidden(item, emphasis.hiddenLayers));
    }
  }
}

function isHidden(item: PictureItem, hiddenLayers: ReadonlySet<ArrowKind>): boolean {
  return item.kind === 'arrow' && hiddenLayers.has(item.layer);
}

/** Makes one item the one that the Tab key reaches. */
export function setTabStop(drawn: readonly DrawnItem[], current: DrawnItem): void {
  for (const each of drawn.filter(isSelectable)) {
    each.button.setAttribute('tabindex', each === current ? '0' : '-1');
  }
}

/** Returns the item that a user clicked or focused. */
export function itemAt(drawn: readonly DrawnItem[], target: EventTarget | null): DrawnItem | undefined {
  if (!(target instanceof Element)) return undefined;
  const element = target.closest('g[data-id]:not(.registries), g[data-from]');
  return drawn.find(({ elements }) => elements.some((each) => each === element));
}

/** Returns the visible item that an arrow key, Home or End leads to. */
export function neighbor(
  drawn: readonly DrawnItem[],
  current: DrawnItem,
  key: string,
): DrawnItem | undefined {
  const visible = drawn.filter((each) => isSelectable(each) && !each.button.classList.contains('is-hidden'));
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
