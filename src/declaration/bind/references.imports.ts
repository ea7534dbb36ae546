import { isList } from '../../base/collections.is-list';
import type { Declaration } from '../schema/declaration.declaration';
import type { RepositoryPart } from '../schema/imports';
import type { Reporter } from '../syntax/diagnostics.reporter';
import type { Path } from '../syntax/tree';
import type { BoundImport, BoundImports, BoundRepositoryImport } from './bound-declaration';
import { resolveReferences, type Registries } from './references';

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
