import { registryKey } from '../aws/arn';
import type { Deployment, StacksBy } from '../model/deployment';
import { identityArn } from '../aws/arn.identity';
import { layOut, stackPurposes, type StackLayout } from '../terraform/layout';
import type { ResourceType } from '../model/deployment.resource';
import { wavesOf } from '../terraform/layout.waves';
import type { Topology } from '../model/topology';

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
export interface Declaration {
  readonly topology: Topology;
  readonly deployment: Deployment;
}

/** Resources in stacks that were removed. No deployment destroys them. */
export interface OrphanedResources {
  /** By `registryKey`. */
  readonly registries: ReadonlySet<string>;
  /** By ARN. */
  readonly identities: ReadonlySet<string>;
}

export const NOTHING_ORPHANED: OrphanedResources = { registries: new Set(), identities: new Set() };

/** Returns the changes to the stacks. */
export function diffStacks(before: Declaration, after: Declaration): readonly StacksChange[] {
  const [previous, current] = [before.deployment.stacksBy, after.deployment.stacksBy];
  // A change of layout replaces all stacks, so it is the only change reported.
  if (previous !== current) return [{ kind: 'stacks-by', before: previous, after: current }];
  const outcomes = stackChanges(before, after);
  if (outcomes.size === 0) return [];
  // In the order of destroying: replication before its dependencies.
  return [...wavesOf(layOut(before.topology, before.deployment))]
    .reverse()
    .flat()
    .filter(({ resources }) => resources.length > 0)
    .flatMap((stack): readonly StacksChange[] => {
      const outcome = outcomes.get(stack.name);
      if (outcome === undefined) return [];
      return outcome === 'gone'
        ? [{ kind: 'stack-removed', stack: stack.name, resources: countByType(stack) }]
        : [{ kind: 'stack-renamed', stack: outcome.name, before: stack.name }];
    });
}

/**
 * Returns the resources that remain in AWS because their account or registry is removed together with its
 * stacks.
 */
export function orphanedBy(before: Declaration, after: Declaration): OrphanedResources {
  if (before.deployment.stacksBy !== after.deployment.stacksBy) return NOTHING_ORPHANED;
  const outcomes = stackChanges(before, after);
  if (outcomes.size === 0) return NOTHING_ORPHANED;
  const removed = layOut(before.topology, before.deployment).filter(
    ({ name }) => outcomes.get(name) === 'gone',
  );
  const resources = removed.flatMap((stack) => stack.resources.map(({ resource }) => resource));
  return {
    registries: new Set(removed.flatMap(({ registries }) => registries.map(registryKey))),
    identities: new Set(
      resources.flatMap((resource) => ('identity' in resource ? [identityArn(resource.identity)] : [])),
    ),
  };
}

/** Maps the name of each removed or renamed stack to its outcome. */
function stackChanges(
  before: Declaration,
  after: Declaration,
): ReadonlyMap<string, 'gone' | { readonly name: string }> {
  const current = stackPurposes(after.topology, after.deployment);
  const nameOf = new Map([...current].map(([name, purpose]) => [purpose, name]));
  const outcomes = new Map<string, 'gone' | { readonly name: string }>();
  for (const [stack, purpose] of stackPurposes(before.topology, before.deployment)) {
    const name = nameOf.get(purpose);
    if (name !== undefined && name !== stack) outcomes.set(stack, { name });
    else if (!current.has(stack)) outcomes.set(stack, 'gone');
  }
  return outcomes;
}

function countByType({ resources }: StackLayout): Readonly<Partial<Record<ResourceType, number>>> {
  const counts: Partial<Record<ResourceType, number>> = {};
  for (const { resource } of resources) counts[resource.type] = (counts[resource.type] ?? 0) + 1;
  return counts;
}
