import { registryKey } from '../arn';
import type { Deployment } from '../deployment';
import type { AccountId } from '../names';
import { sortedUnique } from '../order';
import type { Region } from '../partitions';
import type { Registry, Topology } from '../topology';
import { draftStacks, type StackDraft } from './drafts';
import { importId } from './import-id';
import { neededBy, type Deployed } from './needs';
import { resourceAddress, resourcesOf } from './resources';
import type { Resource } from './resource';

/** One Terraform state: what it holds, and what has to be applied before it. */
export interface StackLayout {
  /** Also part of the state's name, so it never changes. */
  readonly name: string;
  readonly providers: readonly ProviderLayout[];
  readonly resources: readonly PlacedResource[];
  /** The registries whose repositories it holds: it puts out their URLs. */
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

/** A resource in its stack. */
export interface PlacedResource {
  readonly resource: Resource;
  /** The alias of its provider. */
  readonly provider: string;
  /** Where the provider alone does not say it: the `region` argument of version 6 of the AWS provider. */
  readonly region: Region | undefined;
  /** Addresses within the stack that it comes after, beside those it refers to. */
  readonly after: readonly string[];
  /** Where it exists already and is taken over: as what it is imported. */
  readonly importedAs: string | undefined;
}

/** The stacks that a topology becomes. None depends on one that depends on it, whatever replicates to whatever. */
export function layOut(topology: Topology, deployment: Deployment): readonly StackLayout[] {
  const deployed: Deployed = new Map(
    topology.registries.map((registry) => [registryKey(registry), resourcesOf(registry)]),
  );
  const drafts = draftStacks(topology, deployment, (registry) => deployed.get(registryKey(registry)) ?? []);
  const stackOf = new Map<Resource, string>(
    drafts.flatMap(({ name, resources }) => resources.map(({ resource }) => [resource, name] as const)),
  );
  const imported = new Set(deployment.imports);
  return drafts.map((draft) => laidOut(draft, deployed, stackOf, imported));
}

/** How the stacks are called, which the accounts and registries alone decide. */
export function stackNames(topology: Topology, deployment: Deployment): readonly string[] {
  return draftStacks({ ...topology, identities: [] }, deployment, () => []).map(({ name }) => name);
}

/** What the stacks are for, by what they are called. A stack that is renamed is for the same. */
export function stackPlaces(topology: Topology, deployment: Deployment): ReadonlyMap<string, string> {
  const drafts = draftStacks({ ...topology, identities: [] }, deployment, () => []);
  return new Map(drafts.map(({ name, place }) => [name, place]));
}

function laidOut(
  { name, providers, resources, registries }: StackDraft,
  deployed: Deployed,
  stackOf: ReadonlyMap<Resource, string>,
  imported: ReadonlySet<string>,
): StackLayout {
  const regionOf = new Map(providers.map(({ alias, region }) => [alias, region]));
  const elsewhere = new Set<string>();
  const placed = resources.map(({ resource, provider, region }): PlacedResource => {
    const after: string[] = [];
    for (const needed of neededBy(resource, deployed)) {
      const stack = stackOf.get(needed);
      if (stack === name) after.push(resourceAddress(needed));
      else if (stack !== undefined) elsewhere.add(stack);
    }
    const isImported = imported.size > 0 && imported.has(resourceAddress(resource));
    const existing = isImported && 'registry' in resource ? importId(resource) : undefined;
    // https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support
    const at = region === undefined || region === regionOf.get(provider) ? '' : `@${region}`;
    return {
      resource,
      provider,
      region,
      after,
      importedAs: existing === undefined ? undefined : `${existing}${at}`,
    };
  });
  return { name, providers, resources: placed, registries, dependsOn: sortedUnique(elsewhere) };
}
