import { wildcardMatch } from '../wildcard';
import type { LifecycleRule } from './rule';

/** Images that a policy expires or archives, and that the policy before it can have kept. */
export interface NewlyRemoved {
  /** The rule that removes them. */
  readonly rule: LifecycleRule;
  /** The rule that decided about them before; undefined if no rule did, so that they were kept. */
  readonly former: LifecycleRule | undefined;
  readonly isTagged: boolean;
}

/**
 * Compares two lifecycle policies as sets of images. The result is empty if and only if no set of images exists of which
 * `after` removes an image that `before` keeps, or expires one that `before` archives.
 *
 * ECR evaluates each rule on all images, and only the first rule whose storage class and tags match an image decides
 * about it, whether the rule selects the image or not.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export function newlyRemoved(
  before: readonly LifecycleRule[],
  after: readonly LifecycleRule[],
): readonly NewlyRemoved[] {
  const found = new Map<string, NewlyRemoved>();
  for (const storageClass of ['standard', 'archive'] as const) {
    const ofClass = (rules: readonly LifecycleRule[]) =>
      rules
        .filter((rule) => (rule.storageClass ?? 'standard') === storageClass)
        .sort((a, b) => a.priority - b.priority);
    const formers = ofClass(before);
    const rules = ofClass(after);
    for (const tags of representatives(formers, rules)) {
      const former = formers.find((rule) => matchesTags(rule, tags));
      const rule = rules.find((each) => matchesTags(each, tags));
      if (rule === undefined || !removesMore(rule, former)) continue;
      const isTagged = tags.length > 0;
      const key = JSON.stringify([rule, former, isTagged]);
      found.set(key, { rule, former, isTagged });
    }
  }
  return [...found.values()];
}

/** In no pattern of tags, because no tag has it: stands for whatever a `*` matches. */
const ANYTHING = '#';

/**
 * Tags of images such that any two rules, one of each policy, that together decide about some image do so for one of
 * these. An image that both match has a tag for each of their patterns. The tag that has `#` for each `*` matches another
 * pattern only if every tag of its own pattern does, so that as few other rules as possible match the image.
 */
function representatives(
  before: readonly LifecycleRule[],
  after: readonly LifecycleRule[],
): readonly (readonly string[])[] {
  const tagsOf = (rule: LifecycleRule | undefined): readonly string[] =>
    rule === undefined ? [] : patternsOf(rule).map((pattern) => pattern.replaceAll('*', ANYTHING));
  const pairs = [undefined, ...before].flatMap((former) =>
    after.map((rule) => [...tagsOf(former), ...tagsOf(rule)]),
  );
  return [[], ...pairs.map((tags) => (tags.length === 0 ? [ANYTHING] : tags))];
}

function patternsOf({ tagPrefixes, tagPatterns }: LifecycleRule): readonly string[] {
  return [...tagPatterns, ...tagPrefixes.map((prefix) => `${prefix}*`)];
}

/** An image has a tag for each pattern of the rule; one tag may match several. */
function matchesTags(rule: LifecycleRule, tags: readonly string[]): boolean {
  switch (rule.tagStatus) {
    case 'any':
      return true;
    case 'untagged':
      return tags.length === 0;
    case 'tagged':
      return (
        tags.length > 0 &&
        patternsOf(rule).every((pattern) => tags.some((tag) => wildcardMatch(pattern, tag)))
      );
  }
}

/** If a rule can remove an image of those that it and a former rule decide about, and the former one does not. */
function removesMore(rule: LifecycleRule, former: LifecycleRule | undefined): boolean {
  if (former === undefined) return true;
  if (former.action === 'transition' && rule.action === 'expire') return true;
  return !selectsNoMore(rule, former);
}

/** If every image that a rule selects is selected by a former one too. */
function selectsNoMore(rule: LifecycleRule, former: LifecycleRule): boolean {
  const { type, number } = rule.count;
  if (number < former.count.number) return false;
  // No image is pulled before it is pushed.
  if (type === 'sinceImagePulled' && former.count.type === 'sinceImagePushed') return true;
  if (type !== former.count.type) return false;
  // The newest are counted of all images that the rule matches, also of those that other rules decide about.
  return type !== 'imageCountMoreThan' || matchesNoMore(rule, former);
}

/** If every image whose tags a rule matches is matched by a former one too. */
function matchesNoMore(rule: LifecycleRule, former: LifecycleRule): boolean {
  if (former.tagStatus === 'any') return true;
  if (rule.tagStatus !== former.tagStatus) return false;
  return matchesTags(
    former,
    rule.tagStatus === 'untagged' ? [] : patternsOf(rule).map((pattern) => pattern.replaceAll('*', ANYTHING)),
  );
}
