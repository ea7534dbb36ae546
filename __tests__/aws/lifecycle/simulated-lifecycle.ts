import type { LifecycleRule } from '../../../src/aws/lifecycle/policy';

export interface Image {
  readonly tags: readonly string[];
  readonly isArchived: boolean;
  /** In days before now. */
  readonly pushed: number;
  readonly pulled: number;
  readonly archived: number;
}

export type Outcome = 'archived' | 'expired' | 'kept';

/**
 * Simulates ECR's lifecycle policy evaluation as its user guide describes it: every rule selects among all
 * images, then the rules are applied by priority, and later rules do not affect an image whose tags an earlier
 * rule matches.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export function simulate(
  rules: readonly LifecycleRule[],
  images: readonly Image[],
): ReadonlyMap<Image, Outcome> {
  const outcome = new Map<Image, Outcome>();
  for (const rule of [...rules].sort((a, b) => a.priority - b.priority)) {
    const matching = images.filter((image) => isMatched(rule, image));
    const selected = new Set(selectedBy(rule, matching));
    for (const image of matching) {
      if (outcome.has(image)) continue;
      outcome.set(image, !selected.has(image) ? 'kept' : rule.action === 'expire' ? 'expired' : 'archived');
    }
  }
  for (const image of images) if (!outcome.has(image)) outcome.set(image, 'kept');
  return outcome;
}

function isMatched(
  { tagStatus, tagPatterns, tagPrefixes, storageClass }: LifecycleRule,
  image: Image,
): boolean {
  if ((storageClass === 'archive') !== image.isArchived) return false;
  if (tagStatus === 'any') return true;
  if (tagStatus === 'untagged') return image.tags.length === 0;
  const patterns = tagPatterns.map((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`));
  return (
    image.tags.length > 0 &&
    tagPrefixes.every((prefix) => image.tags.some((tag) => tag.startsWith(prefix))) &&
    patterns.every((pattern) => image.tags.some((tag) => pattern.test(tag)))
  );
}

function selectedBy({ count: { type, number } }: LifecycleRule, images: readonly Image[]): readonly Image[] {
  switch (type) {
    case 'imageCountMoreThan':
      return [...images].sort((a, b) => a.pushed - b.pushed).slice(number);
    case 'sinceImagePushed':
      return images.filter(({ pushed }) => pushed > number);
    case 'sinceImagePulled':
      return images.filter(({ pulled }) => pulled > number);
    case 'sinceImageTransitioned':
      return images.filter(({ archived }) => archived > number);
  }
}
