import type { DataValues, Json, JsonObject, ResourceChange } from '../document';
import { changesOf, subjectOf } from './change';
import { stateData, valuesData } from './data';
import { attempt, eachItem, eachMember, skip, type Walk } from './pieces';
import { asObject, objectAt, textAt, wrongShape } from './shape';

/** What a JSON object says, whether it is a plan or not. */
export interface Content {
  readonly keys: ReadonlySet<string>;
  /** What tells whether it can be relied on. */
  readonly formatVersion: Json | undefined;
  readonly errored: Json | undefined;
  readonly complete: Json | undefined;
  readonly changes: readonly ResourceChange[];
  readonly data: readonly DataValues[];
  readonly configuration: JsonObject;
  readonly variables: Readonly<Record<string, Json>>;
  readonly deferred: readonly string[];
}

/** The same while it is read. */
type Reading = {
  -readonly [Key in keyof Content]: Content[Key] extends readonly (infer Item)[] ? Item[] : Content[Key];
};

/**
 * Goes through the object that the walk stands at.
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
    data: [],
    configuration: {},
    variables: {},
    deferred: [],
  };
  eachMember(walk, 'The plan', (key) => {
    keys.add(key);
    const read = READERS.get(key);
    if (read === undefined) skip(walk);
    else read(walk, content);
  });
  return content;
}

const READERS: ReadonlyMap<string, (walk: Walk, content: Reading) => void> = new Map([
  ['format_version', ({ cursor }, content) => (content.formatVersion = cursor.value())],
  ['errored', ({ cursor }, content) => (content.errored = cursor.value())],
  ['complete', ({ cursor }, content) => (content.complete = cursor.value())],
  ['resource_changes', readChanges],
  ['deferred_changes', readDeferred],
  ['prior_state', (walk, content) => (content.data = [...stateData(walk, 'prior_state')])],
  ['planned_values', goOverPlannedValues],
  // What `terraform show -json` prints of a state.
  ['values', (walk) => valuesData(walk, 'values')],
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

function readChanges(walk: Walk, { changes }: Reading): void {
  eachItem(walk, 'resource_changes', (place) => {
    changes.push(...(attempt(walk, () => changesOf(walk.cursor.value(), place)) ?? []));
  });
}

function readDeferred(walk: Walk, { deferred }: Reading): void {
  eachItem(walk, 'deferred_changes', (place) => {
    deferred.push(...(attempt(walk, () => deferredAddress(walk.cursor.value(), place)) ?? []));
  });
}

function deferredAddress(json: Json, place: string): readonly string[] {
  const entry = objectAt(asObject(json, place), 'resource_change', place);
  const at = `${place}.resource_change`;
  return subjectOf(entry, at) === undefined ? [] : [textAt(entry, 'address', at)];
}

/** `resource_changes` says all that it says; but it tells a plan, and may be large. */
function goOverPlannedValues(walk: Walk): void {
  if (walk.cursor.next() === 'object') valuesData(walk, 'planned_values');
  else walk.fault ??= wrongShape('planned_values', 'an object', walk.cursor.value());
}

/** Without what every object has: a variable may be called `constructor`. */
function variableValues(json: Json): Readonly<Record<string, Json>> {
  const variables = asObject(json, 'variables');
  const values = Object.create(null) as Record<string, Json>; // of nothing
  for (const name of Object.keys(variables)) {
    values[name] = objectAt(variables, name, 'variables').value ?? null;
  }
  return values;
}
