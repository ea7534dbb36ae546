import { pairByName } from '../base/collections';
import type { PullThroughCacheRule } from '../model/pull-through-cache';
import type { PlannedRegistry } from '../model/topology';
import { isKnown, type Unknown } from '../model/unknown';
import type { OfRegistry, SettingChange } from './change-parts';
import { settingChangeText, unknownSettingsText } from './setting-text';

interface OfCacheRule extends OfRegistry {
  /** The prefix of the pull-through cache. */
  readonly cache: string;
}

export type CacheRuleChange =
  | (OfCacheRule & {
      readonly kind: 'cache-rule-added';
      /** The upstream registry as text. Undefined if unknown. */
      readonly upstream: string | undefined;
    })
  | (OfCacheRule & { readonly kind: 'cache-rule-removed' })
  | (OfCacheRule &
      SettingChange & {
        readonly kind: 'cache-rule-setting-changed';
        /** Set if ECR cannot remove the value. */
        readonly outcome?: 'refused';
      })
  | (OfCacheRule & { readonly kind: 'cache-rule-not-known'; readonly settings: readonly string[] });

type Rule = PullThroughCacheRule<Unknown>;
type Rules = PlannedRegistry['pullThroughCache'];

/** Returns the changes to the pull-through cache rules of a registry, sorted by prefix. */
export function diffCacheRules(registry: string, before: Rules, after: Rules): readonly CacheRuleChange[] {
  if (before === after || !isKnown(before) || !isKnown(after)) return [];
  return pairByName(before, after, ({ prefix }) => prefix).flatMap(
    ({ name: cache, previous, current }): readonly CacheRuleChange[] => {
      const location = { registry, cache };
      if (current === undefined) {
        return previous === undefined ? [] : [{ kind: 'cache-rule-removed', ...location }];
      }
      const unknownSettings = CACHE_RULE_SETTINGS.filter(
        (each) => !isKnown(current[each]) && isKnown(previous?.[each]),
      );
      return [
        ...(previous === undefined
          ? [
              {
                kind: 'cache-rule-added',
                ...location,
                upstream: isKnown(current.upstream) ? current.upstream : undefined,
              } as const,
            ]
          : []),
        ...cacheRuleChangesIn(location, previous, current),
        ...(unknownSettings.length === 0
          ? []
          : [{ kind: 'cache-rule-not-known', ...location, settings: unknownSettings } as const]),
      ];
    },
  );
}

const CACHE_RULE_SETTINGS = [
  'upstream',
  'upstreamPrefix',
  'credentialArn',
  'customRoleArn',
] as const satisfies readonly (keyof Rule)[];

function cacheRuleChangesIn(
  location: { readonly registry: string; readonly cache: string },
  previous: Rule | undefined,
  current: Rule,
): readonly CacheRuleChange[] {
  return CACHE_RULE_SETTINGS.flatMap((setting): readonly CacheRuleChange[] => {
    // The `cache-rule-added` change contains the upstream.
    if (previous === undefined && setting === 'upstream') return [];
    const [before, after] = [previous?.[setting], current[setting]];
    if (before === after || !isKnown(before) || !isKnown(after)) return [];
    return [
      {
        kind: 'cache-rule-setting-changed',
        ...location,
        setting,
        before: previous === undefined ? undefined : (before ?? 'none'),
        after: after ?? 'none',
        ...(isRefused(setting, previous, current) ? { outcome: 'refused' as const } : {}),
      },
    ];
  });
}

/**
 * An update sends a role or a secret and cannot remove the last one. If the upstream changes, Terraform
 * replaces the rule.
 * https://github.com/pulumi/pulumi-aws/issues/5714
 */
function isRefused(setting: keyof Rule, previous: Rule | undefined, current: Rule): boolean {
  if (setting !== 'credentialArn' && setting !== 'customRoleArn') return false;
  const isReplaced =
    previous?.upstream !== current.upstream || previous.upstreamPrefix !== current.upstreamPrefix;
  return !isReplaced && current.credentialArn === undefined && current.customRoleArn === undefined;
}

/** Returns the text after the name of the registry. */
export function describeCacheRule(change: CacheRuleChange, cache: string): string {
  switch (change.kind) {
    case 'cache-rule-added':
      return `${cache} added${change.upstream === undefined ? '' : ` for ${change.upstream}`}`;
    case 'cache-rule-removed':
      return `${cache} removed; cached images stay`;
    case 'cache-rule-setting-changed':
      return settingChangeText(change, cache);
    case 'cache-rule-not-known':
      return unknownSettingsText(change.settings, cache);
  }
}
