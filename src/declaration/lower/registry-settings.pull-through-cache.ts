import { registryKey, type RegistryId } from '../../aws/arn';
import { parseIdentityArn } from '../../aws/arn.identity';
import { ROOT } from '../../aws/namespaces';
import { upstreamHost, type Upstream } from '../../aws/upstream';
import { sortedBy } from '../../base/collections';
import type { PullThroughCacheRule } from '../../model/pull-through-cache';
import type { CacheGrant } from '../../model/pull-through-cache.cache-grants';
import type { BoundCacheRule, BoundDeclaration, BoundRegistry } from '../bind/bound-declaration';
import { registryIdOf } from '../bind/registry-contents';
import { upstreamOf } from '../bind/registry-settings.pull-through-cache';

export function lowerPullThroughCache(
  registry: BoundRegistry,
  bound: BoundDeclaration,
): readonly PullThroughCacheRule[] {
  const rules = registry.pullThroughCache.flatMap((rule) => lowerCacheRule(rule, bound));
  return sortedBy(rules, ({ prefix }) => prefix);
}

function lowerCacheRule(rule: BoundCacheRule, bound: BoundDeclaration): readonly PullThroughCacheRule[] {
  const { prefix } = rule;
  const upstream = upstreamOf(rule, bound);
  if (prefix === undefined || upstream === undefined) return [];
  return [
    {
      prefix,
      upstream: upstreamHost(upstream),
      upstreamPrefix: upstreamPrefixOf(prefix, rule, upstream),
      credentialArn: rule.credentialArn?.text,
      customRoleArn: rule.customRoleArn?.text,
    },
  ];
}

/**
 * Returns the upstream prefix of a rule. For an ECR upstream the default is set too, because ECR stores it and the AWS
 * provider would otherwise replace the rule. A rule for `ROOT` must not have one, and other upstreams have no default.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private-wildcards.html
 */
function upstreamPrefixOf(prefix: string, rule: BoundCacheRule, { kind }: Upstream): string | undefined {
  const namespace = upstreamNamespace(rule);
  return prefix === ROOT || (kind === 'public' && namespace === ROOT) ? undefined : namespace;
}

/** Returns what the cache rules of other accounts may pull from a registry, for its registry policy. */
export function cacheGrantsOf(upstream: RegistryId, bound: BoundDeclaration): readonly CacheGrant[] {
  return bound.registries.flatMap((registry) =>
    registryIdOf(registry)?.accountId === upstream.accountId
      ? []
      : registry.pullThroughCache.flatMap((rule) => {
          const from = upstreamOf(rule, bound);
          const role = parseIdentityArn(rule.customRoleArn?.text ?? '');
          if (from?.kind !== 'ecr' || registryKey(from.id) !== registryKey(upstream) || role === undefined) {
            return [];
          }
          return { role, namespace: upstreamNamespace(rule) };
        }),
  );
}

function upstreamNamespace({ upstreamPrefix }: BoundCacheRule): string {
  return upstreamPrefix?.text ?? ROOT;
}
