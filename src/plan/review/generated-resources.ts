import { registryKey } from '../../aws/arn';
import { REGISTRY_NAME } from '../../aws/names';
import type { Topology } from '../../model/topology';
import { isKnown } from '../../model/unknown';
import { logicalId } from '../../terraform/resources.logical-id';
import { URLS_OUTPUT } from '../../terraform/resources.urls-output';
import type { PlanDocument } from '../model/document';
import type { Address, PlannedResource } from '../model/planned-resource';
import { textAt } from '../model/values';
import { settingNameOf } from '../topology/settings';

/**
 * Returns a function that reports whether this project generated a resource, so that the fix belongs in `topology.yaml`. A
 * generated resource is named after its registry and repository. In addition, its plan has the output that this project
 * writes, or every resource of the plan is named like that and a declaration is given or another plan has the output.
 */
export function createGeneratedTest(
  plans: readonly PlanDocument[],
  resources: readonly PlannedResource[],
  declared: Topology | undefined,
): (at: Address) => boolean {
  const withOutput = new Set(plans.filter(hasUrlsOutput).map(({ file }) => file));
  // Stacks without repositories have no output, so another plan or the declaration decides.
  if (declared === undefined && withOutput.size === 0) return () => false;
  const nameOf = new Map(declared?.registries.map((registry) => [registryKey(registry), registry.name]));
  const generated = new Set<string>();
  const handwritten = new Set<string>();
  for (const resource of resources) {
    if (isNamedByProject(resource, nameOf)) generated.add(resourceKey(resource));
    else handwritten.add(resource.plan);
  }
  return (at) => generated.has(resourceKey(at)) && (withOutput.has(at.plan) || !handwritten.has(at.plan));
}

function resourceKey({ plan, address }: Address): string {
  return `${plan}\n${address}`;
}

function hasUrlsOutput({ configuration }: PlanDocument): boolean {
  const { name, description } = URLS_OUTPUT;
  return textAt(configuration, 'root_module', 'outputs', name, 'description') === description;
}

/** Whether a resource has the name that `resourcesOf` or `identityResources` would give it. */
function isNamedByProject(resource: PlannedResource, nameOf: ReadonlyMap<string, string>): boolean {
  const id = /^aws_\w+\.([\w-]+)$/.exec(resource.address)?.[1];
  const values = resource.after ?? resource.before;
  if (id === undefined || values === undefined) return false;
  const [registryName = ''] = id.split('-', 1);
  if (resource.kind === 'identity-policy' || resource.kind === 'policy-attachment') {
    const { identity } = resource.after ?? resource.before ?? { identity: 'notKnown' };
    return isKnown(identity) && id === logicalId(`account_${identity.accountId}`, identity.name);
  }
  if (registryName !== (nameOf.get(registryKey(values.registry)) ?? registryName)) return false;
  if (!REGISTRY_NAME.pattern.test(registryName)) return false;
  const ownName = nameInRegistry(resource);
  return (
    ownName !== 'notKnown' && id === (ownName === undefined ? registryName : logicalId(registryName, ownName))
  );
}

/** Returns the name of a resource within its registry, or undefined if a registry has at most one of its kind. */
function nameInRegistry(resource: PlannedResource): string | undefined {
  const when = resource.after === undefined ? 'before' : 'after';
  switch (resource.kind) {
    case 'repository':
      return resource[when]?.name;
    case 'repository-policy':
    case 'lifecycle-policy':
      return resource[when]?.repository;
    case 'account-setting':
      return settingNameOf(resource, when)?.toLowerCase() ?? 'notKnown';
    case 'cache-rule':
    case 'creation-template':
      return settingNameOf(resource, when) ?? 'notKnown';
    case 'registry-policy':
    case 'replication':
    case 'scanning':
    case 'inspector':
    case 'identity-policy':
    case 'policy-attachment':
      return undefined;
  }
}
