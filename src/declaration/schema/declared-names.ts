import { ACCOUNT_NAME, REGISTRY_NAME, REPOSITORY_NAME, type NameRule } from '../../aws/names';
import { DECLARATION_FILE, type RefusedFile, type Source } from '../syntax/source';
import { treeAt, type Tree } from '../syntax/tree';
import { parseYaml } from '../syntax/yaml';
import type { NameKind } from './field-types';
import type { DeclaredNames } from './json-schema';

/** The names that a file declares, or the reasons why it cannot be parsed. */
export type ReadNames = { readonly kind: 'names'; readonly names: DeclaredNames } | RefusedFile;

/** Returns the declared names of a file. The file can have errors, but must be YAML. Never throws. */
export function readDeclaredNames(source: Source): ReadNames {
  const { tree, diagnostics } = parseYaml(source, DECLARATION_FILE);
  return tree === undefined
    ? { kind: 'refused', source, diagnostics }
    : { kind: 'names', names: declaredNames(tree) };
}

/** Returns the valid names: an editor must not complete the others. */
export function declaredNames(tree: Tree): DeclaredNames {
  const namesIn = (kind: NameKind, rule: NameRule) => {
    const section = treeAt(tree, [kind]);
    if (section?.kind !== 'map') return [];
    return [...section.entries.keys()].filter((name) => rule.fault(name) === undefined);
  };
  return {
    accounts: namesIn('accounts', ACCOUNT_NAME),
    registries: namesIn('registries', REGISTRY_NAME),
    repositories: namesIn('repositories', REPOSITORY_NAME),
  };
}
