import {
  tryGetPartition,
  type AccountId,
  type AccountName,
  type Credentials,
  type Region,
  type RegistryName,
  type RepositoryFilter,
  type RepositoryName,
} from '../../registry';
import type { Declaration, Partially } from '../declaration';
import { linkGrants, linkStatements } from './access';
import { linkAccountSettings } from './account-settings';
import { holdingOf } from './contents';
import { linkCreationTemplates } from './creation-templates';
import { linkImports } from './imports';
import type {
  Linked,
  LinkedAccount,
  LinkedRegistry,
  LinkedRepository,
  LinkedRule,
  LinkedSettings,
} from './linked';
import { linkPullThroughCache } from './pull-through-cache';
import { follow, namesIn, type Registries, type Written } from './references';
import { linkScanning } from './scanning';
import { linkSettings, withDefaults } from './settings';
import type { Reporter } from '../reporter';
import { didYouMean, listed, unknownRegion } from '../suggest';
import { treeAt, type Path, type Tree } from '../tree';

const DEFAULTS: Path = ['defaults', 'repository'];

/**
 * Resolves every name in a declaration, and reports names that are not declared.
 *
 * The casts to branded names are here: a key under `accounts` is an account name, and so on. The checks report names
 * that do not match their pattern.
 */
export function link(declaration: Declaration, tree: Tree, reporter: Reporter): Linked {
  const accounts = linkAccounts(declaration, tree);
  const registries = linkRegistries(declaration, tree, accounts, reporter);
  const defaults = linkSettings(declaration.defaults?.repository, DEFAULTS);
  const repositories = linkRepositories(declaration, tree, accounts, registries, defaults, reporter);
  const rules = linkRules(declaration, registries, reporter);
  const originals = byRegistry(repositories);
  const all = [...registries.values()];
  return {
    accounts: [...accounts.values()],
    registries: all,
    repositories,
    defaults,
    rules,
    grants: linkGrants(declaration, accounts, registries, reporter),
    imports: linkImports(declaration, registries, reporter),
    originals,
    held: new Map(all.map((registry) => [registry, holdingOf({ originals, rules }, registry)])),
  };
}

function byRegistry(repositories: readonly LinkedRepository[]): Linked['originals'] {
  const found = new Map<LinkedRegistry, LinkedRepository[]>();
  for (const repository of repositories) {
    for (const registry of new Set(repository.registries.map((reference) => reference.registry))) {
      const there = found.get(registry);
      if (there === undefined) found.set(registry, [repository]);
      else there.push(repository);
    }
  }
  return found;
}

/**
 * Returns the names in a section, including those whose value was rejected: a reference to them is valid. Returns
 * undefined if the section is missing, because then no reference can be checked.
 */
function declaredNames(tree: Tree, section: string): readonly string[] | undefined {
  const found = treeAt(tree, [section]);
  return found?.kind === 'map' ? [...found.entries.keys()] : undefined;
}

function linkAccounts(declaration: Declaration, tree: Tree): ReadonlyMap<string, LinkedAccount> {
  const names = declaredNames(tree, 'accounts') ?? [];
  return new Map(
    names.map((name) => {
      const declared = declaration.accounts?.[name];
      const account: LinkedAccount = {
        name: name as AccountName,
        path: ['accounts', name],
        id: declared?.id as AccountId | undefined,
        credentials: credentials(declared),
      };
      return [name, account];
    }),
  );
}

type DeclaredAccount = NonNullable<Declaration['accounts']>[string];

function credentials(declared: DeclaredAccount): Credentials {
  const role = declared?.assumeRole;
  if (role?.arn !== undefined) {
    return { kind: 'assumeRole', arn: role.arn, externalId: role.externalId, sessionName: role.sessionName };
  }
  const profile = declared?.profile;
  return profile === undefined ? { kind: 'ambient' } : { kind: 'profile', profile };
}

function linkRegistries(
  declaration: Declaration,
  tree: Tree,
  accounts: ReadonlyMap<string, LinkedAccount>,
  reporter: Reporter,
): ReadonlyMap<string, LinkedRegistry> {
  const accountsAreKnown = declaredNames(tree, 'accounts') !== undefined;
  const names = declaredNames(tree, 'registries') ?? [];
  return new Map(
    names.map((name) => {
      const declared = declaration.registries?.[name];
      const path = ['registries', name];
      const account = declared?.account === undefined ? undefined : accounts.get(declared.account);
      if (declared?.account !== undefined && account === undefined && accountsAreKnown) {
        reporter.atValue(
          [...path, 'account'],
          'registry/unknown-account',
          `'${declared.account}' is not an account. Declared: ${listed(accounts.keys())}.`,
          didYouMean(declared.account, accounts.keys()),
        );
      }
      const partition = declared?.region === undefined ? undefined : tryGetPartition(declared.region);
      if (declared?.region !== undefined && partition === undefined) {
        reporter.atValue([...path, 'region'], 'registry/unknown-region', ...unknownRegion(declared.region));
      }
      const region = partition === undefined ? undefined : (declared?.region as Region | undefined);
      const statements = linkStatements(declared?.statements, [...path, 'statements'], accounts, reporter);
      const creationTemplates = linkCreationTemplates(declared, path, accounts, reporter);
      const pullThroughCache = linkPullThroughCache(declared, path);
      const registry: LinkedRegistry = {
        name: name as RegistryName,
        path,
        account,
        region,
        partition,
        creationTemplates,
        pullThroughCache,
        scanning: linkScanning(declared, path),
        accountSettings: linkAccountSettings(declared),
        statements,
      };
      return [name, registry];
    }),
  );
}

function linkRepositories(
  declaration: Declaration,
  tree: Tree,
  accounts: ReadonlyMap<string, LinkedAccount>,
  registries: Registries,
  defaultSettings: LinkedSettings,
  reporter: Reporter,
): readonly LinkedRepository[] {
  const defaults = declaration.defaults?.repository;
  const general = linkStatements(defaults?.statements, [...DEFAULTS, 'statements'], accounts, reporter);
  const names = declaredNames(tree, 'repositories') ?? [];
  return names.map((name) => {
    const declared = declaration.repositories?.[name];
    const path: Path = ['repositories', name];
    const written: readonly Written[] =
      declared?.registry === undefined
        ? namesIn(declared?.registries, [...path, 'registries'])
        : [{ name: declared.registry, path: [...path, 'registry'] }];
    const found = follow(written, registries, 'repository/unknown-registry', reporter);
    return {
      name: name as RepositoryName,
      path,
      registries: found,
      complete: found.length > 0 && found.length === written.length,
      forceDelete: declared?.forceDelete ?? defaults?.forceDelete ?? false,
      preventDestroy: declared?.preventDestroy ?? defaults?.preventDestroy ?? false,
      settings: withDefaults(linkSettings(declared, path), defaultSettings),
      statements:
        declared?.statements === undefined
          ? general
          : linkStatements(declared.statements, [...path, 'statements'], accounts, reporter),
    };
  });
}

function linkRules(
  declaration: Declaration,
  registries: Registries,
  reporter: Reporter,
): readonly LinkedRule[] {
  return (declaration.replication ?? []).flatMap((declared, index) => {
    if (declared === undefined) return [];
    const path = ['replication', index];
    const code = 'replication/unknown-registry';
    return {
      path,
      from: follow(namesIn(declared.from, [...path, 'from']), registries, code, reporter),
      to: follow(namesIn(declared.to, [...path, 'to']), registries, code, reporter),
      filters: linkFilters(declared.repositories, [...path, 'repositories']),
      createRepositories: declared.createRepositories ?? false,
    };
  });
}

function linkFilters(declared: Partially<'all' | string[]> | undefined, path: Path): LinkedRule['filters'] {
  if (declared === 'all') return 'all';
  return namesIn(declared, path).map(({ name, path: at }) => ({
    filter: name as RepositoryFilter,
    path: at,
  }));
}
