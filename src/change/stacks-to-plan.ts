import { replicationCaller, type Caller } from '../access/evaluate/caller';
import { statementsForCaller } from '../access/evaluate/caller-statements';
import { getPartition } from '../aws/partitions';
import { isSameValue, pairByName, sortedBy } from '../base/collections';
import type { RegistryResource } from '../model/deployment';
import { blockOf, describeStack, type StackDescription } from '../terraform/description';
import { layOut, type StackDependency, type StackLayout } from '../terraform/layout';
import { resourceAddress } from '../terraform/resources';
import type { Declaration } from './stacks';

/** Why a stack must be planned. */
export type PlanReason =
  | { readonly kind: 'added' }
  | {
      readonly kind: 'changed';
      readonly resources: readonly ResourceChange[];
      readonly settings: readonly StackSetting[];
    }
  /** Its own output is the same, but a resource of another stack that its replication requires is not. */
  | { readonly kind: 'dependency-changed'; readonly dependencies: readonly DependencyChange[] }
  /** There is no earlier declaration to compare with. */
  | { readonly kind: 'not-compared' };

export interface ResourceChange {
  readonly address: string;
  readonly change: 'added' | 'changed' | 'removed';
}

export interface DependencyChange extends ResourceChange {
  readonly stack: string;
}

/** What a description of a stack contains in addition to its resources. */
export type StackSetting = Exclude<keyof StackDescription, 'name' | 'resources'>;

/**
 * Returns the stacks whose output differs between two declarations, and the stacks that depend on a resource that
 * differs, with the reason. Contains no stack that was removed.
 */
export function stacksToPlan(before: Declaration, after: Declaration): ReadonlyMap<string, PlanReason> {
  const previous = new Map(
    layOut(before.topology, before.deployment).map((layout) => [
      layout.name,
      { layout, description: describeStack(layout, before.deployment) },
    ]),
  );
  const reasons = new Map<string, PlanReason>();
  for (const layout of layOut(after.topology, after.deployment)) {
    const earlier = previous.get(layout.name);
    const reason: PlanReason | undefined =
      earlier === undefined
        ? { kind: 'added' }
        : (compareDescriptions(earlier.description, describeStack(layout, after.deployment)) ??
          compareDependencies(earlier.layout, layout));
    if (reason !== undefined) reasons.set(layout.name, reason);
  }
  return reasons;
}

/** Compares the whole descriptions, so that a stack whose output differs is never left out. */
function compareDescriptions(before: StackDescription, after: StackDescription): PlanReason | undefined {
  if (isSameValue(before, after)) return undefined;
  // Object.keys loses the type of the keys.
  const keys = Object.keys(after) as readonly (keyof StackDescription)[];
  return {
    kind: 'changed',
    resources: pairByName(before.resources, after.resources, ({ block }) => resourceAddress(block)).flatMap(
      ({ name, previous, current }) => resourceChange(name, previous, current, (each) => each),
    ),
    settings: keys.flatMap((key) =>
      key === 'name' || key === 'resources' || isSameValue(before[key], after[key]) ? [] : [key],
    ),
  };
}

function compareDependencies(before: StackLayout, after: StackLayout): PlanReason | undefined {
  const pairs = pairByName(before.dependencies, after.dependencies, ({ resource }) =>
    resourceAddress(resource),
  );
  // No other resource depends on one of another stack.
  const callers = after.resources.flatMap(({ resource }): readonly Caller[] => {
    if (resource.type !== 'aws_ecr_replication_configuration') return [];
    const { region, accountId } = resource.registry;
    return [replicationCaller(getPartition(region).id, accountId)];
  });
  const dependencies = pairs.flatMap(({ name, previous, current }): readonly DependencyChange[] => {
    const stack = (current ?? previous)?.stack ?? '';
    const valueOf = ({ resource }: StackDependency) => valueFor(callers, resource);
    return resourceChange(name, previous, current, valueOf).map((change) => ({ ...change, stack }));
  });
  return dependencies.length === 0 ? undefined : { kind: 'dependency-changed', dependencies };
}

/**
 * Returns what a replication requires of a resource. A registry policy has statements for each source account, so
 * only those of the account count: a repository of another account does not change them.
 */
function valueFor(callers: readonly Caller[], resource: RegistryResource): unknown {
  if (resource.type !== 'aws_ecr_registry_policy') return blockOf(resource);
  const statements = callers.flatMap((caller) => statementsForCaller(resource.policy, caller));
  return statements.length === 0 ? undefined : sortedBy(statements, (each) => JSON.stringify(each));
}

function resourceChange<Item>(
  address: string,
  previous: Item | undefined,
  current: Item | undefined,
  valueOf: (item: Item) => unknown,
): readonly ResourceChange[] {
  const [before, after] = [previous, current].map((item) => (item === undefined ? undefined : valueOf(item)));
  if (isSameValue(before, after)) return [];
  const change = previous === undefined ? 'added' : current === undefined ? 'removed' : 'changed';
  return [{ address, change }];
}
