import { registryKey, type RegistryId } from '../../aws/arn';
import { compareText, groupBy, sortedUnique } from '../../base/collections';
import { REGISTRY_TYPE_NAMES, rowOf } from '../../model/resource-types';
import type { Topology } from '../../model/topology';
import { withoutIndexes } from '../model/addresses';
import type { PlannedRegistryResource } from '../model/planned-resource';
import { slotNameOf } from '../topology/slots';
import type { StateDocument } from './state-document';
import type { StateTopology } from './state-topology';

/** How the former owner of adopted resources removes them from its state, without destroying them. */
export interface ForgetPlan {
  /** The path of the state. */
  readonly state: string;
  /** Addresses of resources and modules whose instances are all adopted, for `removed` blocks. Sorted. */
  readonly removed: readonly string[];
  /** Addresses of the other adopted instances, for `terraform state rm`: a `removed` block cannot name an instance. Sorted. */
  readonly instances: readonly string[];
  /** Addresses of the resources of registries that stay in the state, because the declaration does not contain them. Sorted. */
  readonly kept: readonly string[];
}

/** Finds the resources of each state that the adopted topology also manages. */
export function planForget(
  states: readonly StateDocument[],
  { resources, unlocated }: Pick<StateTopology, 'resources' | 'unlocated'>,
  adopted: Topology,
): readonly ForgetPlan[] {
  const managed = managedKeys(adopted);
  // One resource can enable Amazon Inspector for several accounts.
  const byAddress = groupBy(resources, ({ plan, address }) => JSON.stringify([plan, address]));
  const adoptedIn = groupBy(
    [...byAddress.values()].flatMap((group) =>
      group.every((resource) => managed.has(keyOfResource(resource))) ? group[0] : [],
    ),
    ({ plan }) => plan,
  );
  return states.map((state) => {
    const own = new Set((adoptedIn.get(state.file) ?? []).map(({ address }) => address));
    const others = [...resources, ...unlocated].filter(
      ({ plan, address }) => plan === state.file && !own.has(address),
    );
    return {
      state: state.file,
      ...splitByBlock(state, own),
      kept: sortedUnique(others.map(({ address }) => address)),
    };
  });
}

function managedKeys({ registries }: Topology): ReadonlySet<string> {
  return new Set(
    registries.flatMap((registry) =>
      REGISTRY_TYPE_NAMES.flatMap((type) => {
        const { planKind, resourcesIn } = rowOf(type);
        return resourcesIn(registry).map(({ name }) => resourceKey(planKind, registry, name));
      }),
    ),
  );
}

function keyOfResource(resource: PlannedRegistryResource): string {
  const name = slotNameOf(resource, 'after');
  return resource.after === undefined || typeof name !== 'string'
    ? ''
    : resourceKey(resource.kind, resource.after.registry, name);
}

function resourceKey(kind: string, registry: RegistryId, name: string): string {
  return `${kind} ${registryKey(registry)} ${name}`;
}

/** Divides adopted addresses into those that `removed` blocks can name, and the others. */
function splitByBlock(
  { instances }: StateDocument,
  adopted: ReadonlySet<string>,
): Pick<ForgetPlan, 'instances' | 'removed'> {
  const kept = new Set<string>();
  for (const { address } of instances) {
    if (!adopted.has(address)) for (const target of targetsOf(address)) kept.add(target);
  }
  const removed = new Set<string>();
  const others: string[] = [];
  for (const address of adopted) {
    const target = targetsOf(address).find((each) => !kept.has(each));
    if (target === undefined) others.push(address);
    else removed.add(target);
  }
  return { removed: sortedUnique(removed), instances: others.sort(compareText) };
}

/**
 * Returns the addresses, without instance keys, of the modules around a resource and of the resource itself, the outermost first:
 * `module.a`, `module.a.module.b`, `module.a.module.b.aws_ecr_repository.this`.
 */
function targetsOf(address: string): readonly string[] {
  const plain = withoutIndexes(address);
  const modules = /^(?:module\.[^.]+\.)*/.exec(plain)?.[0] ?? '';
  const calls = modules.match(/module\.[^.]+/g) ?? [];
  return [...calls.map((_, index) => calls.slice(0, index + 1).join('.')), plain];
}
