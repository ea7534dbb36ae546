import { isKnown, type UnknownValue } from '../model/unknown';
import type { PullThroughCacheRule } from '../model/pull-through-cache';
import type { PlannedRegistry } from '../model/topology';
import { pairByName } from '../base/collections.paired';
import type { CacheRuleChange } from './change.settings-change';

type Rule = PullThroughCacheRule<UnknownValue>;
type Rules = PlannedRegistry['pullThroughCache'];

/** Returns the changes to the pull-through cache rules of a registry, sorted by prefix. */
export function diffCacheRules(registry: string, before: Rules, after: Rules): readonly CacheRuleChange[] {
  if (before === after || !isKnown(before) || !isKnown(after)) return [];
  return pairByName(before, after, ({ prefix }) => prefix).flatMap(
    ({ name: cache, previous, current }): readonly CacheRuleChange[] => {
      const location = { registry, cache };
      if (current === undefined)
        return previous === undefined ? [] : [{ kind: 'cache-rule-removed', ...location }];
      const unknownSettings = SETTINGS.filter(
        (each) => current[each] === 'notKnown' && previous?.[each] !== 'notKnown',
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
        ...changesIn(location, previous, current),
        ...(unknownSettings.length === 0
          ? []
          : [{ kind: 'cache-rule-not-known', ...location, settings: unknownSettings } as const]),
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
  location: { readonly registry: string; readonly cache: string },
  previous: Rule | undefined,
  current: Rule,
): readonly CacheRuleChange[] {
  return SETTINGS.flatMap((setting): readonly CacheRuleChange[] => {
    // The `cache-rule-added` change contains the upstream.
    if (previous === undefined && setting === 'upstream') return [];
    const [before, after] = [previous?.[setting], current[setting]];
    if (before === after || before === 'notKnown' || after === 'notKnown') return [];
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
