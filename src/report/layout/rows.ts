import {
  sortedBy,
  sortedUnique,
  wavesOf,
  type Account,
  type ResourceType,
  type StackLayout,
} from '../../registry';

/** What there is to say of one stack. */
export interface StackRow {
  readonly name: string;
  /** From 1: whatever it depends on is in a wave before. */
  readonly wave: number;
  readonly accounts: readonly Pick<Account, 'id' | 'name'>[];
  /** Sorted. Of a stack that holds nothing in a registry, the Region of its provider. */
  readonly regions: readonly string[];
  /** How many resources of each type, in the order in which they stand in the stack. */
  readonly resources: ReadonlyMap<ResourceType, number>;
  readonly dependsOn: readonly string[];
}

/** The stacks in the order in which they are applied, those of a wave by name. */
export function stackRows(stacks: readonly StackLayout[], accounts: readonly Account[]): readonly StackRow[] {
  return wavesOf(stacks).flatMap((wave, index) =>
    sortedBy(wave, ({ name }) => name).map((stack) => rowOf(stack, index + 1, accounts)),
  );
}

function rowOf(stack: StackLayout, wave: number, accounts: readonly Account[]): StackRow {
  const { name, dependsOn, providers } = stack;
  const reached = new Set(providers.map(({ accountId }) => accountId));
  const resources = new Map<ResourceType, number>();
  for (const { resource } of stack.resources) {
    resources.set(resource.type, (resources.get(resource.type) ?? 0) + 1);
  }
  return {
    name,
    wave,
    accounts: accounts.filter(({ id }) => reached.has(id)),
    regions: regionsOf(stack),
    resources,
    dependsOn,
  };
}

function regionsOf({ providers, resources }: StackLayout): readonly string[] {
  const held = resources.flatMap(({ resource }) =>
    'registry' in resource ? [resource.registry.region] : [],
  );
  return sortedUnique(held.length > 0 ? held : providers.map(({ region }) => region));
}
