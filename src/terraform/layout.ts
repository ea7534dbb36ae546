import { registryKey } from '../aws/arn';
import type { Deployment } from '../model/deployment';
import type { AccountId } from '../aws/names';
import { sortedUnique } from '../base/collections';
import type { Region } from '../aws/partitions';
import type { Registry, Topology } from '../model/topology';
import { draftStacks, type StackDraft } from './layout.drafts';
import { importId } from './resources.import-id';
import { dependenciesOf, type DeployedResources } from './dependencies';
import { resourceAddress, resourcesOf } from './resources';
import type { Resource } from '../model/deployment.resource';

/** A stack: one Terraform state with its resources and dependencies. */
export interface StackLayout {
  /** Part of the name of the state, so it must not change. */
  readonly name: string;
  readonly providers: readonly ProviderLayout[];
  readonly resources: readonly PlacedResource[];
  /** The registries whose repositories are in this stack. The stack outputs their URLs. */
  readonly registries: readonly Registry[];
  /** The names of other stacks, sorted. */
  readonly dependsOn: readonly string[];
}

/** A configuration of the AWS provider. */
export interface ProviderLayout {
  readonly alias: string;
  readonly accountId: AccountId;
  readonly region: string;
}

/** A resource with its provider and dependencies. */
export interface PlacedResource {
  readonly resource: Resource;
  /** The alias of its provider. */
  readonly provider: string;
  /** Set if it differs from the provider's Region: the `region` argument of version 6 of the AWS provider. */
  readonly region: Region | undefined;
  /** Addresses in the same stack for `depends_on`, in addition to references. */
  readonly after: readonly string[];
  /** The import ID if the resource exists and is imported. */
  readonly importedAs: string | undefined;
}

/** Returns the stacks of a topology. Dependencies between stacks have no cycle, for any replication. */
export function layOut(topology: Topology, deployment: Deployment): readonly StackLayout[] {
  const deployed: DeployedResources = new Map(
    topology.registries.map((registry) => [registryKey(registry), resourcesOf(registry)]),
  );
  const drafts = draftStacks(topology, deployment, (registry) => deployed.get(registryKey(registry)) ?? []);
  const stackOf = new Map<Resource, string>(
    drafts.flatMap(({ name, resources }) => resources.map(({ resource }) => [resource, name] as const)),
  );
  const imported = new Set(deployment.imports);
  return drafts.map((draft) => layOutStack(draft, deployed, stackOf, imported));
}

/** Returns the names of the stacks, which depend only on the accounts and registries. */
export function stackNames(topology: Topology, deployment: Deployment): readonly string[] {
  return draftStacks({ ...topology, identities: [] }, deployment, () => []).map(({ name }) => name);
}

/** Maps the name of each stack to its purpose. Renaming a stack does not change its purpose. */
export function stackPurposes(topology: Topology, deployment: Deployment): ReadonlyMap<string, string> {
  const drafts = draftStacks({ ...topology, identities: [] }, deployment, () => []);
  return new Map(drafts.map(({ name, purpose }) => [name, purpose]));
}

function layOutStack(
  { name, providers, resources, registries }: StackDraft,
  deployed: DeployedResources,
  stackOf: ReadonlyMap<Resource, string>,
  imported: ReadonlySet<string>,
): StackLayout {
  const regionOf = new Map(providers.map(({ alias, region }) => [alias, region]));
  const otherStacks = new Set<string>();
  const placed = resources.map(({ resource, provider, region }): PlacedResource => {
    const after: string[] = [];
    for (const dependency of dependenciesOf(resource, deployed)) {
      const stack = stackOf.get(dependency);
      if (stack === name) after.push(resourceAddress(dependency));
      else if (stack !== undefined) otherStacks.add(stack);
    }
    const isImported = imported.size > 0 && imported.has(resourceAddress(resource));
    const importedId = isImported && 'registry' in resource ? importId(resource) : undefined;
    // https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support
    const regionSuffix = region === undefined || region === regionOf.get(provider) ? '' : `@${region}`;
    return {
      resource,
      provider,
      region,
      after,
      importedAs: importedId === undefined ? undefined : `${importedId}${regionSuffix}`,
    };
  });
  return { name, providers, resources: placed, registries, dependsOn: sortedUnique(otherStacks) };
}
