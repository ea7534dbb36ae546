import { sortedUnique } from '../../base/collections';
import { count, formatList, joinWithAnd } from '../../base/text';
import {
  hasDifferences,
  type DifferentImage,
  type ImageComparison,
  type ImageVerification,
  type KeptImage,
  type MissingImage,
  type ReplicationState,
  type ConflictingTag,
} from '../../verify/images';
import { failureCauseOf } from '../backfill/failure-codes';

/** The differences of one repository and one destination, as text. Names are not escaped. */
export interface RouteLines {
  readonly comparison: ImageComparison;
  /** `develop to management, repository app: 2 of 10 images are missing`. */
  readonly title: string;
  /** One for each listed image. */
  readonly images: readonly string[];
  /** How many images are not listed. */
  readonly more: number;
  /** What the failure codes mean. */
  readonly causes: readonly string[];
}

/** @param maxImages the most images of each route */
export function routeLines({ comparisons }: ImageVerification, maxImages: number): readonly RouteLines[] {
  return comparisons.filter(hasDifferences).map((comparison) => linesOf(comparison, maxImages));
}

function linesOf(comparison: ImageComparison, maxImages: number): RouteLines {
  const { to, missing, different, kept } = comparison;
  const images = [
    ...[...missing.images].sort(compareFailed).map((image) => missingText(image, to)),
    ...different.images.map((image) => differentText(image, to)),
    ...kept.images.map((image) => keptText(image, to)),
  ].slice(0, maxImages);
  const all = missing.count + different.count + kept.count;
  return {
    comparison,
    title: titleOf(comparison),
    images,
    more: all - images.length,
    causes: causesOf(comparison),
  };
}

/** Failed replications first, because not all images are shown. Sorting is stable. */
function compareFailed(one: MissingImage, other: MissingImage): number {
  return Number(isFailed(other)) - Number(isFailed(one));
}

function isFailed({ replication }: MissingImage): boolean {
  return replication.kind === 'failed';
}

function titleOf({
  from,
  to,
  repository,
  hasRepository,
  expected,
  missing,
  different,
  kept,
}: ImageComparison): string {
  const facts = [
    ...(hasRepository ? [] : [`the repository does not exist in ${to}`]),
    ...(missing.count === 0
      ? []
      : [`${missing.count} of ${count(expected, 'image', 'images')} ${isOrAre(missing.count)} missing`]),
    ...(different.count === 0 ? [] : [`${different.count} ${isOrAre(different.count)} different`]),
    ...(kept.count === 0 ? [] : [`${kept.count} ${isOrAre(kept.count)} only in ${to}`]),
  ];
  return `${from} to ${to}, repository ${repository}: ${joinWithAnd(facts)}`;
}

function isOrAre(number: number): string {
  return number === 1 ? 'is' : 'are';
}

/** How many tags of an image a line names. */
const MAX_TAGS = 4;

function imageText({ tags, digest }: Pick<KeptImage, 'digest' | 'tags'>): string {
  return tags.length === 0 ? `untagged ${digest}` : `${formatList(tags, MAX_TAGS)} (${digest})`;
}

function missingText(image: MissingImage, to: string): string {
  const conflicts = conflictTexts(image.conflictingTags, to);
  return [`${imageText(image)} is missing${stateText(image.replication, to)}`, ...conflicts].join('; ');
}

function stateText(state: ReplicationState, to: string): string {
  switch (state.kind) {
    case 'failed':
      return `: the replication failed${state.failureCode === undefined ? '' : ` with ${state.failureCode}`}`;
    case 'in-progress':
      return ': the replication is in progress';
    case 'complete':
      return `: it was replicated, and then deleted in ${to}`;
    case 'not-replicated':
      return ': it was not replicated';
    case 'unknown':
      return '';
  }
}

function conflictTexts(conflicts: readonly ConflictingTag[], to: string): readonly string[] {
  return conflicts.map(({ tag, digest }) => `in ${to}, tag ${tag} is ${digest}`);
}

function differentText(
  { missingTags, conflictingTags, keptTags, isArchived, ...image }: DifferentImage,
  to: string,
): string {
  const facts = [
    ...missingTags.map((tag) => `tag ${tag} is missing in ${to}`),
    ...conflictTexts(conflictingTags, to),
    ...keptTags.map((tag) => `tag ${tag} is only in ${to}`),
    ...(isArchived ? [`it is archived in ${to}`] : []),
  ];
  return `${imageText(image)}: ${facts.join('; ')}`;
}

function keptText(image: KeptImage, to: string): string {
  return `${imageText(image)} is only in ${to}`;
}

function causesOf({ missing }: ImageComparison): readonly string[] {
  const codes = missing.images.flatMap(({ replication }) =>
    replication.kind === 'failed' ? (replication.failureCode ?? []) : [],
  );
  return sortedUnique(codes).map((code) => `${code}: ${failureCauseOf(code)}`);
}
