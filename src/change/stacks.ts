import { identityArn, registryKey } from '../aws/arn';
import { resourcesText, type Deployment, type ResourceType, type StacksBy } from '../model/deployment';
import type { Topology } from '../model/topology';
import { layOut, stackPurposes, wavesOf, type StackLayout } from '../terraform/layout';
import { resourceAddress, resourcesOf } from '../terraform/resources';

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

export function describeStacksChange(change: StacksChange): string {
  switch (change.kind) {
    case 'stacks-by':
      return (
        `the layout changes from ${change.before} to ${change.after}; move the states before the next plan, with the output ` +
        `of 'ecr-topology stacks --migrate-from ${change.before}' (docs/guides/layouts.md)`
      );
    case 'stack-removed':
      // The dependency check of cdktf concerns stacks that depended on this one. The declaration in which they
      // no longer do is deployed first.
      return (
        `${change.stack} is no longer in the layout, and its deployed resources stay, grants included ` +
        `(${resourceCountsText(change.resources)}). To destroy them, deploy this declaration, and then run ` +
        `'cdktf destroy ${change.stack} --ignore-missing-stack-dependencies' with the previous one (docs/guides/layouts.md)`
      );
    case 'stack-renamed':
      return (
        `${change.before} is renamed to ${change.stack}; move its state before the next plan, which creates all its ` +
        'resources again otherwise (docs/guides/layouts.md)'
      );
  }
}

function resourceCountsText(resources: Readonly<Partial<Record<ResourceType, number>>>): string {
  // Object.entries loses the type of the keys.
  const entries = Object.entries(resources) as readonly (readonly [ResourceType, number])[];
  return entries.map(([type, number]) => resourcesText(type, number)).join(', ');
}

/** The number of declared resources of a registry that Terraform imports, or no longer imports. */
export interface ImportsChange {
  readonly kind: 'imports-added' | 'imports-removed';
  readonly registry: string;
  readonly number: number;
}

/** A declaration without errors. */
interface DeclaredImports {
  readonly topology: Topology;
  readonly deployment: Pick<Deployment, 'imports'>;
}

/** Returns one change for each registry, because a single `import: true` imports all resources of the registry. */
export function diffImports(before: DeclaredImports, after: DeclaredImports): readonly ImportsChange[] {
  const previous = new Set(before.deployment.imports);
  const current = new Set(after.deployment.imports);
  if (previous.size === 0 && current.size === 0) return [];
  return after.topology.registries.flatMap((registry): readonly ImportsChange[] => {
    const addresses = resourcesOf(registry).map(resourceAddress);
    const countChange = (
      kind: ImportsChange['kind'],
      some: ReadonlySet<string>,
      others: ReadonlySet<string>,
    ) => {
      const number = addresses.filter((address) => some.has(address) && !others.has(address)).length;
      return number === 0 ? [] : [{ kind, registry: registry.name, number }];
    };
    return [
      ...countChange('imports-added', current, previous),
      ...countChange('imports-removed', previous, current),
    ];
  });
}

export function describeImportsChange({ kind, registry, number }: ImportsChange): string {
  const subject = number === 1 ? `1 resource of ${registry} is` : `${number} resources of ${registry} are`;
  const pronoun = number === 1 ? 'it' : 'them';
  return kind === 'imports-added'
    ? `${subject} imported instead of created`
    : `${subject} no longer imported, and created if the state does not contain ${pronoun}`;
}
