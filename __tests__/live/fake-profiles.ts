import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  uncheckedAccountId,
  uncheckedAccountName,
  uncheckedRegion,
  uncheckedRegistryName,
} from '../../src/aws/names';
import { declaredTargets, type ReadTarget } from '../../src/live/registry/targets';
import type { Account } from '../../src/model/deployment';
import type { Registry } from '../../src/model/topology';
import type { Fake } from './fake/fake';

/** Lets the SDK of this process call the fake, with a profile for each account, until `restore` is called. */
export function useFake(
  fake: Fake,
  profiles: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>> = {},
): { readonly restore: () => void } {
  const before = { ...process.env };
  // The SDK caches each file, so every use has its own.
  const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-'));
  Object.assign(process.env, fake.environment(folder, profiles), variables);
  return {
    restore: () => {
      process.env = before;
      rmSync(folder, { recursive: true });
    },
  };
}

/** Returns an account whose profile has its ID as name. */
export function accountOf(id: string): Account {
  return {
    name: uncheckedAccountName(`account-${id}`),
    id: uncheckedAccountId(id),
    credentials: { kind: 'profile', profile: id },
  };
}

export function targetsOf(registries: readonly Registry[]): readonly ReadTarget[] {
  const ids = new Set(registries.map(({ accountId }) => accountId));
  return declaredTargets(registries, [...ids].map(accountOf));
}

/** Returns one registry of an account, in each of these Regions. */
export function targetsIn(accountId: string, ...regions: readonly string[]): readonly ReadTarget[] {
  const registries = regions.map((region) => ({
    name: uncheckedRegistryName(region.replaceAll('-', '_')),
    accountId: uncheckedAccountId(accountId),
    region: uncheckedRegion(region),
  }));
  return declaredTargets(registries, [accountOf(accountId)]);
}
