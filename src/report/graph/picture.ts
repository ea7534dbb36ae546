import type { Detail, Diagram } from './diagram';
import type { Matrix } from './matrix';

/** What is drawn of a topology: boxes and arrows, or tables if the arrows are too many. */
export type Picture =
  | { readonly kind: 'diagram'; readonly diagram: Diagram; readonly detail: Detail }
  | { readonly kind: 'matrix'; readonly matrices: readonly Matrix[]; readonly notes: readonly string[] };

export const SUBJECTS = ['replication', 'access'] as const;

/** `replication` includes pull-through caches. */
export type Subject = (typeof SUBJECTS)[number];

export interface PictureOptions {
  /** Only replication and pull-through caches, or only pulls and pushes. Default: both. */
  readonly only?: Subject;
  /** The names of registries: only what affects them is drawn. Default: all registries. */
  readonly registries?: readonly string[];
  /** Default: the most detailed level that is readable. */
  readonly detail?: Detail;
}
