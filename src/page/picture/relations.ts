import type { PictureItem } from '../../report/page/picture';

/** The elements of a picture that a selected element touches. */
export type Related = ReadonlySet<PictureItem>;

/**
 * Returns the element with its arrows and their ends. An arrow at the edge of a box applies to everything in the box.
 * Boxes around these elements are included, and what a selected box contains.
 */
export function relatedItems(selected: PictureItem, items: readonly PictureItem[]): Related {
  const boxes = new Boxes(items);
  if (selected.kind === 'arrow') return boxes.withSurroundings([selected], [selected]);
  const own = new Set(boxes.withSurroundings([selected], []));
  const arrows = items.filter(
    (item) => item.kind === 'arrow' && [...own].some((each) => each.id === item.from || each.id === item.to),
  );
  return boxes.withSurroundings([selected, ...arrows], arrows);
}

class Boxes {
  private readonly byId: ReadonlyMap<string, PictureItem>;
  private readonly contents = new Map<string, PictureItem[]>();

  public constructor(items: readonly PictureItem[]) {
    this.byId = new Map(items.map((item) => [item.id, item]));
    for (const item of items) {
      if (item.box !== undefined) this.contents.set(item.box, [...(this.contents.get(item.box) ?? []), item]);
    }
  }

  /** Returns the elements and the ends of the arrows, with what they contain and what contains them. */
  public withSurroundings(elements: readonly PictureItem[], arrows: readonly PictureItem[]): Related {
    const ends = arrows
      .flatMap((arrow) => (arrow.kind === 'arrow' ? [arrow.from, arrow.to] : []))
      .flatMap((id) => this.byId.get(id) ?? []);
    const all = [...elements, ...ends];
    return new Set(all.flatMap((item) => [item, ...this.inside(item), ...this.around(item)]));
  }

  private inside(item: PictureItem): readonly PictureItem[] {
    return (this.contents.get(item.id) ?? []).flatMap((each) => [each, ...this.inside(each)]);
  }

  private around({ box }: PictureItem): readonly PictureItem[] {
    const outer = box === undefined ? undefined : this.byId.get(box);
    return outer === undefined ? [] : [outer, ...this.around(outer)];
  }
}
