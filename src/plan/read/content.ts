import { compareText } from '../../registry';
import type { DataValues, Json, JsonObject, OtherChanges, ResourceChange } from '../document';
import { changesOf, otherChangeOf } from './change';
import { stateParts, valuesParts, type StateParts } from './data';
import { attempt, eachItem, eachMember, skip, type Walk } from './pieces';
import { asObject, objectAt, textAt, wrongShape } from './shape';

/** The sections of a JSON object that may be a plan. */
export interface Content {
  readonly keys: ReadonlySet<string>;
  readonly formatVersion: Json | undefined;
  readonly errored: Json | undefined;
  readonly complete: Json | undefined;
  readonly changes: readonly ResourceChange[];
  readonly otherChanges: readonly OtherChanges[];
  readonly drift: readonly ResourceChange[];
  readonly data: readonly DataValues[];
  readonly dependencies: StateParts['dependencies'];
  readonly configuration: JsonObject;
  readonly variables: Readonly<Record<string, Json>>;
  /** Addresses of the changes that Terraform deferred to a later plan. */
  readonly deferred: readonly string[];
  /** The address of a resource that exists after the plan is applied. */
  readonly plannedExample: string | undefined;
}

/** `Content` while it is read. */
type Reading = {
  -readonly [Key in keyof Content]: Content[Key] extends readonly (infer Item)[] ? Item[] : Content[Key];
};

/**
 * Reads the object at the position of the walk.
 * @throws JsonFault
 */
export function contentOf(walk: Walk): Content {
  const keys = new Set<string>();
  const content: Reading = {
    keys,
    formatVersion: undefined,
    errored: undefined,
    complete: undefined,
    changes: [],
    otherChanges: [],
    drift: [],
    data: [],
    dependencies: new Map(),
    configuration: {},
    variables: {},
    deferred: [],
    plannedExample: undefined,
  };
  eachMember(walk, 'The plan', (key) => {
    // A null list of changes must not look like a plan that changes nothing.
    if (key !== 'resource_changes' || walk.cursor.next() === 'list') keys.add(key);
    const read = READERS.get(key);
    if (read === undefined) skip(walk);
    else read(walk, content);
  });
  // At the end, because the sections have no fixed order.
  return { ...content, dependencies: ofWhatGoes(content) };
}

/** The configuration contains the references of all other policies. Dropping them saves memory in large plans. */
function ofWhatGoes({ changes, dependencies }: Content): Content['dependencies'] {
  const going = changes.filter(({ action }) => action === 'delete' || action === 'forget');
  return new Map(
    going.flatMap(({ address }) => {
      const found = dependencies.get(address);
      return found === undefined ? [] : [[address, found] as const];
    }),
  );
}

const READERS: ReadonlyMap<string, (walk: Walk, content: Reading) => void> = new Map([
  ['format_version', ({ cursor }, content) => (content.formatVersion = cursor.value())],
  ['errored', ({ cursor }, content) => (content.errored = cursor.value())],
  ['complete', ({ cursor }, content) => (content.complete = cursor.value())],
  ['resource_changes', readChanges],
  ['resource_drift', readDrift],
  ['deferred_changes', readDeferred],
  ['prior_state', readState],
  ['planned_values', goOverPlannedValues],
  // `terraform show -json` of a state.
  ['values', (walk) => valuesParts(walk, 'values')],
  [
    'configuration',
    (walk, content) => {
      const read = () => asObject(walk.cursor.value(), 'configuration');
      content.configuration = attempt(walk, read) ?? {};
    },
  ],
  [
    'variables',
    (walk, content) => {
      content.variables = attempt(walk, () => variableValues(walk.cursor.value())) ?? {};
    },
  ],
]);

function readChanges(walk: Walk, content: Reading): void {
  const others = new Map<string, OtherChanges>();
  eachItem(walk, 'resource_changes', (place) => {
    const entry = walk.cursor.value();
    content.changes.push(...(attempt(walk, () => changesOf(entry, place)) ?? []));
    const other = otherChangeOf(entry);
    if (other === undefined) return;
    const key = `${other.type} ${other.action}`;
    const known = others.get(key) ?? { ...other, number: 0 };
    others.set(key, { ...known, number: known.number + 1 });
  });
  content.otherChanges = [...others.values()].sort(
    (a, b) => compareText(a.type, b.type) || compareText(a.action, b.action),
  );
}

function readDrift(walk: Walk, { drift }: Reading): void {
  eachItem(walk, 'resource_drift', (place) => {
    drift.push(...(attempt(walk, () => changesOf(walk.cursor.value(), place)) ?? []));
  });
}

function readState(walk: Walk, content: Reading): void {
  const { data, dependencies } = stateParts(walk, 'prior_state');
  content.data = [...data];
  content.dependencies = dependencies;
}

function readDeferred(walk: Walk, { deferred }: Reading): void {
  eachItem(walk, 'deferred_changes', (place) => {
    const address = attempt(walk, () => {
      const change = objectAt(asObject(walk.cursor.value(), place), 'resource_change', place);
      return textAt(change, 'address', `${place}.resource_change`);
    });
    if (address !== undefined) deferred.push(address);
  });
}

/** Only an example is kept: `resource_changes` contains the same values, and this section may be large. */
function goOverPlannedValues(walk: Walk, content: Reading): void {
  if (walk.cursor.next() === 'object') content.plannedExample = valuesParts(walk, 'planned_values').example;
  else walk.fault ??= wrongShape('planned_values', 'an object', walk.cursor.value());
}

/** The result has no prototype, because a variable may be named `constructor`. */
function variableValues(json: Json): Readonly<Record<string, Json>> {
  const variables = asObject(json, 'variables');
  const values = Object.create(null) as Record<string, Json>; // typed as any
  for (const name of Object.keys(variables)) {
    values[name] = objectAt(variables, name, 'variables').value ?? null;
  }
  return values;
}
