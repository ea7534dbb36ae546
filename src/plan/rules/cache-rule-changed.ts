import {
  isKnown,
  namesStart,
  registryKey,
  ROOT,
  type NotKnown,
  type PullThroughCacheRule,
} from '../../registry';
import { addressOf } from '../managing';
import type { PlannedOf } from '../resources/planned';
import { rule, type Problem } from '../rule';
import { registryText } from '../words/place-text';

export const cacheRuleChanged = rule({
  id: 'cache-rule-changed',
  severity: 'warning',
  doc: 'Pull-through cache rule is removed, or gets another upstream.',
  why:
    'Without its rule, only images that are cached already can be pulled below a prefix. With another upstream, the same ' +
    'image names are filled from another registry. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html',
  options: {},
  check: ({ resources }) => {
    const rules = resources.filter((resource) => resource.kind === 'cache-rule');
    const kept = new Map(
      rules.flatMap(({ after }) => (after === undefined ? [] : [[keyOf(after), after] as const])),
    );
    return rules.flatMap((resource) => {
      const { before, after } = resource;
      if (before === undefined || !isKnown(before.rule)) return [];
      // Another resource can manage the same prefix after the apply.
      const now = kept.get(keyOf(before));
      const text = now === undefined ? removedText(before.rule, after) : repointedText(before.rule, now);
      return text === undefined ? [] : problemOf(resource, before, text);
    });
  },
});

type Values = NonNullable<PlannedOf<'cache-rule'>['after']>;
type CacheRule = PullThroughCacheRule<NotKnown>;

function keyOf({ registry, rule: cache }: Values): string | undefined {
  return isKnown(cache) ? `${registryKey(registry)}/${cache.prefix}` : undefined;
}

interface Words {
  readonly says: string;
  readonly help: string;
}

function removedText({ prefix, upstream }: CacheRule, after: Values | undefined): Words | undefined {
  // The new prefix is unknown.
  if (after !== undefined && !isKnown(after.rule)) return undefined;
  const from = isKnown(upstream) ? ` from ${upstream}` : '';
  const successor =
    after !== undefined && isKnown(after.rule)
      ? ` Its images are below '${after.rule.prefix}' from then on.`
      : '';
  return {
    says: `is removed: pulls of images below ${placeText(prefix)} that are not cached fail, because ECR no longer fetches them${from}. Cached images stay.${successor}`,
    help: 'Change what pulls these images first, or keep the rule until nothing pulls them.',
  };
}

function repointedText(was: CacheRule, { rule: is }: Values): Words | undefined {
  if (!isKnown(is)) return undefined;
  const [former, upstream] = [sourceOf(was), sourceOf(is)];
  if (former === undefined || upstream === undefined || former === upstream) return undefined;
  return {
    says: `gets another upstream: images below ${placeText(was.prefix)} come from ${upstream}, not from ${former}, under the same names. Cached images stay until they are fetched again.`,
    help: 'Check that the new upstream has the same images, or use another prefix for it.',
  };
}

/** Returns the upstream with its repository prefix, or undefined if either is unknown. */
function sourceOf({ upstream, upstreamPrefix = ROOT }: CacheRule): string | undefined {
  if (!isKnown(upstream) || !isKnown(upstreamPrefix)) return undefined;
  return upstreamPrefix === ROOT ? upstream : `${upstream}/${upstreamPrefix}`;
}

function placeText(prefix: string): string {
  return prefix === ROOT ? 'every other prefix' : `'${namesStart(prefix)}'`;
}

function problemOf(
  resource: PlannedOf<'cache-rule'>,
  { registry, rule: cache }: Values,
  { says, help }: Words,
): Problem {
  const prefix = isKnown(cache) ? cache.prefix : '';
  return {
    at: addressOf(resource),
    subject: { registry },
    message: `The pull-through cache rule '${prefix}' (${registryText(registry)}) ${says}`,
    help,
  };
}
