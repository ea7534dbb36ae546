import { groupBy, sortedUnique } from '../../base/collections';
import { indexesIn, indexesOf, withoutIndexes } from '../model/addresses';
import type { Json, PlanDocument, ResourceChange } from '../model/document';
import { at, entriesAt, isObject, sensitiveArguments, textsAt } from '../model/values';
import { EACH_KEY, type ConfiguredResource, type Traced, type TracedAttribute } from './configuration';
import type { LocatedPlan } from './providers';

/** A change with its resource in the configuration. */
export interface ConfiguredChange {
  readonly located: LocatedPlan;
  readonly change: ResourceChange;
  /** Undefined if the resource was removed from the configuration. */
  readonly resource: ConfiguredResource | undefined;
}

export function toConfiguredChange(located: LocatedPlan, change: ResourceChange): ConfiguredChange {
  const { moduleAddress, mode, type, name } = change;
  return { located, change, resource: located.configuration.resource(moduleAddress, mode, type, name) };
}

/** Returns the fields of a `PlannedResource` that do not depend on its type, except the action. */
export function commonFields({ located, change }: ConfiguredChange) {
  const { address, previousAddress, isDeposed, isImported, replacedFor, reason } = change;
  return {
    plan: located.plan.file,
    address,
    previousAddress,
    isDeposed,
    isImported,
    replacedFor,
    reason,
    sensitiveArguments: sensitiveArguments(change),
  };
}

/** Follows the single reference of an argument. See `Configuration.trace`. */
export function traceArgument(
  { located, resource }: ConfiguredChange,
  ...path: readonly (string | number)[]
): Traced | undefined {
  return resource === undefined
    ? undefined
    : located.configuration.trace(resource.module, at(resource.expressions, ...path));
}

/** Returns the only instance of a type that an argument refers to, or undefined if there are several or it is unknown. */
export function referencedChange(
  configured: ConfiguredChange,
  argument: string,
  type: ResourceChange['type'],
): ResourceChange | undefined {
  const [found, ...others] = referencedChanges(configured, [argument], type);
  return others.length === 0 ? found : undefined;
}

/** Returns the instances of a type that an argument refers to, each once. Omits references whose instance is unknown. */
export function referencedChanges(
  configured: ConfiguredChange,
  path: readonly (string | number)[],
  type: ResourceChange['type'],
): readonly ResourceChange[] {
  const { resource, located } = configured;
  if (resource === undefined) return [];
  const traced = located.configuration.traceAll(resource, path).filter((each) => each.resource.type === type);
  const references = textsAt(resource.expressions, ...path, 'references');
  return [...new Set(traced.flatMap((each) => referencedInstance(configured, each, references) ?? []))];
}

function referencedInstance(
  { located: { plan, configuration }, change }: ConfiguredChange,
  { resource: { mode, type, name, module }, indexes }: TracedAttribute,
  references: readonly string[],
): ResourceChange | undefined {
  const { named, instances, indexed } = indexChanges(plan);
  const key = `${mode} ${type} ${name}`;
  const inModule = (changes: readonly ResourceChange[] = []) =>
    changes.filter(({ moduleAddress }) => configuration.module(moduleAddress)?.json === module.json);
  const possible = possibleIndexes(change, indexes, references);
  for (const each of possible) {
    const [found, ...others] = inModule(instances.get(`${key} ${each}`));
    if (found !== undefined && others.length === 0) return found;
  }
  // A module may have instances, and its resource as well: `module.ecr["app"].aws_ecr_repository.this[0]`.
  const sameIndex = sortedUnique(possible.flatMap(indexesIn)).map(
    (index) => indexed.get(`${key} ${index}`) ?? [],
  );
  // The shortest list is the most specific one. A plan may have thousands of `[0]`.
  const shortestFirst = sameIndex.sort((a, b) => a.length - b.length);
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
    const hasOtherKey =
      references.some((each) => each.startsWith('each.value.')) && !references.includes('each.key');
    return hasOtherKey ? [] : [own.join('')];
  }
  // `each` may belong to the resource, or to a module around it.
  const configured = indexes.includes(EACH_KEY)
    ? own.map((index) => indexes.replaceAll(EACH_KEY, () => index)).reverse()
    : [indexes];
  // `module.ecr[each.key].id` may be `this[0].id` in that module.
  const isByKey = references.some((each) => /^(?:each\.(?:key|value)|count\.index)$/.test(each));
  return [
    ...(isByKey ? configured.map((each) => `${own.join('')}${each}`) : []),
    ...configured.map((each) => `${indexesOf(moduleAddress)}${each}`),
    ...configured,
  ];
}

/** The changes of a plan by resource, and by resource and instance keys. */
interface ChangeIndex {
  readonly named: ReadonlyMap<string, readonly ResourceChange[]>;
  readonly instances: ReadonlyMap<string, readonly ResourceChange[]>;
  /** By resource and each index in the address. */
  readonly indexed: ReadonlyMap<string, readonly ResourceChange[]>;
}

/** Plans are immutable, so the index of each is built once. */
const CHANGE_INDEXES = new WeakMap<PlanDocument, ChangeIndex>();

function indexChanges(plan: PlanDocument): ChangeIndex {
  const known = CHANGE_INDEXES.get(plan);
  if (known !== undefined) return known;
  const resourceKey = ({ mode, type, name }: ResourceChange) => `${mode} ${type} ${name}`;
  const indexed = plan.changes.flatMap((change) =>
    indexesIn(change.address).map((index) => ({ change, key: `${resourceKey(change)} ${index}` })),
  );
  const found = {
    named: groupBy(plan.changes, resourceKey),
    instances: groupBy(plan.changes, (change) => `${resourceKey(change)} ${indexesOf(change.address)}`),
    indexed: new Map(
      [...groupBy(indexed, ({ key }) => key)].map(([key, group]) => [key, group.map(({ change }) => change)]),
    ),
  };
  CHANGE_INDEXES.set(plan, found);
  return found;
}

/**
 * Returns the policy documents that an argument may refer to through a local value. A plan does not contain local values, so
 * these are the documents of the same module that are read during apply and that no expression refers to directly.
 */
export function documentsFromLocals(
  configured: ConfiguredChange,
  argument: string,
): readonly ResourceChange[] {
  const { resource, located, change } = configured;
  const references = textsAt(resource?.expressions, argument, 'references');
  const isLocal = references.some((each) => each.startsWith('local.'));
  if (resource === undefined || !isLocal) return [];
  const referenced = referencedDataSources(resource.module.json);
  return documentsOf(located.plan).filter(
    ({ moduleAddress, address }) =>
      moduleAddress === change.moduleAddress &&
      !referenced.has(withoutIndexes(address.slice(moduleAddress === '' ? 0 : moduleAddress.length + 1))),
  );
}

/** Plans are immutable, so the documents of each are found once. */
const DOCUMENTS = new WeakMap<PlanDocument, readonly ResourceChange[]>();

function documentsOf(plan: PlanDocument): readonly ResourceChange[] {
  const found = DOCUMENTS.get(plan) ?? plan.changes.filter(({ type }) => type === 'aws_iam_policy_document');
  DOCUMENTS.set(plan, found);
  return found;
}

/** Configurations are immutable, so each module is read once. */
const REFERENCED = new WeakMap<object, ReadonlySet<string>>();

/** Returns the addresses of the data sources that expressions of a module refer to. */
function referencedDataSources(module: Json | undefined): ReadonlySet<string> {
  if (!isObject(module)) return new Set();
  const known = REFERENCED.get(module);
  if (known !== undefined) return known;
  const found = new Set<string>();
  // The expressions inside of a called module are in another scope.
  const calls = entriesAt(module, 'module_calls').map(([, call]) => at(call, 'expressions') ?? null);
  for (const part of [at(module, 'resources'), at(module, 'outputs'), ...calls]) addReferences(part, found);
  REFERENCED.set(module, found);
  return found;
}

function addReferences(json: Json | undefined, found: Set<string>): void {
  if (typeof json !== 'object' || json === null) return;
  const values: readonly (Json | undefined)[] = Object.values(json);
  for (const value of values) addReferences(value, found);
  if (!isObject(json)) return;
  for (const reference of textsAt(json, 'references')) {
    const [data, type, name] = withoutIndexes(reference).split('.');
    if (data === 'data') found.add([data, type, name].join('.'));
  }
}
