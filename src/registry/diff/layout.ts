import { registryKey } from '../arn';
import type { Deployment, StacksBy } from '../deployment';
import { identityArn } from '../identity';
import { layOut, stackPlaces, type StackLayout } from '../terraform/layout';
import type { ResourceType } from '../terraform/resource';
import { wavesOf } from '../terraform/waves';
import type { Topology } from '../topology';

export type StacksChange =
  | { readonly kind: 'stacks-by'; readonly before: StacksBy; readonly after: StacksBy }
  /** Its account or registry was removed. Terraform no longer manages or destroys its resources. */
  | {
      readonly kind: 'stack-removed';
      readonly stack: string;
      /** The number of resources of each type. */
      readonly resources: Readonly<Partial<Record<ResourceType, number>>>;
    }
  /** Its account or registry was renamed, so the state has another name. */
  | { readonly kind: 'stack-renamed'; readonly stack: string; readonly before: string };

/** A declaration without errors. */
export interface Declared {
  readonly topology: Topology;
  readonly deployment: Deployment;
}

/** Resources in stacks that were removed. No deployment destroys them. */
export interface Abandoned {
  /** By `registryKey`. */
  readonly registries: ReadonlySet<string>;
  /** By ARN. */
  readonly identities: ReadonlySet<string>;
}

export const NOTHING_ABANDONED: Abandoned = { registries: new Set(), identities: new Set() };

/** Returns the changes to the stacks. */
export function diffStacks(before: Declared, after: Declared): readonly StacksChange[] {
  const [was, is] = [before.deployment.stacksBy, after.deployment.stacksBy];
  // A change of layout replaces all stacks, so it is the only change reported.
  if (was !== is) return [{ kind: 'stacks-by', before: was, after: is }];
  const fates = fatesOf(before, after);
  if (fates.size === 0) return [];
  // In the order of destroying: replication before its dependencies.
  return [...wavesOf(layOut(before.topology, before.deployment))]
    .reverse()
    .flat()
    .filter(({ resources }) => resources.length > 0)
    .flatMap((stack): readonly StacksChange[] => {
      const fate = fates.get(stack.name);
      if (fate === undefined) return [];
      return fate === 'gone'
        ? [{ kind: 'stack-removed', stack: stack.name, resources: numbersOf(stack) }]
        : [{ kind: 'stack-renamed', stack: fate.name, before: stack.name }];
    });
}

/**
 * Returns the resources that remain in AWS because their account or registry is removed together with its
 * stacks.
 */
export function abandonedBy(before: Declared, after: Declared): Abandoned {
  if (before.deployment.stacksBy !== after.deployment.stacksBy) return NOTHING_ABANDONED;
  const fates = fatesOf(before, after);
  if (fates.size === 0) return NOTHING_ABANDONED;
  const gone = layOut(before.topology, before.deployment).filter(({ name }) => fates.get(name) === 'gone');
  const resources = gone.flatMap((stack) => stack.resources.map(({ resource }) => resource));
  return {
    registries: new Set(gone.flatMap(({ registries }) => registries.map(registryKey))),
    identities: new Set(
      resources.flatMap((resource) => ('identity' in resource ? [identityArn(resource.identity)] : [])),
    ),
  };
}

/** Maps the name of each removed or renamed stack to its outcome. */
function fatesOf(before: Declared, after: Declared): ReadonlyMap<string, 'gone' | { readonly name: string }> {
  const is = stackPlaces(after.topology, after.deployment);
  const nameOf = new Map([...is].map(([name, place]) => [place, name]));
  const fates = new Map<string, 'gone' | { readonly name: string }>();
  for (const [stack, place] of stackPlaces(before.topology, before.deployment)) {
    const name = nameOf.get(place);
    if (name !== undefined && name !== stack) fates.set(stack, { name });
    else if (!is.has(stack)) fates.set(stack, 'gone');
  }
  return fates;
}

function numbersOf({ resources }: StackLayout): Readonly<Partial<Record<ResourceType, number>>> {
  const numbers: Partial<Record<ResourceType, number>> = {};
  for (const { resource } of resources) numbers[resource.type] = (numbers[resource.type] ?? 0) + 1;
  return numbers;
}
