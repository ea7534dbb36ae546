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
  const all = (changesByName(plan).get(`${mode} ${type} ${name}`) ?? []).filter(
    ({ moduleAddress }) => configuration.module(moduleAddress)?.json === module.json,
  );
  const own = all.filter(({ address }) => indexesOf(address) === indexesOf(written.change.address));
  const [found, ...others] = own.length === 0 ? all : own;
  return others.length === 0 ? found : undefined;
}

/** A plan never changes, so its changes are put in order once. */
const BY_NAME = new WeakMap<PlanDocument, ReadonlyMap<string, readonly ResourceChange[]>>();

function changesByName(plan: PlanDocument): ReadonlyMap<string, readonly ResourceChange[]> {
  const known =
    BY_NAME.get(plan) ?? grouped(plan.changes, ({ mode, type, name }) => `${mode} ${type} ${name}`);
  BY_NAME.set(plan, known);
  return known;
}
