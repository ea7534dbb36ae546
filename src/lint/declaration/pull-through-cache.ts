import { registryKey } from '../../aws/arn';
import { LIMITS } from '../../aws/limits';
import { commonPrefix, namespacePrefix, nearestNamespace, ROOT } from '../../aws/namespaces';
import { findDuplicates, groupBy } from '../../base/collections';
import { formatList, quoteAll } from '../../base/text';
import type { BoundDeclaration, BoundRegistry } from '../../declaration/bind/bound-declaration';
import { registryIdOf, repositoriesIn } from '../../declaration/bind/registry-contents';
import { declaredNamespace, upstreamOf } from '../../declaration/bind/registry-settings';
import { isPresent } from '../../declaration/schema/located';
import type { DeclaredCacheRule } from '../../declaration/schema/registries';
import { defineDeclarationRules, type ReporterOf } from '../rule';
import { CACHE_UPSTREAM_RULES, checkCacheCredentials, checkUpstream } from './cache-upstreams';

export const pullThroughCache = defineDeclarationRules({
  rules: {
    ...CACHE_UPSTREAM_RULES,
    'cache/duplicate-prefix': {
      severity: 'error',
      doc: 'A registry has two pull-through cache rules for the same namespace.',
      why:
        'ECR rejects the second rule. Give each upstream its own namespace: `quay` and `quay/` are the ' +
        'same namespace.',
    },
    'cache/too-many-rules': {
      severity: 'error',
      doc: 'A registry has more pull-through cache rules than ECR allows.',
      why:
        'ECR allows 50, and AWS does not raise the limit. Use one rule for all namespaces of an upstream, ' +
        'or cache the others in another Region or account. ' +
        'https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html',
    },
    'cache/upstream-prefix': {
      severity: 'error',
      doc: 'A pull-through cache with the prefix `ROOT` sets `upstreamPrefix`.',
      why:
        'With `ROOT`, the cache keeps the names of the upstream, and ECR does not accept ' +
        '`upstreamPrefix`. Remove it, or give the rule a `prefix`.',
    },
    'cache/upstream-prefix-not-ecr': {
      severity: 'warning',
      doc: 'A pull-through cache sets `upstreamPrefix` for an upstream other than ECR.',
      why:
        'AWS documents `upstreamPrefix` only for ECR upstreams, so ECR may reject the rule. Remove it, ' +
        'and pull with the full name: `<prefix>/<name upstream>`.',
    },
    'cache/circle': {
      severity: 'warning',
      doc: 'Two registries cache the same images from each other, in a cycle.',
      why:
        'The images have no origin, because each registry pulls them from the other. Make one registry ' +
        'the upstream of the other, or cache different namespaces with `upstreamPrefix`.',
    },
    'cache/declared-repository': {
      severity: 'warning',
      doc: 'A declared repository is in the namespace of a pull-through cache.',
      why:
        'AWS does not support pushing to a repository of a pull-through cache, and a pull may return an ' +
        'older image. Declare the repository outside the namespace of the cache. ' +
        'https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html',
    },
  },
  bound({ bound }, reporter) {
    checkPullThroughCaches(bound, reporter);
  },
});

type Reporter = ReporterOf<typeof pullThroughCache>;

/** Checks the pull-through cache rules of all registries. */
function checkPullThroughCaches(bound: BoundDeclaration, reporter: Reporter): void {
  for (const registry of bound.registries) {
    checkDuplicatePrefixes(registry, reporter);
    checkRuleCount(registry, reporter);
    for (const rule of registry.pullThroughCache) {
      const upstream = upstreamOf(rule, bound);
      checkUpstream(rule, upstream, registry, bound, reporter);
      checkUpstreamPrefix(rule, upstream?.kind === 'public', reporter);
      if (upstream !== undefined) checkCacheCredentials(rule, upstream, registry, reporter);
    }
    checkDeclaredRepositories(registry, bound, reporter);
  }
  checkCycles(bound, reporter);
}

/** A cache rule and the registry that has it. */
interface RegistryCacheRule {
  readonly registry: BoundRegistry;
  readonly rule: DeclaredCacheRule;
}

/** Warns if two registries cache the same images from each other: an image would have no defined origin. */
function checkCycles(bound: BoundDeclaration, reporter: Reporter): void {
  const reported = new Set<DeclaredCacheRule>();
  for (const registry of bound.registries) {
    for (const rule of registry.pullThroughCache) {
      const reverse = findReverseRule({ registry, rule }, bound);
      const { upstream } = rule.value;
      if (reverse === undefined || !isPresent(upstream) || reported.has(reverse.rule)) continue;
      reported.add(rule);
      reporter.atValue(
        upstream.path,
        'cache/circle',
        `Cycle: this rule pulls from '${reverse.registry.name}', which pulls repositories in namespace ` +
          `'${String(declaredNamespace(reverse.rule.value.prefix))}' from '${registry.name}'.`,
        'Make one registry the upstream of the other, or cache different namespaces with upstreamPrefix.',
      );
    }
  }
}

/** Returns a cache rule of the upstream registry that pulls the same images back from this registry, or undefined. */
function findReverseRule(
  { registry, rule }: RegistryCacheRule,
  bound: BoundDeclaration,
): RegistryCacheRule | undefined {
  const upstreamRegistry = findUpstreamRegistry(rule, bound);
  if (upstreamRegistry === undefined) return undefined;
  const rules = withNamespaces(upstreamRegistry);
  const requestedStart = namespacePrefix(declaredNamespace(rule.value.upstreamPrefix) ?? ROOT);
  const match = rules.find((each) => {
    const start =
      commonPrefix(each.prefix, requestedStart) === undefined
        ? undefined
        : longer(namespacePrefix(each.prefix), requestedStart);
    return (
      start !== undefined &&
      findUpstreamRegistry(each.rule, bound) === registry &&
      nearestNamespace(rules, `${start}…`) === each
    );
  });
  return match === undefined ? undefined : { registry: upstreamRegistry, rule: match.rule };
}

/** Returns the cache rules of a registry whose prefix is known, with their namespaces. */
function withNamespaces({ pullThroughCache }: BoundRegistry) {
  return pullThroughCache.flatMap((rule) => {
    const prefix = declaredNamespace(rule.value.prefix);
    return prefix === undefined ? [] : { prefix, rule, path: rule.path };
  });
}

/** Returns the declared registry that is the upstream of the rule, or undefined. */
function findUpstreamRegistry(rule: DeclaredCacheRule, bound: BoundDeclaration): BoundRegistry | undefined {
  const upstream = upstreamOf(rule, bound);
  if (upstream?.kind !== 'ecr') return undefined;
  return bound.registries.find((each) => {
    const id = registryIdOf(each);
    return id !== undefined && registryKey(id) === registryKey(upstream.id);
  });
}

function longer(one: string, other: string): string {
  return one.length > other.length ? one : other;
}

function checkDuplicatePrefixes({ name, pullThroughCache }: BoundRegistry, reporter: Reporter): void {
  const namespace = ({ value }: DeclaredCacheRule) => declaredNamespace(value.prefix);
  for (const rule of findDuplicates(pullThroughCache, namespace)) {
    reporter.atValue(
      [...rule.path, 'prefix'],
      'cache/duplicate-prefix',
      `'${name}' already has a pull-through cache rule for '${String(namespace(rule))}'. ECR rejects a second one (PullThroughCacheRuleAlreadyExistsException).`,
      "Give each upstream its own namespace, such as 'cache/quay'.",
    );
  }
}

function checkRuleCount({ name, pullThroughCache }: BoundRegistry, reporter: Reporter): void {
  const max = LIMITS.cacheRulesPerRegistry;
  const firstExcessRule = pullThroughCache[max];
  if (firstExcessRule === undefined) return;
  reporter.atKey(
    firstExcessRule.path,
    'cache/too-many-rules',
    `'${name}' has ${pullThroughCache.length} pull-through cache rules. ECR allows ${max}, and AWS does not raise the limit.`,
    'Use one rule for all namespaces of an upstream, or cache the others in another Region or account.',
  );
}

function checkUpstreamPrefix(
  { value: { prefix, upstreamPrefix } }: DeclaredCacheRule,
  isPublic: boolean,
  reporter: Reporter,
): void {
  const namespace = declaredNamespace(upstreamPrefix);
  if (!isPresent(upstreamPrefix) || namespace === undefined || namespace === ROOT) return;
  if (declaredNamespace(prefix) === ROOT) {
    reporter.atValue(
      upstreamPrefix.path,
      'cache/upstream-prefix',
      `ECR does not accept 'upstreamPrefix' with prefix: ${ROOT}, because such a rule keeps the names of the upstream.`,
      `Remove it, or write prefix: ${namespace} to cache only that namespace.`,
    );
  } else if (isPublic) {
    reporter.atValue(
      upstreamPrefix.path,
      'cache/upstream-prefix-not-ecr',
      "AWS documents 'upstreamPrefix' only for ECR upstreams, so ECR may reject the rule.",
      'Remove it, and pull with the full name: <prefix>/<name upstream>.',
    );
  }
}

/**
 * "Pushing images directly to a pull through cache repository is not a supported pattern."
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
function checkDeclaredRepositories(
  registry: BoundRegistry,
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  const rules = withNamespaces(registry);
  if (rules.length === 0) return;
  const cached = groupBy(repositoriesIn(bound, registry).keys(), (name) => nearestNamespace(rules, name));
  for (const [rule, names] of cached) {
    if (rule === undefined) continue;
    reporter.atValue(
      [...rule.path, 'prefix'],
      'cache/declared-repository',
      `This rule also matches ${formatList(
        quoteAll(names),
        4,
      )}, which ${names.length === 1 ? 'is' : 'are'} declared in '${registry.name}'. AWS does not support pushing to a ` +
        'repository of a pull-through cache, and a pull may return an older image.',
      rule.prefix === ROOT
        ? 'Set a prefix that matches no declared repository.'
        : 'Declare repositories outside the namespace. ECR creates the repositories in it with the settings of creationTemplates.',
    );
  }
}
