import { ARROW_KINDS, type ArrowKind } from '../../report/graph/diagram';
import type { PictureItem } from '../../report/page/picture';

/** The state of the view that the URL contains, apart from the camera. */
export interface PictureState {
  readonly selected: PictureItem | undefined;
  readonly hiddenLayers: ReadonlySet<ArrowKind>;
  readonly search: string;
}

export function pictureState(
  { select, hide = '', find = '' }: Readonly<Record<string, string>>,
  items: readonly PictureItem[],
): PictureState {
  const hidden = hide.split('.');
  return {
    selected: items.find(({ id }) => id === select),
    hiddenLayers: new Set(ARROW_KINDS.filter((kind) => hidden.includes(kind))),
    search: find,
  };
}

/** Returns the parameter of the URL after a layer was shown or hidden. */
export function toggledLayers(hidden: ReadonlySet<ArrowKind>, layer: ArrowKind): string {
  return ARROW_KINDS.filter((kind) => hidden.has(kind) !== (kind === layer)).join('.');
}

/** Returns the layers that the drawing has. */
export function layersOf(items: readonly PictureItem[]): readonly ArrowKind[] {
  return ARROW_KINDS.filter((kind) => items.some((item) => item.kind === 'arrow' && item.layer === kind));
}

/** Returns whether the text of an element contains all terms of a search. */
export function matchesSearch(lines: readonly string[], search: string): boolean {
  const terms = search.toLowerCase().split(/\s+/).filter(Boolean);
  const text = lines.join('\n').toLowerCase();
  return terms.length > 0 && terms.every((term) => text.includes(term));
}
