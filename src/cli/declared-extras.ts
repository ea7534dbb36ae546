import type { Tree } from '../declaration/syntax/tree';

/** The sections of a declaration that contains only accounts and registries, and how Terraform stores their state. */
const SECTIONS: readonly string[] = ['accounts', 'registries', 'stacks', 'backend'];
const REGISTRY_KEYS: readonly string[] = ['account', 'region'];

/** Returns the other keys of a declaration: `replication`, `registries.develop.scanning`. An empty `repositories` is none. */
export function extraKeys(tree: Tree): readonly string[] {
  if (tree.kind !== 'map') return [];
  return [...tree.entries].flatMap(([section, { value }]) => {
    if (section === 'registries') return extraRegistryKeys(value);
    if (section === 'repositories' && value.kind === 'map' && value.entries.size === 0) return [];
    return SECTIONS.includes(section) ? [] : section;
  });
}

function extraRegistryKeys(registries: Tree): readonly string[] {
  if (registries.kind !== 'map') return [];
  return [...registries.entries].flatMap(([name, { value }]) =>
    value.kind !== 'map'
      ? []
      : [...value.entries.keys()]
          .filter((key) => !REGISTRY_KEYS.includes(key))
          .map((key) => `registries.${name}.${key}`),
  );
}
