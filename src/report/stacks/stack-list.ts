import { sortedBy, sortedUnique } from '../../base/collections';
import type { Account } from '../../model/deployment';
import type { ResourceType } from '../../model/deployment.resource';
import type { StackLayout } from '../../terraform/layout';
import { wavesOf } from '../../terraform/layout.waves';

export interface StackRow {
  readonly name: string;
  /** Starts at 1. All dependencies of the stack are in earlier waves. */
  readonly wave: number;
  readonly accounts: readonly Pick<Account, 'id' | 'name'>[];
  /** Sorted. If the stack has no resources in a registry, the Region of its provider. */
  readonly regions: readonly string[];
  /** Number of resources of each type, in the order of the stack. */
  readonly resources: ReadonlyMap<ResourceType, number>;
  readonly dependsOn: readonly string[];
}

/** Returns the stacks in the order in which they are applied. Stacks of a wave are sorted by name. */
export function stackRows(stacks: readonly StackLayout[], accounts: readonly Account[]): readonly StackRow[] {
  return wavesOf(stacks).flatMap((wave, index) =>
    sortedBy(wave, ({ name }) => name).map((stack) => rowOf(stack, index + 1, accounts)),
  );
}

function rowOf(stack: StackLayout, wave: number, accounts: readonly Account[]): StackRow {
  const { name, dependsOn, providers } = stack;
  const accountIds = new Set(providers.map(({ accountId }) => accountId));
  const resources = new Map<ResourceType, number>();
  for (const { resource } of stack.resources) {
    resources.set(resource.type, (resources.get(resource.type) ?? 0) + 1);
  }
  return {
    name,
    wave,
    accounts: accounts.filter(({ id }) => accountIds.has(id)),
    regions: regionsOf(stack),
    resources,
    dependsOn,
  };
}

function regionsOf({ providers, resources }: StackLayout): readonly string[] {
  const resourceRegions = resources.flatMap(({ resource }) =>
    'registry' in resource ? [resource.registry.region] : [],
  );
  return sortedUnique(resourceRegions.length > 0 ? resourceRegions : providers.map(({ region }) => region));
}
