import { LIMITS } from './limits';
import { lengthFault, REPOSITORY_NAME, type NameRule } from './names';

/** The prefix that matches every name that no other namespace matches. */
export const ROOT = 'ROOT';

/** API `Prefix` of a creation template. ECR appends the `/` if it is missing. */
export const TEMPLATE_PREFIX: NameRule = {
  pattern: namespacePattern(String.raw`[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*`),
  length: LIMITS.templatePrefixLength,
  requirement: `be a namespace such as 'team' or 'team/web', or '${ROOT}'`,
  fault(text) {
    if (text === ROOT) return undefined;
    const tooLong = lengthFault(text, { ...LIMITS.templatePrefixLength, min: 0 });
    return tooLong ?? REPOSITORY_NAME.fault(namespaceOf(text));
  },
};

/** API `PullThroughCacheRuleRepositoryPrefix`, without what the AWS provider rejects: `__` and repeated hyphens. */
export const CACHE_PREFIX: NameRule = {
  pattern: namespacePattern('[a-z0-9]+([._-][a-z0-9]+)*'),
  length: LIMITS.cachePrefixLength,
  requirement: `be a namespace such as 'docker-hub' or 'cache/quay', or '${ROOT}'`,
  fault(text) {
    if (text === ROOT) return undefined;
    const tooLong = lengthFault(text, { ...LIMITS.cachePrefixLength, min: 0 });
    if (tooLong !== undefined) return tooLong;
    const separators = /__|--/.exec(text)?.[0];
    const providerFault =
      separators === undefined
        ? undefined
        : `it contains '${separators}', which the AWS provider does not accept in this prefix`;
    return REPOSITORY_NAME.fault(namespaceOf(text)) ?? providerFault;
  },
};

function namespacePattern(component: string): RegExp {
  return new RegExp(String.raw`^(${component}(\/${component})*\/?|${ROOT})$`);
}

/** Removes the trailing `/`: "there is always an assumed / applied to the end of the prefix". */
export function namespaceOf(prefix: string): string {
  return prefix.endsWith('/') ? prefix.slice(0, -1) : prefix;
}

/** Returns the prefix of all repository names in a namespace. */
export function namespacePrefix(namespace: string): string {
  return namespace === ROOT ? '' : `${namespace}/`;
}

/**
 * Returns the prefix of the names that are in a namespace and start with a text, or undefined if there are
 * none. Returns the text itself if all names that start with it are in the namespace.
 */
export function commonPrefix(namespace: string, text: string): string | undefined {
  const start = namespacePrefix(namespace);
  if (text.startsWith(start)) return text;
  return start.startsWith(text) ? start : undefined;
}

/** Returns the item whose namespace is the longest that contains a name. `ROOT` matches last. */
export function nearestNamespace<Item extends { readonly prefix: string }>(
  items: readonly Item[],
  name: string,
): Item | undefined {
  let nearest: Item | undefined;
  for (const item of items) {
    const start = namespacePrefix(item.prefix);
    if (name.startsWith(start) && start.length >= namespacePrefix(nearest?.prefix ?? ROOT).length) {
      nearest = item;
    }
  }
  return nearest;
}
