import { namespacePrefix, ROOT } from '../../aws/namespaces';
import type { PullThroughCacheRule } from '../../model/pull-through-cache';
import { isKnown, type Unknown } from '../../model/unknown';
import type { PlannedOf } from '../../plan/model/planned-resource';
import { registryMark } from '../finding-text';
import { addressOf } from '../predicates/plan-resources';
import { defineRule, type Problem } from '../rule';

export const cacheRuleChanged = defineRule({
  id: 'cache-rule-changed',
  severity: 'warning',
  doc: 'Pull-through cache rule is removed, or its upstream changes.',
  why:
    'Without a rule for a prefix, only images that are already cached can be pulled under it. With another upstream, the ' +
    'same image names come from another registry. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html',
  options: {},
  check: ({ resources, resourceOf }) =>
    resources.flatMap((resource) => {
      if (resource.kind !== 'cache-rule') return [];
      const { before, after } = resource;
      if (before === undefined || !isKnown(before.rule)) return [];
      // Another resource can manage the same prefix after the apply.
      const current = resourceOf('after', 'cache-rule', before.registry, before.rule.prefix)?.after;
      const text =
        current === undefined ? removedText(before.rule, after) : upstreamChangedText(before.rule, current);
      return text === undefined ? [] : problemOf(resource, before, text);
    }),
});

type Values = NonNullable<PlannedOf<'cache-rule'>['after']>;
type CacheRule = PullThroughCacheRule<Unknown>;

interface ChangeText {
  /** What the plan does to the rule: the start of the message. */
  readonly verb: 'Changes the upstream of' | 'Removes';
  /** The consequence, in complete sentences. */
  readonly consequence: string;
  readonly help: string;
}

function removedText({ prefix, upstream }: CacheRule, after: Values | undefined): ChangeText | undefined {
  // The new prefix is unknown.
  if (after !== undefined && !isKnown(after.rule)) return undefined;
  const from = isKnown(upstream) ? ` from ${upstream}` : '';
  const successor =
    after !== undefined && isKnown(after.rule)
      ? ` The new rule caches images under '${after.rule.prefix}'.`
      : '';
  return {
    verb: 'Removes',
    consequence: `Pulls of images under ${prefixText(prefix)} that are not cached fail, because ECR no longer fetches them${from}. Cached images stay.${successor}`,
    help: 'Keep the rule until nothing pulls these images, or change the image names in the clients first.',
  };
}

function upstreamChangedText(was: CacheRule, { rule: is }: Values): ChangeText | undefined {
  if (!isKnown(is)) return undefined;
  const [previousUpstream, upstream] = [upstreamRepository(was), upstreamRepository(is)];
  if (previousUpstream === undefined || upstream === undefined || previousUpstream === upstream) {
    return undefined;
  }
  return {
    verb: 'Changes the upstream of',
    consequence: `Images under ${prefixText(was.prefix)} come from ${upstream} instead of ${previousUpstream}, with the same names. Cached images stay until ECR fetches them again.`,
    help: 'Check that the new upstream has the same images, or use another prefix for the new upstream.',
  };
}

/** Returns the upstream with its repository prefix, or undefined if either is unknown. */
function upstreamRepository({ upstream, upstreamPrefix = ROOT }: CacheRule): string | undefined {
  if (!isKnown(upstream) || !isKnown(upstreamPrefix)) return undefined;
  return upstreamPrefix === ROOT ? upstream : `${upstream}/${upstreamPrefix}`;
}

function prefixText(prefix: string): string {
  return prefix === ROOT ? 'every other prefix' : `'${namespacePrefix(prefix)}'`;
}

function problemOf(
  resource: PlannedOf<'cache-rule'>,
  { registry, rule: cache }: Values,
  { verb, consequence, help }: ChangeText,
): Problem {
  const prefix = isKnown(cache) ? cache.prefix : '';
  return {
    at: addressOf(resource),
    subject: { registry },
    message: `${verb} the pull-through cache rule '${prefix}' (${registryMark(registry)}). ${consequence}`,
    help,
  };
}
