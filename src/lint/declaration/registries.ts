import { REGISTRY_NAME } from '../../aws/names';
import type { BoundAccount, BoundDeclaration, BoundRegistry } from '../../declaration/bind/bound-declaration';
import type { Declaration } from '../../declaration/schema/declaration';
import { isPresent } from '../../declaration/schema/located';
import type { Reporter } from '../../declaration/syntax/diagnostics';

/**
 * Checks the names of the registries, that no account has two in one Region, and that an account is in one partition.
 */
export function checkRegistries(declaration: Declaration, bound: BoundDeclaration, reporter: Reporter): void {
  if (isPresent(declaration.registries) && bound.registries.length === 0) {
    reporter.atKey(
      ['registries'],
      'shape/wrong-value',
      "'registries' is empty: there is nothing to deploy.",
      'Declare a registry.',
    );
  }
  const firstByRegion = new Map<string, BoundRegistry>();
  const firstOfAccount = new Map<BoundAccount, BoundRegistry>();
  for (const registry of bound.registries) {
    const { name, path, account, region, partition } = registry;
    const fault = REGISTRY_NAME.fault(name);
    if (fault !== undefined) {
      reporter.atKey(path, 'registry/name', `'${name}' cannot name a registry: ${fault}.`, suggestName(name));
    }
    if (account === undefined || region === undefined || partition === undefined) continue;

    const key = `${account.name} ${region}`;
    const duplicate = firstByRegion.get(key);
    if (duplicate !== undefined) {
      reporter.atKey(
        path,
        'registry/duplicate',
        `'${name}' and '${duplicate.name}' are the same registry: account '${account.name}' in ${region}.`,
        'An account has one registry in a Region; keep one and put everything there.',
      );
    } else {
      firstByRegion.set(key, registry);
    }

    const first = firstOfAccount.get(account);
    if (first?.partition !== undefined && first.partition !== partition) {
      reporter.atValue(
        [...path, 'region'],
        'registry/partition',
        `${region} is in the partition ${partition.id}, but '${first.name}' of the same account is in ${first.partition.id}.`,
        'An AWS account exists in one partition; declare another account for this one.',
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
  return suggestion === '' ? undefined : `Call it '${suggestion}'.`;
}
