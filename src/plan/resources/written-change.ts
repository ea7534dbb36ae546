import { grouped, sortedUnique } from '../../registry';
import type { PlanDocument, ResourceChange } from '../document';
import { indexesIn, indexesOf } from './address-indexes';
import { EACH, type ConfiguredResource, type Traced, type TracedAttribute } from './configuration';
import { at, textsAt } from './json';
import type { PlacedPlan } from './providers';

/** A change with its resource in the configuration. */
export interface WrittenChange {
  readonly placed: PlacedPlan;
  readonly change: ResourceChange;
  /** Undefined if the resource was removed from the configuration. */
  readonly resource: ConfiguredResource | undefined;
}

export function writtenChange(placed: PlacedPlan, change: ResourceChange): WrittenChange {
  const { moduleAddress, mode, type, name } = change;
  return { placed, change, resource: placed.configuration.resource(moduleAddress, mode, type, name) };
}

/** Returns the fields of a `PlannedResource` that do not depend on its type, except the action. */
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

/** Follows the single reference of an argument. See `Configuration.trace`. */
export function tracedArgument(
  { placed, resource }: WrittenChange,
  ...path: readonly (string | number)[]
): Traced | undefined {
  return resource === undefined
    ? undefined
    : placed.configuration.trace(resource.module, at(resource.expressions, ...path));
}

/** Returns the only instance of a type that an argument refers to, or undefined if there are several or it is unknown. */
export function referredChange(
  written: WrittenChange,
  argument: string,
  type: ResourceChange['type'],
): ResourceChange | undefined {
  const [found, ...others] = referredChanges(written, [argument], type);
  return others.length === 0 ? found : undefined;
}

/** Returns the instances of a type that an argument refers to, each once. Omits references whose instance is unknown. */
export function referredChanges(
  written: WrittenChange,
  path: readonly (string | number)[],
  type: ResourceChange['type'],
): readonly ResourceChange[] {
  const { resource, placed } = written;
  if (resource === undefined) return [];
  const traced = placed.configuration.traceAll(resource, path).filter((each) => each.resource.type === type);
  const references = textsAt(resource.expressions, ...path, 'references');
  return [...new Set(traced.flatMap((each) => referredInstance(written, each, references) ?? []))];
}

function referredInstance(
  { placed: { plan, configuration }, change }: WrittenChange,
  { resource: { mode, type, name, module }, indexes }: TracedAttribute,
  references: readonly string[],
): ResourceChange | undefined {
  const { named, instances, indexed } = changesOf(plan);
  const key = `${mode} ${type} ${name}`;
  const inModule = (changes: readonly ResourceChange[] = []) =>
    changes.filter(({ moduleAddress }) => configuration.module(moduleAddress)?.json === module.json);
  const possible = possibleIndexes(change, indexes, references);
  for (const each of possible) {
    const [found, ...others] = inModule(instances.get(`${key} ${each}`));
    if (found !== undefined && others.length === 0) return found;
  }
  // A module may have instances, and its resource as well: `module.ecr["app"].aws_ecr_repository.this[0]`.
  const alike = sortedUnique(possible.flatMap(indexesIn)).map(
    (index) => indexed.get(`${key} ${index}`) ?? [],
  );
  // The shortest list is the most specific one. A plan may have thousands of `[0]`.
  const shortestFirst = alike.sort((a, b) => a.length - b.length);
  const shortest = shortestFirst.find((changes) => inModule(changes).length > 0);
  const candidates = inModule(shortest ?? (indexes === '' ? named.get(key) : []));
  return candidates.length === 1 ? candidates[0] : undefined;
}

/** Returns all instance keys that the referenced instance may have, the likeliest first. */
function possibleIndexes(
  { address, moduleAddress }: ResourceChange,
  indexes: string,
  references: readonly string[],
): readonly string[] {
  const own = indexesIn(address);
  if (indexes === '') {
    // The key of `this[each.value.name]` is not that of this resource.
    const isOther =
      references.some((each) => each.startsWith('each.value.')) && !references.includes('each.key');
    return isOther ? [] : [own.join('')];
  }
  // `each` may belong to the resource, or to a module around it.
  const written = indexes.includes(EACH)
    ? own.map((index) => indexes.replaceAll(EACH, () => index)).reverse()
    : [indexes];
  // `module.ecr[each.key].id` may be `this[0].id` in that module.
  const isByKey = references.some((each) => /^(?:each\.(?:key|value)|count\.index)$/.test(each));
  return [
    ...(isByKey ? written.map((each) => `${own.join('')}${each}`) : []),
    ...written.map((each) => `${indexesOf(moduleAddress)}${each}`),
    ...written,
  ];
}

/** The changes of a plan by resource, and by resource and instance keys. */
interface ChangesOf {
  readonly named: ReadonlyMap<string, readonly ResourceChange[]>;
  readonly instances: ReadonlyMap<string, readonly ResourceChange[]>;
  /** By resource and each index in the address. */
  readonly indexed: ReadonlyMap<string, readonly ResourceChange[]>;
}

/** Plans are immutable, so the index of each is built once. */
const CHANGES = new WeakMap<PlanDocument, ChangesOf>();

function changesOf(plan: PlanDocument): ChangesOf {
  const known = CHANGES.get(plan);
  if (known !== undefined) return known;
  const keyOf = ({ mode, type, name }: ResourceChange) => `${mode} ${type} ${name}`;
  const indexed = plan.changes.flatMap((change) =>
    indexesIn(change.address).map((index) => ({ change, key: `${keyOf(change)} ${index}` })),
  );
  const found = {
    named: grouped(plan.changes, keyOf),
    instances: grouped(plan.changes, (change) => `${keyOf(change)} ${indexesOf(change.address)}`),
    indexed: new Map(
      [...grouped(indexed, ({ key }) => key)].map(([key, same]) => [key, same.map(({ change }) => change)]),
    ),
  };
  CHANGES.set(plan, found);
  return found;
}
