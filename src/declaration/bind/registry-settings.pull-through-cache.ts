import { namespaceOf } from '../../aws/namespaces';
import { parseUpstream, type Upstream } from '../../aws/upstream';
import type { DeclaredRegistry } from '../schema/declaration.declaration';
import type { Path } from '../syntax/tree';
import type { BoundCacheRule, BoundDeclaration, BoundText } from './bound-declaration';
import { registryIdOf } from './registry-contents';

/** @param path the path of the registry */
export function bindPullThroughCache(
  declared: DeclaredRegistry | undefined,
  path: Path,
): readonly BoundCacheRule[] {
  return (declared?.pullThroughCache ?? []).flatMap((rule, index) => {
    if (rule === undefined) return [];
    const at = [...path, 'pullThroughCache', index];
    const textAt = (key: keyof typeof rule): BoundText | undefined => {
      const text = rule[key];
      return text === undefined ? undefined : { text, path: [...at, key] };
    };
    const upstreamPrefix = textAt('upstreamPrefix');
    return {
      path: at,
      prefix: rule.prefix === undefined ? undefined : namespaceOf(rule.prefix),
      upstream: textAt('upstream'),
      upstreamPrefix:
        upstreamPrefix === undefined
          ? undefined
          : { ...upstreamPrefix, text: namespaceOf(upstreamPrefix.text) },
      credentialArn: textAt('credentialArn'),
      customRoleArn: textAt('customRoleArn'),
    };
  });
}

/**
 * Returns whether the upstream is the name of a registry: every host name contains a dot, and no registry name does.
 */
export function isRegistryName({ text }: BoundText): boolean {
  return !text.includes('.');
}

/** Returns the upstream of a rule, or undefined if it is unknown. */
export function upstreamOf(
  { upstream }: BoundCacheRule,
  { registries }: Pick<BoundDeclaration, 'registries'>,
): Upstream | undefined {
  if (upstream === undefined) return undefined;
  if (!isRegistryName(upstream)) return parseUpstream(upstream.text);
  const registry = registries.find(({ name }) => name === upstream.text);
  const id = registry === undefined ? undefined : registryIdOf(registry);
  return id === undefined ? undefined : { kind: 'ecr', id };
}
