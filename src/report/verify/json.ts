import { differenceText, type Difference } from '../../verify/difference';
import type { ImageComparison, ImageVerification, ReplicationState } from '../../verify/images';
import { isComplete, isDifferent, nameIn, type Verification } from '../../verify/verification';
import { unreadableJson } from '../live/unreadable-json';

/** Renders a verification as JSON. A value that does not exist is null. */
export function verificationJson(verification: Verification): string {
  const { registries, differences, images, unreadable } = verification;
  const nameOf = (registry: Parameters<typeof nameIn>[1]) => nameIn(verification, registry);
  const result = {
    version: 1,
    equal: isDifferent(verification) ? false : isComplete(verification) ? true : null,
    registries: registries.map(({ name, accountId, region }) => ({ name, accountId, region })),
    differences: differences.map(differenceJson),
    images: images === undefined ? null : imagesJson(images),
    unreadable: unreadableJson([...unreadable, ...(images?.unreadable ?? [])], nameOf),
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}

function differenceJson(difference: Difference): object {
  const { kind, category, registry, identity, repository, subject, declared, live } = difference;
  return {
    kind,
    about: category,
    registry: registry ?? null,
    identity: identity ?? null,
    repository: repository ?? null,
    subject,
    declared: declared ?? null,
    live: live ?? null,
    text: differenceText(difference),
  };
}

function imagesJson({ comparisons }: ImageVerification): readonly object[] {
  return comparisons.map(comparisonJson);
}

function comparisonJson(comparison: ImageComparison): object {
  const { from, to, repository, hasRepository, expected, missing, different, kept } = comparison;
  return {
    from,
    to,
    repository,
    hasRepository,
    expected,
    missing: {
      count: missing.count,
      images: missing.images.map(({ replication, ...image }) => ({
        ...image,
        pushedAt: image.pushedAt ?? null,
        mediaType: image.mediaType ?? null,
        replication: replication.kind,
        failureCode: failureCodeOf(replication),
      })),
    },
    different,
    kept,
  };
}

function failureCodeOf(replication: ReplicationState): string | null {
  return replication.kind === 'failed' ? (replication.failureCode ?? null) : null;
}
