import { isList } from '../../registry';
import type { Declaration } from '../declaration';
import type { Reporter } from '../reporter';
import type { RepositoryPart } from '../schema/imports';
import type { Path } from '../tree';
import type { LinkedImport, LinkedImports, LinkedRepositoryImport } from './linked';
import { follow, type Registries } from './references';

/** Binds every `import` of registries and repositories. */
export function linkImports(
  declaration: Declaration,
  registries: Registries,
  reporter: Reporter,
): LinkedImports {
  return {
    registries: new Map(
      [...registries.values()].flatMap((registry) => {
        const declared = declaration.registries?.[registry.name]?.import;
        if (declared === undefined) return [];
        return [[registry, linkImport(declared, [...registry.path, 'import'])] as const];
      }),
    ),
    repositories: new Map(
      Object.entries(declaration.repositories ?? {}).flatMap(([name, repository]) => {
        const declared = repository?.import;
        if (declared === undefined) return [];
        const path = ['repositories', name, 'import'];
        return [[name, linkRepositoryImport(declared, path, registries, reporter)] as const];
      }),
    ),
  };
}

type Parts<Part extends string> = boolean | readonly (Part | undefined)[];

type DeclaredRepositoryImport =
  Parts<RepositoryPart> | Readonly<Record<string, Parts<RepositoryPart> | undefined>>;

function linkRepositoryImport(
  declared: DeclaredRepositoryImport,
  path: Path,
  registries: Registries,
  reporter: Reporter,
): LinkedRepositoryImport {
  if (typeof declared === 'boolean' || isList(declared)) {
    return { everywhere: linkImport(declared, path), registries: new Map() };
  }
  const written = Object.keys(declared).map(
    (name) => ({ name, path: [...path, name], isKey: true }) as const,
  );
  const found = follow(written, registries, 'import/unknown-registry', reporter);
  return {
    everywhere: undefined,
    registries: new Map(
      found.flatMap(({ registry, path: at }) => {
        const parts = declared[registry.name];
        return parts === undefined ? [] : [[registry, linkImport(parts, at)] as const];
      }),
    ),
  };
}

function linkImport<Part extends string>(declared: Parts<Part>, path: Path): LinkedImport<Part> {
  if (typeof declared === 'boolean') return { path, parts: declared ? 'all' : [] };
  return {
    path,
    parts: declared.flatMap((part, index) => (part === undefined ? [] : { part, path: [...path, index] })),
  };
}
