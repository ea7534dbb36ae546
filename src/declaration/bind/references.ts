import { compareText, isList } from '../../base/collections';
import { didYouMean, formatList } from '../../base/text';
import type { Declaration } from '../schema/declaration';
import type { DeclaredRepositoryImport } from '../schema/imports';
import { entriesOf, isPresent, type Located } from '../schema/located';
import type { LanguageCode } from '../syntax/diagnostic-codes';
import type { Reporter } from '../syntax/diagnostics';
import type {
  BoundAccount,
  BoundImports,
  BoundRegistry,
  BoundRepositoryImport,
  RegistryReference,
} from './bound-declaration';

/** The entries of a section by name. `isComplete` is false if an unknown name may be in a part that was rejected. */
export type Names<Entry> = ReadonlyMap<string, Entry> & { readonly isComplete: boolean };

export type Registries = Names<BoundRegistry>;

/**
 * Resolves names to registries, and reports names that are not declared.
 *
 * @param position where a name is: a value, or the key of a mapping
 */
export function resolveReferences(
  names: readonly Located<string>[],
  registries: Registries,
  code: Extract<LanguageCode, `${string}/unknown-registry`>,
  reporter: Reporter,
  position: 'atKey' | 'atValue' = 'atValue',
): readonly RegistryReference[] {
  return names.flatMap(({ value: name, path }) => {
    const registry = registries.get(name);
    if (registry !== undefined) return { registry, path };
    // If no registry is declared, only the missing registries are reported.
    if (registries.isComplete && registries.size > 0) {
      const declared = [...registries.keys()].sort(compareText);
      reporter[position](
        path,
        code,
        `Registry '${name}' is not declared. Declared registries: ${formatList(declared)}.`,
        didYouMean(name, declared),
      );
    }
    return [];
  });
}

/** Binds every `import` of accounts, registries and repositories. */
export function bindImports(
  declaration: Declaration,
  accounts: Names<BoundAccount>,
  registries: Registries,
  reporter: Reporter,
): BoundImports {
  return {
    accounts: new Map(
      entriesOf(declaration.accounts).flatMap(([name, declared]) => {
        const account = accounts.get(name);
        const declaredImport = declared.value?.import;
        return account === undefined || !isPresent(declaredImport) ? [] : [[account, declaredImport]];
      }),
    ),
    registries: new Map(
      entriesOf(declaration.registries).flatMap(([name, declared]) => {
        const registry = registries.get(name);
        const declaredImport = declared.value?.import;
        return registry === undefined || !isPresent(declaredImport) ? [] : [[registry, declaredImport]];
      }),
    ),
    repositories: new Map(
      entriesOf(declaration.repositories).flatMap(([name, declared]) => {
        const declaredImport = declared.value?.import;
        if (!isPresent(declaredImport)) return [];
        return [[name, bindRepositoryImport(declaredImport, registries, reporter)]];
      }),
    ),
  };
}

function bindRepositoryImport(
  { path, value }: DeclaredRepositoryImport,
  registries: Registries,
  reporter: Reporter,
): BoundRepositoryImport {
  if (typeof value === 'boolean' || isList(value)) {
    return { allRegistries: { path, value }, registries: new Map() };
  }
  const names = Object.entries(value).flatMap(([name, parts]) =>
    isPresent(parts) ? { value: name, path: parts.path } : [],
  );
  const references = resolveReferences(names, registries, 'import/unknown-registry', reporter, 'atKey');
  return {
    allRegistries: undefined,
    registries: new Map(
      references.flatMap(({ registry }) => {
        const parts = value[registry.name];
        return isPresent(parts) ? [[registry, parts]] : [];
      }),
    ),
  };
}
