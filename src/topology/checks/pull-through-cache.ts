import {
  commonStart,
  grouped,
  LIMITS,
  namesStart,
  nearestNamespace,
  registryKey,
  ROOT,
} from '../../registry';
import { heldIn, registryIdOf } from '../link/contents';
import type { Linked, LinkedCacheRule, LinkedRegistry } from '../link/linked';
import { upstreamOf } from '../link/pull-through-cache';
import { repeated } from '../repeated';
import type { Reporter } from '../reporter';
import { listed } from '../suggest';
import { checkCacheLogin } from './cache-login';
import { checkUpstream } from './cache-upstream';

/** Checks the pull-through cache rules of all registries. */
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
  checkCircles(linked, reporter);
}

/** A cache rule and the registry that has it. */
interface Cached {
  readonly registry: LinkedRegistry;
  readonly rule: LinkedCacheRule;
}

/** Warns if two registries cache the same images from each other: an image would have no defined origin. */
function checkCircles(linked: Linked, reporter: Reporter): void {
  const said = new Set<LinkedCacheRule>();
  for (const registry of linked.registries) {
    for (const rule of registry.pullThroughCache) {
      const back = backTo({ registry, rule }, linked);
      if (back === undefined || rule.upstream === undefined || said.has(back.rule)) continue;
      said.add(rule);
      reporter.atValue(
        rule.upstream.path,
        'cache/circle',
        `What this rule takes from '${back.registry.name}' comes from '${registry.name}' itself where it is in ` +
          `'${String(back.rule.prefix)}', which is cached there: the two would ask each other.`,
        "Name one of the two as the other's upstream, or keep them apart with upstreamPrefix.",
      );
    }
  }
}

/** Returns a cache rule of the upstream registry that pulls the same images back from this registry, or undefined. */
function backTo({ registry, rule }: Cached, linked: Linked): Cached | undefined {
  const there = upstreamRegistry(rule, linked);
  if (there === undefined) return undefined;
  const rules = there.pullThroughCache.flatMap((each) =>
    each.prefix === undefined ? [] : { prefix: each.prefix, rule: each },
  );
  const asked = namesStart(rule.upstreamPrefix?.text ?? ROOT);
  const found = rules.find((each) => {
    const start =
      commonStart(each.prefix, asked) === undefined ? undefined : longer(namesStart(each.prefix), asked);
    return (
      start !== undefined &&
      upstreamRegistry(each.rule, linked) === registry &&
      nearestNamespace(rules, `${start}…`) === each
    );
  });
  return found === undefined ? undefined : { registry: there, rule: found.rule };
}

/** Returns the declared registry that is the upstream of the rule, or undefined. */
function upstreamRegistry(rule: LinkedCacheRule, linked: Linked): LinkedRegistry | undefined {
  const upstream = upstreamOf(rule, linked);
  if (upstream?.kind !== 'ecr') return undefined;
  return linked.registries.find((each) => {
    const id = registryIdOf(each);
    return id !== undefined && registryKey(id) === registryKey(upstream.id);
  });
}

function longer(one: string, other: string): string {
  return one.length > other.length ? one : other;
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
