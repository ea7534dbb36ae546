import { grouped } from '../../registry';
import type { PlanDocument, ResourceChange } from '../document';
import { indexesOf, type ConfiguredResource, type Traced } from './configuration';
import { at } from './json';
import type { PlacedPlan } from './providers';

/** A change, and how its resource is written. */
export interface WrittenChange {
  readonly placed: PlacedPlan;
  readonly change: ResourceChange;
  /** Undefined where it is gone from the configuration. */
  readonly resource: ConfiguredResource | undefined;
}

export function writtenChange(placed: PlacedPlan, change: ResourceChange): WrittenChange {
  const { moduleAddress, mode, type, name } = change;
  return { placed, change, resource: placed.configuration.resource(moduleAddress, mode, type, name) };
}

/** What a resource of a plan has, whatever it is about, beside what happens to it. */
export function factsOf({ placed, change }: WrittenChange) {
  const { address, previousAddress, isDeposed, isImported, replacedFor, reason } = change;
  return {
    plan: placed.plan.file,
    address,
    previousAddress,
    isDeposed,
    isImported,
    replacedFor,
    reason,
  };
}

/** What an argument comes to, as far as one reference leads to the next. */
export function tracedArgument(
  { placed, resource }: WrittenChange,
  ...path: readonly (string | number)[]
): Traced | undefined {
  return resource === undefined
    ? undefined
    : placed.configuration.trace(resource.module, at(resource.expressions, ...path));
}

/** The instance that an argument refers to: the one with the same keys, or the only one there is. */
export function referredChange(
  written: WrittenChange,
  argument: string,
  type: ResourceChange['type'],
): ResourceChange | undefined {
  const { resource } = written;
  const { plan, configuration } = written.placed;
  const traced = resource && configuration.traceFirst(resource.module, at(resource.expressions, argument));
  if (traced?.resource.type !== type) return undefined;
  const { name, module, mode } = traced.resource;
  const { named, instances } = changesOf(plan);
  const key = `${mode} ${type} ${name}`;
  const inModule = (changes: readonly ResourceChange[] = []) =>
    changes.filter(({ moduleAddress }) => configuration.module(moduleAddress)?.json === module.json);
  const own = inModule(instances.get(`${key} ${indexesOf(written.change.address)}`));
  const [found, ...others] = own.length === 0 ? inModule(named.get(key)) : own;
  return others.length === 0 ? found : undefined;
}

/** The changes of a plan by what they are of, and by which instance of it. */
interface ChangesOf {
  readonly named: ReadonlyMap<string, readonly ResourceChange[]>;
  readonly instances: ReadonlyMap<string, readonly ResourceChange[]>;
}

/** A plan never changes, so its changes are put in order once. */
const CHANGES = new WeakMap<PlanDocument, ChangesOf>();

function changesOf(plan: PlanDocument): ChangesOf {
  const known = CHANGES.get(plan);
  if (known !== undefined) return known;
  const keyOf = ({ mode, type, name }: ResourceChange) => `${mode} ${type} ${name}`;
  const found = {
    named: grouped(plan.changes, keyOf),
    instances: grouped(plan.changes, (change) => `${keyOf(change)} ${indexesOf(change.address)}`),
  };
  CHANGES.set(plan, found);
  return found;
}
