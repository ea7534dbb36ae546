import { isList } from '../../base/collections';
import type { BoundDeclaration } from '../../declaration/bind/bound-declaration';
import type { DeclaredImport } from '../../declaration/schema/imports';
import {
  REGISTRY_TYPE_NAMES,
  rowOf,
  type RegistryPart,
  type RepositoryPart,
} from '../../model/resource-types';
import type { Registry, Topology } from '../../model/topology';
import { resourcesOf } from '../../terraform/resources';
import { defineDeclarationRules, type ReporterOf } from '../rule';

export const imports = defineDeclarationRules({
  rules: {
    'import/nothing': {
      severity: 'warning',
      doc: '`import` contains a resource that is not declared.',
      why:
        'Terraform manages only declared resources, so the existing resource is not imported. Declare it, ' +
        'or remove it from `import`.',
    },
  },
  complete({ topology, bound }, reporter) {
    checkImports(topology, bound, reporter);
  },
});

type Reporter = ReporterOf<typeof imports>;

/**
 * Warns about imports of resources that are not declared, because Terraform would not manage them. Requires a
 * declaration without errors: a rejected part may be the one that is imported.
 */
function checkImports(topology: Topology, { imports }: BoundDeclaration, reporter: Reporter): void {
  for (const [{ id, name }, { path, value }] of imports.accounts) {
    if (!value || topology.identities.some(({ accountId }) => accountId === id)) continue;
    reporter.atValue(
      path,
      'import/nothing',
      `No identity policy is declared for account '${name}', so none is imported.`,
      "Grant access to a role or user of the account with 'identity: inline' or 'managed', or remove this entry.",
    );
  }
  if (imports.registries.size + imports.repositories.size === 0) return;
  const declaredParts = new Map<string, DeclaredParts>(
    topology.registries.map((each) => [each.name, declaredPartsOf(each)]),
  );
  for (const [{ name }, declaredImport] of imports.registries) {
    checkParts(declaredImport, declaredParts.get(name)?.parts ?? new Set(), `registry '${name}'`, reporter);
  }
  for (const [name, { allRegistries, registries }] of imports.repositories) {
    if (allRegistries !== undefined) {
      const parts = [...declaredParts.values()].flatMap(({ repositories }) => [
        ...(repositories.get(name) ?? []),
      ]);
      checkParts(allRegistries, new Set(parts), `repository '${name}'`, reporter);
    }
    for (const [registry, declaredImport] of registries) {
      const parts = declaredParts.get(registry.name)?.repositories.get(name);
      const owner = `repository '${name}' in '${registry.name}'`;
      if (parts !== undefined) {
        checkParts(declaredImport, parts, owner, reporter);
      } else if (isList(declaredImport.value) ? declaredImport.value.length > 0 : declaredImport.value) {
        reporter.atKey(
          declaredImport.path,
          'import/nothing',
          `Repository '${name}' is not declared in registry '${registry.name}', so it is not imported there.`,
          'Set a registry that the repository is pushed to or replicated to, or remove this entry.',
        );
      }
    }
  }
}

/** The import parts that are declared for a registry and for each of its repositories. */
interface DeclaredParts {
  readonly parts: ReadonlySet<RegistryPart>;
  readonly repositories: ReadonlyMap<string, ReadonlySet<RepositoryPart>>;
}

function declaredPartsOf(registry: Registry): DeclaredParts {
  const parts = new Set<RegistryPart>();
  const repositories = new Map<string, Set<RepositoryPart>>();
  for (const resource of resourcesOf(registry)) {
    const [part, repositoryPart] = rowOf(resource.type).importParts;
    parts.add(part);
    if (!('repository' in resource) || repositoryPart === undefined) continue;
    const { name } = resource.repository;
    repositories.set(name, (repositories.get(name) ?? new Set()).add(repositoryPart));
  }
  return { parts, repositories };
}

type AnyPart = RegistryPart | RepositoryPart;

function checkParts(
  { value: parts, path }: DeclaredImport<AnyPart>,
  declaredParts: ReadonlySet<AnyPart>,
  owner: string,
  reporter: Reporter,
): void {
  if (!isList(parts)) {
    if (!parts || declaredParts.size > 0) return;
    const message = `Nothing is declared for ${owner}, so nothing is imported.`;
    reporter.atValue(
      path,
      'import/nothing',
      message,
      'Declare the existing resources, or remove this entry.',
    );
    return;
  }
  for (const { value: part, path: at } of parts) {
    if (declaredParts.has(part)) continue;
    reporter.atValue(
      at,
      'import/nothing',
      `No ${PART_NAMES.get(part) ?? part} is declared for ${owner}, so none is imported. Existing resources stay unchanged.`,
      `Declare the existing resource, or remove '${part}'.`,
    );
  }
}

/** The names of the parts: those of their types, except where a shorter one is unambiguous. */
const PART_NAMES: ReadonlyMap<string, string> = new Map([
  ...REGISTRY_TYPE_NAMES.flatMap((type) => {
    const { importParts, nouns } = rowOf(type);
    return importParts.flatMap((part) => (part === undefined ? [] : [[part, nouns[0]] as const]));
  }),
  ['policy', 'policy'],
  ['replication', 'replication rule'],
  ['inspector', 'Amazon Inspector setting'],
]);
