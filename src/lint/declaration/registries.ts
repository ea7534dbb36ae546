import { REGISTRY_NAME } from '../../aws/names';
import type { BoundAccount, BoundDeclaration, BoundRegistry } from '../../declaration/bind/bound-declaration';
import { defineDeclarationRules, type ReporterOf } from '../rule';

export const registries = defineDeclarationRules({
  rules: {
    'registry/name': {
      severity: 'error',
      doc: 'A registry name is not valid.',
      why:
        'The name is a provider alias and part of Terraform addresses. Use lowercase letters, digits and ' +
        '`_`, start with a letter, and use at most 64 characters.',
    },
    'registry/duplicate': {
      severity: 'error',
      doc: 'An account has two registries in one Region.',
      why: 'AWS has one private registry for each account and Region. Merge the two.',
    },
    'registry/partition': {
      severity: 'error',
      doc: 'The registries of an account are in several partitions.',
      why: 'An AWS account exists in one partition. Declare another account.',
    },
  },
  bound({ bound }, reporter) {
    checkRegistries(bound, reporter);
  },
});

type Reporter = ReporterOf<typeof registries>;

/**
 * Checks the names of the registries, that no account has two in one Region, and that an account is in one partition.
 */
function checkRegistries(bound: BoundDeclaration, reporter: Reporter): void {
  if (bound.isComplete.registries && bound.registries.length === 0) {
    reporter.atKey(
      ['registries'],
      'shape/wrong-value',
      "'registries' is empty, so there is nothing to deploy.",
      'Declare a registry.',
    );
  }
  const firstByRegion = new Map<string, BoundRegistry>();
  const firstOfAccount = new Map<BoundAccount, BoundRegistry>();
  for (const registry of bound.registries) {
    const { name, path, account, region, partition } = registry;
    const fault = REGISTRY_NAME.fault(name);
    if (fault !== undefined) {
      reporter.atKey(
        path,
        'registry/name',
        `'${name}' is not a valid registry name: ${fault}.`,
        suggestName(name),
      );
    }
    if (account === undefined || region === undefined || partition === undefined) continue;

    const key = `${account.name} ${region}`;
    const duplicate = firstByRegion.get(key);
    if (duplicate !== undefined) {
      reporter.atKey(
        path,
        'registry/duplicate',
        `'${name}' and '${duplicate.name}' are the same registry: account '${account.name}' in ${region}.`,
        'An account has one registry in each Region. Merge the two.',
      );
    } else {
      firstByRegion.set(key, registry);
    }

    const first = firstOfAccount.get(account);
    if (first?.partition !== undefined && first.partition !== partition) {
      reporter.atValue(
        [...path, 'region'],
        'registry/partition',
        `${region} is in partition ${partition.id}, but '${first.name}' of the same account is in partition ${first.partition.id}.`,
        'An AWS account exists in one partition. Declare another account for this registry.',
      );
    } else if (first === undefined) {
      firstOfAccount.set(account, registry);
    }
  }
}

function suggestName(name: string): string | undefined {
  const suggestion = name
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, 64);
  return suggestion === '' ? undefined : `Use '${suggestion}'.`;
}
