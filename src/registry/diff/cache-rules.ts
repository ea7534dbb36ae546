import { isKnown, type NotKnown } from '../not-known';
import type { PullThroughCacheRule } from '../pull-through-cache';
import type { PlannedRegistry } from '../topology';
import { paired } from './paired';
import type { CacheRuleChange } from './settings-change';

type Rule = PullThroughCacheRule<NotKnown>;
type Rules = PlannedRegistry['pullThroughCache'];

/** Returns the changes to the pull-through cache rules of a registry, sorted by prefix. */
export function diffCacheRules(registry: string, before: Rules, after: Rules): readonly CacheRuleChange[] {
  if (before === after || !isKnown(before) || !isKnown(after)) return [];
  return paired(before, after, ({ prefix }) => prefix).flatMap(
    ({ name: cache, was, is }): readonly CacheRuleChange[] => {
      const at = { registry, cache };
      if (is === undefined) return was === undefined ? [] : [{ kind: 'cache-rule-removed', ...at }];
      const open = SETTINGS.filter((each) => is[each] === 'notKnown' && was?.[each] !== 'notKnown');
      return [
        ...(was === undefined
          ? [
              {
                kind: 'cache-rule-added',
                ...at,
                upstream: isKnown(is.upstream) ? is.upstream : undefined,
              } as const,
            ]
          : []),
        ...changesIn(at, was, is),
        ...(open.length === 0 ? [] : [{ kind: 'cache-rule-not-known', ...at, settings: open } as const]),
      ];
    },
  );
}

const SETTINGS = [
  'upstream',
  'upstreamPrefix',
  'credentialArn',
  'customRoleArn',
] as const satisfies readonly (keyof Rule)[];

function changesIn(
  at: { readonly registry: string; readonly cache: string },
  was: Rule | undefined,
  is: Rule,
): readonly CacheRuleChange[] {
  return SETTINGS.flatMap((setting): readonly CacheRuleChange[] => {
    // The `cache-rule-added` change contains the upstream.
    if (was === undefined && setting === 'upstream') return [];
    const [before, after] = [was?.[setting], is[setting]];
    if (before === after || before === 'notKnown' || after === 'notKnown') return [];
    return [
      {
        kind: 'cache-rule-setting-changed',
        ...at,
        setting,
        before: was === undefined ? undefined : (before ?? 'none'),
        after: after ?? 'none',
        ...(isRefused(setting, was, is) ? { outcome: 'refused' as const } : {}),
      },
    ];
  });
}

/**
 * An update sends a role or a secret and cannot remove the last one. If the upstream changes, Terraform
 * replaces the rule.
 * https://github.com/pulumi/pulumi-aws/issues/5714
 */
function isRefused(setting: keyof Rule, was: Rule | undefined, is: Rule): boolean {
  if (setting !== 'credentialArn' && setting !== 'customRoleArn') return false;
  const isReplaced = was?.upstream !== is.upstream || was.upstreamPrefix !== is.upstreamPrefix;
  return !isReplaced && is.credentialArn === undefined && is.customRoleArn === undefined;
}
