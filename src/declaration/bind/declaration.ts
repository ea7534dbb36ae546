import {
  uncheckedAccountId,
  uncheckedAccountName,
  uncheckedRegion,
  uncheckedRegistryName,
  uncheckedRepositoryFilter,
  uncheckedRepositoryName,
} from '../../aws/names';
import { tryGetPartition } from '../../aws/partitions';
import { didYouMean, formatList } from '../../base/text';
import type { Credentials } from '../../model/deployment';
import type { Declaration } from '../schema/declaration';
import type { DeclaredAccount } from '../schema/deployment';
import { entriesOf, isComplete, isPresent, itemsOf, present } from '../schema/located';
import type { DeclaredRegistry } from '../schema/registries';
import type { Reporter } from '../syntax/diagnostics';
import { unknownRegionMessage } from '../syntax/suggestions';
import { bindGrants, bindRepositoryStatements, bindStatements } from './access';
import type {
  BoundAccount,
  BoundDeclaration,
  BoundRegistry,
  BoundReplicationRule,
  BoundRepository,
  BoundRepositorySettings,
} from './bound-declaration';
import type { Accounts } from './principals';
import { bindImports, resolveReferences, type Registries } from './references';
import { placeRepositories } from './registry-contents';
import { bindCreationTemplates } from './registry-settings';
import { bindSettings, withDefaults } from './repository-settings';

/**
 * Resolves every name in a declaration, and reports names that are not declared.
 *
 * The names become branded here: a key under `accounts` is an account name, and so on. The checks report names that do
 * not match their pattern.
 */
export function bindDeclaration(declaration: Declaration, reporter: Reporter): BoundDeclaration {
  const accounts = bindAccounts(declaration);
  const registries = bindRegistries(declaration, accounts, reporter);
  const defaults = bindSettings(declaration.defaults?.value?.repository?.value);
  const repositories = bindRepositories(declaration, accounts, registries, defaults, reporter);
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
    imports: bindImports(declaration, accounts, registries, reporter),
    originals,
    isComplete: {
      registries: registries.isComplete,
      repositories: isComplete(declaration.repositories),
    },
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

function bindAccounts({ accounts }: Declaration): Accounts {
  const entries = new Map(
    entriesOf(accounts).map(([name, { path, value: declared }]) => {
      const id = declared?.id?.value;
      const account: BoundAccount = {
        name: uncheckedAccountName(name),
        path,
        id: id === undefined ? undefined : uncheckedAccountId(id),
        credentials: bindCredentials(declared),
      };
      return [name, account];
    }),
  );
  return Object.assign(entries, { isComplete: isComplete(accounts) });
}

function bindCredentials(declared: DeclaredAccount | undefined): Credentials {
  const role = declared?.assumeRole?.value;
  if (role?.arn?.value !== undefined) {
    const { arn, externalId, sessionName } = role;
    return {
      kind: 'assumeRole',
      arn: arn.value,
      externalId: externalId?.value,
      sessionName: sessionName?.value,
    };
  }
  const profile = declared?.profile?.value;
  return profile === undefined ? { kind: 'ambient' } : { kind: 'profile', profile };
}

function bindRegistries({ registries }: Declaration, accounts: Accounts, reporter: Reporter): Registries {
  const entries = new Map(
    entriesOf(registries).map(([name, { path, value: declared = {} }]) => {
      const account =
        declared.account?.value === undefined ? undefined : accounts.get(declared.account.value);
      if (isPresent(declared.account) && account === undefined && accounts.isComplete) {
        reporter.atValue(
          declared.account.path,
          'registry/unknown-account',
          `Account '${declared.account.value}' is not declared. Declared accounts: ${formatList(accounts.keys())}.`,
          didYouMean(declared.account.value, accounts.keys()),
        );
      }
      const registry: BoundRegistry = {
        name: uncheckedRegistryName(name),
        path,
        account,
        ...bindRegion(declared, reporter),
        creationTemplates: bindCreationTemplates(declared.creationTemplates, accounts, reporter),
        pullThroughCache: itemsOf(declared.pullThroughCache),
        scanning: present(declared.scanning),
        declared,
        statements: bindStatements(declared.statements, accounts, reporter),
      };
      return [name, registry];
    }),
  );
  return Object.assign(entries, { isComplete: isComplete(registries) });
}

function bindRegion(
  { region }: DeclaredRegistry,
  reporter: Reporter,
): Pick<BoundRegistry, 'partition' | 'region'> {
  const partition = region?.value === undefined ? undefined : tryGetPartition(region.value);
  if (region?.value === undefined || partition === undefined) {
    if (isPresent(region)) {
      reporter.atValue(region.path, 'registry/unknown-region', ...unknownRegionMessage(region.value));
    }
    return { partition: undefined, region: undefined };
  }
  return { partition, region: uncheckedRegion(region.value) };
}

function bindRepositories(
  declaration: Declaration,
  accounts: Accounts,
  registries: Registries,
  defaultSettings: BoundRepositorySettings,
  reporter: Reporter,
): readonly BoundRepository[] {
  const defaults = declaration.defaults?.value?.repository?.value;
  const defaultStatements = bindRepositoryStatements(defaults?.statements, accounts, registries, reporter);
  return entriesOf(declaration.repositories).map(([name, { path, value: declared }]) => {
    const names = itemsOf(present(declared?.registry) ?? declared?.registries);
    const references = resolveReferences(names, registries, 'repository/unknown-registry', reporter);
    return {
      name: uncheckedRepositoryName(name),
      path,
      registries: references,
      isComplete: references.length > 0 && references.length === names.length,
      forceDelete: declared?.forceDelete?.value ?? defaults?.forceDelete?.value ?? false,
      preventDestroy: declared?.preventDestroy?.value ?? defaults?.preventDestroy?.value ?? false,
      settings: withDefaults(bindSettings(declared), defaultSettings),
      statements: isPresent(declared?.statements)
        ? bindRepositoryStatements(declared.statements, accounts, registries, reporter)
        : defaultStatements,
    };
  });
}

function bindReplicationRules(
  { replication }: Declaration,
  registries: Registries,
  reporter: Reporter,
): readonly BoundReplicationRule[] {
  const code = 'replication/unknown-registry';
  return itemsOf(replication).map(({ path, value: { from, to, repositories, createRepositories } }) => ({
    path,
    from: resolveReferences(itemsOf(from), registries, code, reporter),
    to: resolveReferences(itemsOf(to), registries, code, reporter),
    filters:
      repositories?.value === 'all'
        ? 'all'
        : itemsOf(repositories).map(({ value, path: at }) => ({
            filter: uncheckedRepositoryFilter(value),
            path: at,
          })),
    createRepositories: createRepositories?.value ?? false,
  }));
}
