import type { AccountBox, Arrow, Node } from './diagram';
import type { Curve, Rectangle } from './geometry';
import type { LabelText } from './text-blocks';

/** Where everything is drawn. The model of the drawing. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly nodes: readonly PlacedNode[];
  readonly arrows: readonly PlacedArrow[];
}

export interface PlacedBox {
  readonly box: AccountBox;
  readonly rectangle: Rectangle;
  /** The box around the registries, if the account has callers too. */
  readonly inner: Rectangle | undefined;
  readonly title: Rectangle;
}

export interface PlacedNode {
  readonly node: Node;
  readonly rectangle: Rectangle;
}

export interface PlacedArrow {
  readonly arrow: Arrow;
  /** From the start of the arrow to its end. */
  readonly curve: Curve;
  readonly label: LabelText & { readonly rectangle: Rectangle };
  /** The box that the arrow leads to, if it does not lead to a node. */
  readonly box: Rectangle | undefined;
}
