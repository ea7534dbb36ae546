/** The picture of the topology: a drawing, or the reason why there is none. */
export type PictureSection =
  | {
      readonly kind: 'drawing';
      /** Embedded SVG (`svgMarkup` of the graph). */
      readonly svg: string;
      readonly notes: readonly string[];
    }
  | {
      /** Too many arrows: the tables of access and replication show more. */
      readonly kind: 'none';
      readonly notes: readonly string[];
    };
