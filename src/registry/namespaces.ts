import { LIMITS } from './limits';
import { REPOSITORY_NAME, type NameRule } from './names';

/** Written in place of a namespace: every name that no other namespace takes. */
export const ROOT = 'ROOT';

/** API `Prefix`, of a creation template. ECR puts the `/` at its end where it is not written. */
export const TEMPLATE_PREFIX: NameRule = {
  pattern: namespacePattern(String.raw`[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*`),
  length: LIMITS.templatePrefixLength,
  must: `be a namespace such as team or team/web, or ${ROOT}`,
  fault(text) {
    const { max } = LIMITS.templatePrefixLength;
    if (text === ROOT) return undefined;
    if (text.length > max) return `it has ${text.length} characters, more than ${max}`;
    return REPOSITORY_NAME.fault(namespaceOf(text));
  },
};

/** API `PullThroughCacheRuleRepositoryPrefix`, less what the AWS provider refuses of it: `__` and several hyphens. */
export const CACHE_PREFIX: NameRule = {
  pattern: namespacePattern('[a-z0-9]+([._-][a-z0-9]+)*'),
  length: LIMITS.cachePrefixLength,
  must: `be a namespace such as docker-hub or cache/quay, or ${ROOT}`,
  fault(text) {
    const { max } = LIMITS.cachePrefixLength;
    if (text === ROOT) return undefined;
    if (text.length > max) return `it has ${text.length} characters, more than ${max}`;
    const joint = /__|--/.exec(text)?.[0];
    const provider =
      joint === undefined ? undefined : `it holds '${joint}', which the AWS provider does not take here`;
    return REPOSITORY_NAME.fault(namespaceOf(text)) ?? provider;
  },
};

function namespacePattern(part: string): RegExp {
  return new RegExp(String.raw`^(${part}(\/${part})*\/?|${ROOT})$`);
}

/** `team/` is `team`: "there is always an assumed / applied to the end of the prefix". */
export function namespaceOf(prefix: string): string {
  return prefix.endsWith('/') ? prefix.slice(0, -1) : prefix;
}

/** What all names in a namespace start with. */
export function namesStart(namespace: string): string {
  return namespace === ROOT ? '' : `${namespace}/`;
}

/**
 * What all names start with that are in a namespace and start with a text: the text itself, where all of those are in
 * the namespace; undefined where none is.
 */
export function commonStart(namespace: string, text: string): string | undefined {
  const start = namesStart(namespace);
  if (text.startsWith(start)) return text;
  return start.startsWith(text) ? start : undefined;
}

/** Of things that each have a namespace, the one that a name belongs to: the longest that it is in, and last `ROOT`. */
export function nearestNamespace<Item extends { readonly prefix: string }>(
  items: readonly Item[],
  name: string,
): Item | undefined {
  let nearest: Item | undefined;
  for (const item of items) {
    const start = namesStart(item.prefix);
    if (name.startsWith(start) && start.length >= namesStart(nearest?.prefix ?? ROOT).length) nearest = item;
  }
  return nearest;
}
