import { grouped, LIMITS, nearestNamespace, ROOT } from '../../registry';
import { heldIn, type Linked, type LinkedRegistry } from '../link/linked';
import { upstreamOf, type LinkedCacheRule } from '../link/pull-through-cache';
import { repeated } from '../repeated';
import type { Reporter } from '../reporter';
import { listed } from '../suggest';
import { checkCacheLogin } from './cache-login';
import { checkUpstream } from './cache-upstream';

/** The pull-through cache rules of all registries, against what ECR takes and can do. */
export function checkPullThroughCaches(linked: Linked, reporter: Reporter): void {
  for (const registry of linked.registries) {
    checkPrefixesOnce(registry, reporter);
    checkNumber(registry, reporter);
    for (const rule of registry.pullThroughCache) {
      const upstream = upstreamOf(rule, linked);
      checkUpstream(rule, upstream, registry, linked, reporter);
      checkUpstreamPrefix(rule, upstream?.kind === 'public', reporter);
      if (upstream !== undefined) checkCacheLogin(rule, upstream, registry, reporter);
    }
    checkDeclaredRepositories(registry, linked, reporter);
  }
}

function checkPrefixesOnce({ name, pullThroughCache }: LinkedRegistry, reporter: Reporter): void {
  for (const { prefix, path } of repeated(pullThroughCache, (rule) => rule.prefix)) {
    reporter.atValue(
      [...path, 'prefix'],
      'cache/duplicate-prefix',
      `'${name}' has a pull-through cache rule for '${String(prefix)}' already: ECR answers PullThroughCacheRuleAlreadyExistsException.`,
      "Give each upstream a namespace of its own, such as 'cache/quay'.",
    );
  }
}

function checkNumber({ name, pullThroughCache }: LinkedRegistry, reporter: Reporter): void {
  const most = LIMITS.cacheRulesPerRegistry;
  const tooMuch = pullThroughCache[most];
  if (tooMuch === undefined) return;
  reporter.atKey(
    tooMuch.path,
    'cache/too-many-rules',
    `'${name}' has ${pullThroughCache.length} pull-through cache rules; ECR takes ${most}, and AWS does not raise the limit.`,
    'One rule is for all namespaces of an upstream; cache the rest in another Region or account.',
  );
}

function checkUpstreamPrefix(
  { prefix, upstreamPrefix }: LinkedCacheRule,
  isPublic: boolean,
  reporter: Reporter,
): void {
  if (upstreamPrefix === undefined || upstreamPrefix.text === ROOT) return;
  if (prefix === ROOT) {
    reporter.atValue(
      upstreamPrefix.path,
      'cache/upstream-prefix',
      `With ${ROOT} as its prefix a rule keeps the names of the upstream, and ECR takes no upstreamPrefix.`,
      `Remove it, or write prefix: ${upstreamPrefix.text} for that namespace alone.`,
    );
  } else if (isPublic) {
    reporter.atValue(
      upstreamPrefix.path,
      'cache/upstream-prefix-not-ecr',
      'AWS documents upstreamPrefix for upstreams that are ECR, and for no others: the deployment may be refused.',
      'Leave it out, and pull with the whole name: <prefix>/<name upstream>.',
    );
  }
}

/**
 * "Pushing images directly to a pull through cache repository is not a supported pattern."
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
function checkDeclaredRepositories(registry: LinkedRegistry, linked: Linked, reporter: Reporter): void {
  const rules = registry.pullThroughCache.flatMap(({ prefix, path }) =>
    prefix === undefined ? [] : { prefix, path },
  );
  if (rules.length === 0) return;
  const cached = grouped(heldIn(linked, registry).keys(), (name) => nearestNamespace(rules, name));
  for (const [rule, names] of cached) {
    if (rule === undefined) continue;
    reporter.atValue(
      [...rule.path, 'prefix'],
      'cache/declared-repository',
      `This rule also takes ${listed(
        names.map((name) => `'${name}'`),
        4,
      )}, which ${names.length === 1 ? 'is' : 'are'} declared in '${registry.name}': AWS does not support pushing to what ` +
        'is pulled from upstream, and a pull may get an older image.',
      rule.prefix === ROOT
        ? 'Give the rule a namespace in which nothing is declared.'
        : 'Declare repositories outside of the namespace; what ECR creates in it gets its settings from creationTemplates.',
    );
  }
}
