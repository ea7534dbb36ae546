import { count } from '../../base/text';
import { isComplete, type Verification } from '../../verify/verification';
import { hasDifferences, type ImageComparison } from '../../verify/images';

/** Returns what to do about the differences, as sentences. */
export function adviceFor({ differences, images }: Verification): readonly string[] {
  const kinds = new Set(differences.map(({ kind }) => kind));
  const comparisons = images?.comparisons ?? [];
  return [
    ...(kinds.has('missing') || kinds.has('different')
      ? ['Deploy the declaration to change AWS, or change the declaration to the values of AWS.']
      : []),
    ...(kinds.has('undeclared')
      ? [
          'Declare what is only in AWS, or delete it. If another configuration manages it, use --ignore-undeclared.',
        ]
      : []),
    ...(comparisons.some(needsBackfill)
      ? ["Replicate missing images with 'ecr-topology backfill' (docs/guides/backfill.md)."]
      : []),
    ...(comparisons.some(hasConflictingTags)
      ? [
          'ECR does not move a tag in a repository with immutable tags. Delete the tag there, or push another tag.',
        ]
      : []),
    ...(comparisons.some(hasKeptImages)
      ? [
          'ECR replicates neither deletions nor removed tags. To ignore what only a destination contains, use --ignore-kept.',
        ]
      : []),
  ];
}

function needsBackfill({ missing }: ImageComparison): boolean {
  return missing.count > 0;
}

function hasConflictingTags({ missing, different }: ImageComparison): boolean {
  return [...missing.images, ...different.images].some(({ conflictingTags }) => conflictingTags.length > 0);
}

function hasKeptImages({ different, kept }: ImageComparison): boolean {
  return kept.count > 0 || different.images.some(({ keptTags }) => keptTags.length > 0);
}

/** Returns the numbers of a verification, as sentences. */
export function summaryOf(verification: Verification): string {
  const { registries, differences, images } = verification;
  const where = count(registries.length, 'registry', 'registries');
  const routes = images?.comparisons ?? [];
  const differing = routes.filter(hasDifferences).length;
  const imageText =
    images === undefined
      ? ''
      : ` Images differ in ${differing} of ${count(routes.length, 'replica', 'replicas')}.`;
  if (differences.length === 0) {
    return isComplete(verification)
      ? `AWS contains what is declared, in ${where}.${imageText}`
      : `No difference in what could be read of ${where}.${imageText}`;
  }
  const numberOf = (kind: string) => differences.filter((each) => each.kind === kind).length;
  return (
    `${count(differences.length, 'difference', 'differences')} in ${where}: ` +
    `${numberOf('missing')} not in AWS, ${numberOf('undeclared')} not declared, ${numberOf('different')} different.${imageText}`
  );
}
