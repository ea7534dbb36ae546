import type { ArrowKind } from '../graph/diagram';

/** The picture of the topology: a drawing, or the reason why there is none. */
export type PictureSection =
  | {
      readonly kind: 'drawing';
      /** Embedded SVG (`svgMarkup` of the graph). */
      readonly svg: string;
      readonly items: readonly PictureItem[];
      readonly notes: readonly string[];
    }
  | {
      /** Too many arrows: the tables of access and replication show more. */
      readonly kind: 'none';
      readonly notes: readonly string[];
    };

/** A box, a node or an arrow of the drawing. */
export type PictureItem = PictureNode | PictureArrow;

interface Item {
  /** Of the element: `data-id` of a node, and `data-from`, `data-to` and the kind of an arrow (`arrowItemId`). */
  readonly id: string;
  /** The box that contains it. */
  readonly box: string | undefined;
  /** Where the page shows more. */
  readonly links: readonly PictureLink[];
}

interface PictureNode extends Item {
  /** `inner-box`: the registries in the box of an account. */
  readonly kind: 'box' | 'inner-box' | 'registry' | 'principal' | 'account' | 'upstream';
}

interface PictureArrow extends Item {
  readonly kind: 'arrow';
  readonly from: string;
  readonly to: string;
  readonly layer: ArrowKind;
}

export interface PictureLink {
  readonly text: string;
  /** A hash such as `#/access?registry=hub`. */
  readonly href: string;
}

export function arrowItemId(from: string, to: string, layer: ArrowKind): string {
  return `${from}.${to}.${layer}`;
}
