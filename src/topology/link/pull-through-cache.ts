import { namespaceOf, parseUpstream, type Upstream } from '../../registry';
import type { DeclaredRegistry } from '../declaration';
import type { Path } from '../tree';
import { registryIdOf } from './contents';
import type { Linked, LinkedCacheRule, LinkedText } from './linked';

/** @param path the path of the registry */
export function linkPullThroughCache(
  declared: DeclaredRegistry | undefined,
  path: Path,
): readonly LinkedCacheRule[] {
  return (declared?.pullThroughCache ?? []).flatMap((rule, index) => {
    if (rule === undefined) return [];
    const at = [...path, 'pullThroughCache', index];
    const part = (key: keyof typeof rule): LinkedText | undefined => {
      const text = rule[key];
      return text === undefined ? undefined : { text, path: [...at, key] };
    };
    const upstreamPrefix = part('upstreamPrefix');
    return {
      path: at,
      prefix: rule.prefix === undefined ? undefined : namespaceOf(rule.prefix),
      upstream: part('upstream'),
      upstreamPrefix:
        upstreamPrefix === undefined
          ? undefined
          : { ...upstreamPrefix, text: namespaceOf(upstreamPrefix.text) },
      credentialArn: part('credentialArn'),
      customRoleArn: part('customRoleArn'),
    };
  });
}

/**
 * Returns whether the upstream is the name of a registry: every host name contains a dot, and no registry name does.
 */
export function namesRegistry({ text }: LinkedText): boolean {
  return !text.includes('.');
}

/** Returns the upstream of a rule, or undefined if it is unknown. */
export function upstreamOf(
  { upstream }: LinkedCacheRule,
  { registries }: Pick<Linked, 'registries'>,
): Upstream | undefined {
  if (upstream === undefined) return undefined;
  if (!namesRegistry(upstream)) return parseUpstream(upstream.text);
  const registry = registries.find(({ name }) => name === upstream.text);
  const id = registry === undefined ? undefined : registryIdOf(registry);
  return id === undefined ? undefined : { kind: 'ecr', id };
}
