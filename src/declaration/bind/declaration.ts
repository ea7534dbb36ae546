import {
  checkedAccountId,
  checkedAccountName,
  checkedRegion,
  checkedRegistryName,
  checkedRepositoryFilter,
  checkedRepositoryName,
} from '../../aws/names';
import { tryGetPartition } from '../../aws/partitions';
import { formatList } from '../../base/text';
import type { Credentials } from '../../model/deployment';
import type { Declaration, DeepPartial } from '../schema/declaration';
import type { Reporter } from '../syntax/diagnostics';
import { didYouMean, unknownRegionMessage } from '../syntax/suggestions';
import { treeAt, type Path, type Tree } from '../syntax/tree';
import { bindGrants, bindStatements } from './access';
import type {
  BoundAccount,
  BoundDeclaration,
  BoundRegistry,
  BoundReplicationRule,
  BoundRepository,
  BoundRepositorySettings,
} from './bound-declaration';
import { bindImports, locateNames, resolveReferences, type Registries, type WrittenName } from './references';
import { placeRepositories } from './registry-contents';
import { bindCreationTemplates, bindPullThroughCache, bindScanning } from './registry-settings';
import { bindSettings, withDefaults } from './repository-settings';

const DEFAULTS_PATH: Path = ['defaults', 'repository'];

/**
 * Resolves every name in a declaration, and reports names that are not declared.
 *
 * The names become branded here: a key under `accounts` is an account name, and so on. The checks report names that do
 * not match their pattern.
 */
export function bindDeclaration(declaration: Declaration, tree: Tree, reporter: Reporter): BoundDeclaration {
  const accounts = bindAccounts(declaration, tree);
  const registries = bindRegistries(declaration, tree, accounts, reporter);
  const defaults = bindSettings(declaration.defaults?.repository, DEFAULTS_PATH);
  const repositories = bindRepositories(declaration, tree, accounts, registries, defaults, reporter);
  const rules = bindReplicationRules(declaration, registries, reporter);
  const originals = groupByRegistry(repositories);
  const registryList = [...registries.values()];
  return {
    accounts: [...accounts.values()],
    registries: registryList,
    repositories,
    defaults,
    rules,
    grants: bindGrants(declaration, accounts, registries, reporter),
    imports: bindImports(declaration, registries, reporter),
    originals,
    placed: new Map(
      registryList.map((registry) => [registry, placeRepositories({ originals, rules }, registry)]),
    ),
  };
}

function groupByRegistry(repositories: readonly BoundRepository[]): BoundDeclaration['originals'] {
  const repositoriesByRegistry = new Map<BoundRegistry, BoundRepository[]>();
  for (const repository of repositories) {
    for (const registry of new Set(repository.registries.map((reference) => reference.registry))) {
      const existing = repositoriesByRegistry.get(registry);
      if (existing === undefined) repositoriesByRegistry.set(registry, [repository]);
      else existing.push(repository);
    }
  }
  return repositoriesByRegistry;
}

/**
 * Returns the names in a section, including those whose value was rejected: a reference to them is valid. Returns
 * undefined if the section is missing, because then no reference can be checked.
 */
function declaredNames(tree: Tree, section: string): readonly string[] | undefined {
  const node = treeAt(tree, [section]);
  return node?.kind === 'map' ? [...node.entries.keys()] : undefined;
}

function bindAccounts(declaration: Declaration, tree: Tree): ReadonlyMap<string, BoundAccount> {
  const names = declaredNames(tree, 'accounts') ?? [];
  return new Map(
    names.map((name) => {
      const declared = declaration.accounts?.[name];
      const account: BoundAccount = {
        name: checkedAccountName(name),
        path: ['accounts', name],
        id: declared?.id === undefined ? undefined : checkedAccountId(declared.id),
        credentials: bindCredentials(declared),
      };
      return [name, account];
    }),
  );
}

type DeclaredAccount = NonNullable<Declaration['accounts']>[string];

function bindCredentials(declared: DeclaredAccount): Credentials {
  const role = declared?.assumeRole;
  if (role?.arn !== undefined) {
    return { kind: 'assumeRole', arn: role.arn, externalId: role.externalId, sessionName: role.sessionName };
  }
  const profile = declared?.profile;
  return profile === undefined ? { kind: 'ambient' } : { kind: 'profile', profile };
}

function bindRegistries(
  declaration: Declaration,
  tree: Tree,
  accounts: ReadonlyMap<string, BoundAccount>,
  reporter: Reporter,
): ReadonlyMap<string, BoundRegistry> {
  const hasAccounts = declaredNames(tree, 'accounts') !== undefined;
  const names = declaredNames(tree, 'registries') ?? [];
  return new Map(
    names.map((name) => {
      const declared = declaration.registries?.[name];
      const path = ['registries', name];
      const account = declared?.account === undefined ? undefined : accounts.get(declared.account);
      if (declared?.account !== undefined && account === undefined && hasAccounts) {
        reporter.atValue(
          [...path, 'account'],
          'registry/unknown-account',
          `'${declared.account}' is not an account. Declared: ${formatList(accounts.keys())}.`,
          didYouMean(declared.account, accounts.keys()),
        );
      }
      const partition = declared?.region === undefined ? undefined : tryGetPartition(declared.region);
      if (declared?.region !== undefined && partition === undefined) {
        reporter.atValue(
          [...path, 'region'],
          'registry/unknown-region',
          ...unknownRegionMessage(declared.region),
        );
      }
      const region =
        partition === undefined || declared?.region === undefined
          ? undefined
          : checkedRegion(declared.region);
      const statements = bindStatements(declared?.statements, [...path, 'statements'], accounts, reporter);
      const creationTemplates = bindCreationTemplates(declared, path, accounts, reporter);
      const pullThroughCache = bindPullThroughCache(declared, path);
      const registry: BoundRegistry = {
        name: checkedRegistryName(name),
        path,
        account,
        region,
        partition,
        creationTemplates,
        pullThroughCache,
        scanning: bindScanning(declared, path),
        declared,
        statements,
      };
      return [name, registry];
    }),
  );
}

function bindRepositories(
  declaration: Declaration,
  tree: Tree,
  accounts: ReadonlyMap<string, BoundAccount>,
  registries: Registries,
  defaultSettings: BoundRepositorySettings,
  reporter: Reporter,
): readonly BoundRepository[] {
  const defaults = declaration.defaults?.repository;
  const defaultStatements = bindStatements(
    defaults?.statements,
    [...DEFAULTS_PATH, 'statements'],
    accounts,
    reporter,
  );
  const names = declaredNames(tree, 'repositories') ?? [];
  return names.map((name) => {
    const declared = declaration.repositories?.[name];
    const path: Path = ['repositories', name];
    const writtenNames: readonly WrittenName[] =
      declared?.registry === undefined
        ? locateNames(declared?.registries, [...path, 'registries'])
        : [{ name: declared.registry, path: [...path, 'registry'] }];
    const references = resolveReferences(writtenNames, registries, 'repository/unknown-registry', reporter);
    return {
      name: checkedRepositoryName(name),
      path,
      registries: references,
      isComplete: references.length > 0 && references.length === writtenNames.length,
      forceDelete: declared?.forceDelete ?? defaults?.forceDelete ?? false,
      preventDestroy: declared?.preventDestroy ?? defaults?.preventDestroy ?? false,
      settings: withDefaults(bindSettings(declared, path), defaultSettings),
      statements:
        declared?.statements === undefined
          ? defaultStatements
          : bindStatements(declared.statements, [...path, 'statements'], accounts, reporter),
    };
  });
}

function bindReplicationRules(
  declaration: Declaration,
  registries: Registries,
  reporter: Reporter,
): readonly BoundReplicationRule[] {
  return (declaration.replication ?? []).flatMap((declared, index) => {
    if (declared === undefined) return [];
    const path = ['replication', index];
    const code = 'replication/unknown-registry';
    return {
      path,
      from: resolveReferences(locateNames(declared.from, [...path, 'from']), registries, code, reporter),
      to: resolveReferences(locateNames(declared.to, [...path, 'to']), registries, code, reporter),
      filters: bindFilters(declared.repositories, [...path, 'repositories']),
      createRepositories: declared.createRepositories ?? false,
    };
  });
}

function bindFilters(
  declared: DeepPartial<'all' | string[]> | undefined,
  path: Path,
): BoundReplicationRule['filters'] {
  if (declared === 'all') return 'all';
  return locateNames(declared, path).map(({ name, path: at }) => ({
    filter: checkedRepositoryFilter(name),
    path: at,
  }));
}
