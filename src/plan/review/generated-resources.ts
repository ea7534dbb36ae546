import { registryKey } from '../../aws/arn';
import { REGISTRY_NAME } from '../../aws/names';
import type { Topology } from '../../model/topology';
import { isKnown, UNKNOWN } from '../../model/unknown';
import { logicalId, resourceId, URLS_OUTPUT } from '../../terraform/resources';
import type { PlanDocument } from '../model/document';
import { isRegistryResource, rowOfKind, type Address, type PlannedResource } from '../model/planned-resource';
import { textAt } from '../model/values';
import { slotNameOf } from '../topology/slots';

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
  if (!isRegistryResource(resource)) {
    const { identity } = resource.after ?? resource.before ?? { identity: UNKNOWN };
    return isKnown(identity) && id === logicalId(`account_${identity.accountId}`, identity.name);
  }
  if (registryName !== (nameOf.get(registryKey(values.registry)) ?? registryName)) return false;
  if (!REGISTRY_NAME.pattern.test(registryName)) return false;
  const name = slotNameOf(resource, resource.after === undefined ? 'before' : 'after');
  return (
    name !== undefined && isKnown(name) && id === resourceId(rowOfKind(resource.kind), registryName, name)
  );
}

interface Reason {
  /** The rest of a sentence after "because". */
  readonly one: string;
  readonly several?: string;
  /** How to avoid the action. */
  readonly help?: string;
}

/** https://developer.hashicorp.com/terraform/internals/json-format, `action_reason` */
const REASONS: ReadonlyMap<string, Reason> = new Map([
  [
    'replace_because_tainted',
    {
      one: 'it is marked as tainted',
      several: 'they are marked as tainted',
      help: 'A resource is tainted if its creation failed halfway, or by terraform taint. If the repository is correct, remove the mark with terraform untaint, and plan again.',
    },
  ],
  ['replace_by_request', { one: 'the plan was made with -replace', help: 'Plan again without -replace.' }],
  [
    'replace_by_triggers',
    {
      one: 'of replace_triggered_by',
      help: 'Remove the reference from replace_triggered_by, or copy the images to another repository first.',
    },
  ],
  [
    'delete_because_no_resource_config',
    { one: 'its resource block was removed', several: 'their resource blocks were removed' },
  ],
  ['delete_because_no_module', { one: 'its module was removed', several: 'their modules were removed' }],
  [
    'delete_because_wrong_repetition',
    {
      one: 'count or for_each was added to its resource block, or removed from it',
      several: 'count or for_each was added to their resource blocks, or removed from them',
    },
  ],
  [
    'delete_because_count_index',
    { one: 'count no longer includes its index', several: 'count no longer includes their indexes' },
  ],
  [
    'delete_because_each_key',
    { one: 'for_each no longer includes its key', several: 'for_each no longer includes their keys' },
  ],
  [
    'delete_because_no_move_target',
    {
      one: 'a moved block moves it to an address that the configuration does not have',
      several: 'moved blocks move them to addresses that the configuration does not have',
    },
  ],
]);

/** ` because the plan was made with -replace`; empty if Terraform gives no reason. */
export function actionReasonText(reason: string | undefined, number = 1): string {
  if (reason === undefined) return '';
  const known = REASONS.get(reason);
  if (known === undefined) return ` because of '${reason}'`;
  return ` because ${number === 1 ? known.one : (known.several ?? known.one)}`;
}

/** Returns how to avoid the action, or undefined if that depends on the configuration. */
export function helpForReason(reason: string | undefined): string | undefined {
  return reason === undefined ? undefined : REASONS.get(reason)?.help;
}
