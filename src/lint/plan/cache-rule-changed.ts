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
  doc: 'Pull-through cache rule is removed, or gets another upstream.',
  why:
    'Without its rule, only images that are cached already can be pulled below a prefix. With another upstream, the same ' +
    'image names are filled from another registry. ' +
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
  readonly change: string;
  readonly help: string;
}

function removedText({ prefix, upstream }: CacheRule, after: Values | undefined): ChangeText | undefined {
  // The new prefix is unknown.
  if (after !== undefined && !isKnown(after.rule)) return undefined;
  const from = isKnown(upstream) ? ` from ${upstream}` : '';
  const successor =
    after !== undefined && isKnown(after.rule)
      ? ` Its images are below '${after.rule.prefix}' from then on.`
      : '';
  return {
    change: `is removed: pulls of images below ${prefixText(prefix)} that are not cached fail, because ECR no longer fetches them${from}. Cached images stay.${successor}`,
    help: 'Change what pulls these images first, or keep the rule until nothing pulls them.',
  };
}

function upstreamChangedText(was: CacheRule, { rule: is }: Values): ChangeText | undefined {
  if (!isKnown(is)) return undefined;
  const [previousUpstream, upstream] = [upstreamRepository(was), upstreamRepository(is)];
  if (previousUpstream === undefined || upstream === undefined || previousUpstream === upstream) {
    return undefined;
  }
  return {
    change: `gets another upstream: images below ${prefixText(was.prefix)} come from ${upstream}, not from ${previousUpstream}, under the same names. Cached images stay until they are fetched again.`,
    help: 'Check that the new upstream has the same images, or use another prefix for it.',
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
  { change, help }: ChangeText,
): Problem {
  const prefix = isKnown(cache) ? cache.prefix : '';
  return {
    at: addressOf(resource),
    subject: { registry },
    message: `The pull-through cache rule '${prefix}' (${registryMark(registry)}) ${change}`,
    help,
  };
}
