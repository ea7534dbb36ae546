import { isKnown, logicalId, registryKey, REGISTRY_NAME, URLS_OUTPUT, type Topology } from '../registry';
import type { PlanDocument } from './document';
import { textAt } from './resources/json';
import type { Address, PlannedResource } from './resources/planned';
import { nameIn } from './topologies/settings-parts';

/**
 * Tells the resources that this project generated from those that were written in HCL. Their Terraform names are made of
 * the names of the registry and the repository, which is not written by hand for every resource of a plan. The plan also has
 * the output of this project, or there is a declaration that calls the registries the same.
 */
export function generatedTest(
  plans: readonly PlanDocument[],
  resources: readonly PlannedResource[],
  declared: Topology | undefined,
): (at: Address) => boolean {
  const withOutput = new Set(plans.filter(hasUrlsOutput).map(({ file }) => file));
  // Stacks without repositories have no output. They are checked together with one that has it, or with the declaration.
  if (declared === undefined && withOutput.size === 0) return () => false;
  const nameOf = new Map(declared?.registries.map((registry) => [registryKey(registry), registry.name]));
  const generated = new Set<string>();
  const handwritten = new Set<string>();
  for (const resource of resources) {
    if (isNamedByProject(resource, nameOf)) generated.add(keyOf(resource));
    else handwritten.add(resource.plan);
  }
  return (at) => generated.has(keyOf(at)) && (withOutput.has(at.plan) || !handwritten.has(at.plan));
}

function keyOf({ plan, address }: Address): string {
  return `${plan}\n${address}`;
}

function hasUrlsOutput({ configuration }: PlanDocument): boolean {
  const { name, description } = URLS_OUTPUT;
  return textAt(configuration, 'root_module', 'outputs', name, 'description') === description;
}

/** Whether a resource is called what `resourcesOf` and `identityResources` call it. */
function isNamedByProject(resource: PlannedResource, nameOf: ReadonlyMap<string, string>): boolean {
  const id = /^aws_\w+\.([\w-]+)$/.exec(resource.address)?.[1];
  const values = resource.after ?? resource.before;
  if (id === undefined || values === undefined) return false;
  const [whole = ''] = id.split('-', 1);
  if (resource.kind === 'identity-policy' || resource.kind === 'policy-attachment') {
    const { identity } = resource.after ?? resource.before ?? { identity: 'notKnown' };
    return isKnown(identity) && id === logicalId(`account_${identity.accountId}`, identity.name);
  }
  if (whole !== (nameOf.get(registryKey(values.registry)) ?? whole)) return false;
  if (!REGISTRY_NAME.pattern.test(whole)) return false;
  const part = partOf(resource);
  return part !== 'notKnown' && id === (part === undefined ? whole : logicalId(whole, part));
}

/** What distinguishes a resource from others of its kind in a registry; undefined if there is one at most. */
function partOf(resource: PlannedResource): string | undefined {
  const moment = resource.after === undefined ? 'before' : 'after';
  switch (resource.kind) {
    case 'repository':
      return resource[moment]?.name;
    case 'repository-policy':
    case 'lifecycle-policy':
      return resource[moment]?.repository;
    case 'account-setting':
      return nameIn(resource, moment)?.toLowerCase() ?? 'notKnown';
    case 'cache-rule':
    case 'creation-template':
      return nameIn(resource, moment) ?? 'notKnown';
    case 'registry-policy':
    case 'replication':
    case 'scanning':
    case 'inspector':
    case 'identity-policy':
    case 'policy-attachment':
      return undefined;
  }
}
