import { wildcardMatch } from '../wildcard';
import type { LifecycleRule } from './policy';

/** Images that a policy expires or archives, and that the previous policy may have kept. */
export interface NewlyRemoved {
  /** The rule that removes them. */
  readonly rule: LifecycleRule;
  /** The rule that applied to them before. Undefined if no rule did, so that they were kept. */
  readonly previousRule: LifecycleRule | undefined;
  readonly isTagged: boolean;
}

/**
 * Compares two lifecycle policies as sets of images. The result is empty if and only if there is no set of
 * images from which `after` removes an image that `before` keeps, or expires one that `before` archives.
 *
 * ECR evaluates each rule on all images. Only the first rule whose storage class and tags match an image
 * applies to it, whether the rule selects the image or not.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export function findNewlyRemoved(
  before: readonly LifecycleRule[],
  after: readonly LifecycleRule[],
): readonly NewlyRemoved[] {
  const found = new Map<string, NewlyRemoved>();
  for (const storageClass of ['standard', 'archive'] as const) {
    const ofClass = (rules: readonly LifecycleRule[]) =>
      rules
        .filter((rule) => (rule.storageClass ?? 'standard') === storageClass)
        .sort((a, b) => a.priority - b.priority);
    const previousRules = ofClass(before);
    const rules = ofClass(after);
    for (const tags of representativeTags(previousRules, rules)) {
      const previousRule = previousRules.find((rule) => matchesTags(rule, tags));
      const rule = rules.find((each) => matchesTags(each, tags));
      if (rule === undefined || !removesMore(rule, previousRule)) continue;
      const isTagged = tags.length > 0;
      const key = JSON.stringify([rule, previousRule, isTagged]);
      found.set(key, { rule, previousRule, isTagged });
    }
  }
  return [...found.values()];
}

/** Replaces each `*` of a pattern. No tag contains it, so it does not match a literal part of another pattern. */
const WILDCARD_TEXT = '#';

/**
 * Returns sets of tags. If two rules, one of each policy, apply to the same image, they do so for one of these
 * sets. An image that both rules match has a tag for each of their patterns. A tag with `#` for each `*`
 * matches another pattern only if every tag of its own pattern does, so as few other rules as possible match
 * the image.
 */
function representativeTags(
  before: readonly LifecycleRule[],
  after: readonly LifecycleRule[],
): readonly (readonly string[])[] {
  const tagsOf = (rule: LifecycleRule | undefined): readonly string[] =>
    rule === undefined ? [] : patternsOf(rule).map((pattern) => pattern.replaceAll('*', WILDCARD_TEXT));
  const pairs = [undefined, ...before].flatMap((previousRule) =>
    after.map((rule) => [...tagsOf(previousRule), ...tagsOf(rule)]),
  );
  return [[], ...pairs.map((tags) => (tags.length === 0 ? [WILDCARD_TEXT] : tags))];
}

function patternsOf({ tagPrefixes, tagPatterns }: LifecycleRule): readonly string[] {
  return [...tagPatterns, ...tagPrefixes.map((prefix) => `${prefix}*`)];
}

/** A rule matches an image that has a tag for each of its patterns. One tag may match several patterns. */
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

/** Returns whether a rule can remove an image to which both rules apply and which the previous rule keeps. */
function removesMore(rule: LifecycleRule, previousRule: LifecycleRule | undefined): boolean {
  if (previousRule === undefined) return true;
  if (previousRule.action === 'transition' && rule.action === 'expire') return true;
  return !selectsNoMore(rule, previousRule);
}

/** Returns whether the previous rule selects every image that a rule selects. */
function selectsNoMore(rule: LifecycleRule, previousRule: LifecycleRule): boolean {
  const { type, number } = rule.count;
  if (number < previousRule.count.number) return false;
  // An image is pulled only after it is pushed.
  if (type === 'sinceImagePulled' && previousRule.count.type === 'sinceImagePushed') return true;
  if (type !== previousRule.count.type) return false;
  // ECR counts the newest of all images that the rule matches, also of those that other rules apply to.
  return type !== 'imageCountMoreThan' || matchesNoMore(rule, previousRule);
}

/** Returns whether the previous rule matches the tags of every image that a rule matches. */
function matchesNoMore(rule: LifecycleRule, previousRule: LifecycleRule): boolean {
  if (previousRule.tagStatus === 'any') return true;
  if (rule.tagStatus !== previousRule.tagStatus) return false;
  return matchesTags(
    previousRule,
    rule.tagStatus === 'untagged'
      ? []
      : patternsOf(rule).map((pattern) => pattern.replaceAll('*', WILDCARD_TEXT)),
  );
}
