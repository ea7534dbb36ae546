import { compareText, isList } from '../../base/collections';
import { formatList } from '../../base/text';
import type { RepositoryPart } from '../../model/resource-types';
import type { Declaration } from '../schema/declaration';
import type { DiagnosticCode } from '../syntax/diagnostic-codes';
import type { Reporter } from '../syntax/diagnostics';
import { didYouMean } from '../syntax/suggestions';
import type { Path } from '../syntax/tree';
import type {
  BoundImport,
  BoundImports,
  BoundRegistry,
  BoundRepositoryImport,
  BoundText,
  RegistryReference,
} from './bound-declaration';

/** A declared name and its path. */
export interface WrittenName {
  readonly name: string;
  readonly path: Path;
  /** Whether the name is the key of a mapping. */
  readonly isKey?: true;
}

/** Returns each item of one value or a list, with its path. Skips rejected items. */
export function locateItems<Item>(
  declared: Item | readonly (Item | undefined)[] | undefined,
  path: Path,
): readonly { readonly value: Item; readonly path: Path }[] {
  if (declared === undefined) return [];
  if (!isList(declared)) return [{ value: declared, path }];
  return declared.flatMap((value, index) => (value === undefined ? [] : { value, path: [...path, index] }));
}

/** Returns each name of one value or a list, with its path. */
export function locateNames(
  declared: string | readonly (string | undefined)[] | undefined,
  path: Path,
): readonly WrittenName[] {
  return locateItems(declared, path).map(({ value, path: at }) => ({ name: value, path: at }));
}

/** Returns each text of one value or a list, with its path. */
export function locateTexts(
  declared: string | readonly (string | undefined)[] | undefined,
  path: Path,
): readonly BoundText[] {
  return locateItems(declared, path).map(({ value, path: at }) => ({ text: value, path: at }));
}

export type Registries = ReadonlyMap<string, BoundRegistry>;

/** Resolves names to registries, and reports names that are not declared. */
export function resolveReferences(
  written: readonly WrittenName[],
  registries: Registries,
  code: Extract<DiagnosticCode, `${string}/unknown-registry`>,
  reporter: Reporter,
): readonly RegistryReference[] {
  return written.flatMap(({ name, path, isKey }) => {
    const registry = registries.get(name);
    if (registry !== undefined) return { registry, path };
    // If no registry is declared, only the missing registries are reported.
    if (registries.size > 0) {
      const names = [...registries.keys()].sort(compareText);
      reporter[isKey === true ? 'atKey' : 'atValue'](
        path,
        code,
        `'${name}' is not a registry. Declared: ${formatList(names)}.`,
        didYouMean(name, names),
      );
    }
    return [];
  });
}

/** Binds every `import` of registries and repositories. */
export function bindImports(
  declaration: Declaration,
  registries: Registries,
  reporter: Reporter,
): BoundImports {
  return {
    registries: new Map(
      [...registries.values()].flatMap((registry) => {
        const declared = declaration.registries?.[registry.name]?.import;
        if (declared === undefined) return [];
        return [[registry, bindImport(declared, [...registry.path, 'import'])] as const];
      }),
    ),
    repositories: new Map(
      Object.entries(declaration.repositories ?? {}).flatMap(([name, repository]) => {
        const declared = repository?.import;
        if (declared === undefined) return [];
        const path = ['repositories', name, 'import'];
        return [[name, bindRepositoryImport(declared, path, registries, reporter)] as const];
      }),
    ),
  };
}

type DeclaredParts<Part extends string> = boolean | readonly (Part | undefined)[];

type DeclaredRepositoryImport =
  DeclaredParts<RepositoryPart> | Readonly<Record<string, DeclaredParts<RepositoryPart> | undefined>>;

function bindRepositoryImport(
  declared: DeclaredRepositoryImport,
  path: Path,
  registries: Registries,
  reporter: Reporter,
): BoundRepositoryImport {
  if (typeof declared === 'boolean' || isList(declared)) {
    return { allRegistries: bindImport(declared, path), registries: new Map() };
  }
  const names = Object.keys(declared).map((name) => ({ name, path: [...path, name], isKey: true }) as const);
  const references = resolveReferences(names, registries, 'import/unknown-registry', reporter);
  return {
    allRegistries: undefined,
    registries: new Map(
      references.flatMap(({ registry, path: at }) => {
        const parts = declared[registry.name];
        return parts === undefined ? [] : [[registry, bindImport(parts, at)] as const];
      }),
    ),
  };
}

function bindImport<Part extends string>(declared: DeclaredParts<Part>, path: Path): BoundImport<Part> {
  if (typeof declared === 'boolean') return { path, parts: declared ? 'all' : [] };
  return {
    path,
    parts: declared.flatMap((part, index) => (part === undefined ? [] : { part, path: [...path, index] })),
  };
}
