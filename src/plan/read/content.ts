import { compareText } from '../../base/collections';
import type { DataValues, Json, JsonObject, OtherChanges, ResourceChange } from '../model/document';
import { readState, readStateValues, type StateContent } from './content.data';
import { readItems, readMembers, skipValue, tryRead, type Walk } from './json-walk';
import { asObject, objectAt, textAt, wrongShape } from './json-walk.shape';
import { readOtherChange, readResourceChanges } from './resource-changes';

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
  readonly dependencies: StateContent['dependencies'];
  readonly configuration: JsonObject;
  readonly variables: Readonly<Record<string, Json>>;
  /** Addresses of the changes that Terraform deferred to a later plan. */
  readonly deferred: readonly string[];
  /** The address of a resource that exists after the plan is applied. */
  readonly plannedExample: string | undefined;
}

/** `Content` while it is read. */
type MutableContent = {
  -readonly [Key in keyof Content]: Content[Key] extends readonly (infer Item)[] ? Item[] : Content[Key];
};

/**
 * Reads the object at the position of the walk.
 * @throws JsonFault
 */
export function readContent(walk: Walk): Content {
  const keys = new Set<string>();
  const content: MutableContent = {
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
  readMembers(walk, 'The plan', (key) => {
    // A null list of changes must not look like a plan that changes nothing.
    if (key !== 'resource_changes' || walk.cursor.nextKind() === 'list') keys.add(key);
    const read = READERS.get(key);
    if (read === undefined) skipValue(walk);
    else read(walk, content);
  });
  // At the end, because the sections have no fixed order.
  return { ...content, dependencies: dependenciesOfDeleted(content) };
}

/** The configuration contains the references of all other policies. Dropping them saves memory in large plans. */
function dependenciesOfDeleted({ changes, dependencies }: Content): Content['dependencies'] {
  const deleted = changes.filter(({ action }) => action === 'delete' || action === 'forget');
  return new Map(
    deleted.flatMap(({ address }) => {
      const found = dependencies.get(address);
      return found === undefined ? [] : [[address, found] as const];
    }),
  );
}

const READERS: ReadonlyMap<string, (walk: Walk, content: MutableContent) => void> = new Map([
  ['format_version', ({ cursor }, content) => (content.formatVersion = cursor.readValue())],
  ['errored', ({ cursor }, content) => (content.errored = cursor.readValue())],
  ['complete', ({ cursor }, content) => (content.complete = cursor.readValue())],
  ['resource_changes', readChanges],
  ['resource_drift', readDrift],
  ['deferred_changes', readDeferred],
  ['prior_state', readPriorState],
  ['planned_values', readPlannedValues],
  // `terraform show -json` of a state.
  ['values', (walk) => readStateValues(walk, 'values')],
  [
    'configuration',
    (walk, content) => {
      const read = () => asObject(walk.cursor.readValue(), 'configuration');
      content.configuration = tryRead(walk, read) ?? {};
    },
  ],
  [
    'variables',
    (walk, content) => {
      content.variables = tryRead(walk, () => variableValues(walk.cursor.readValue())) ?? {};
    },
  ],
]);

function readChanges(walk: Walk, content: MutableContent): void {
  const counts = new Map<string, OtherChanges>();
  readItems(walk, 'resource_changes', (jsonPath) => {
    const entry = walk.cursor.readValue();
    content.changes.push(...(tryRead(walk, () => readResourceChanges(entry, jsonPath)) ?? []));
    const other = readOtherChange(entry);
    if (other === undefined) return;
    const key = `${other.type} ${other.action}`;
    const counted = counts.get(key) ?? { ...other, number: 0 };
    counts.set(key, { ...counted, number: counted.number + 1 });
  });
  content.otherChanges = [...counts.values()].sort(
    (a, b) => compareText(a.type, b.type) || compareText(a.action, b.action),
  );
}

function readDrift(walk: Walk, { drift }: MutableContent): void {
  readItems(walk, 'resource_drift', (jsonPath) => {
    drift.push(...(tryRead(walk, () => readResourceChanges(walk.cursor.readValue(), jsonPath)) ?? []));
  });
}

function readPriorState(walk: Walk, content: MutableContent): void {
  const { data, dependencies } = readState(walk, 'prior_state');
  content.data = [...data];
  content.dependencies = dependencies;
}

function readDeferred(walk: Walk, { deferred }: MutableContent): void {
  readItems(walk, 'deferred_changes', (jsonPath) => {
    const address = tryRead(walk, () => {
      const change = objectAt(asObject(walk.cursor.readValue(), jsonPath), 'resource_change', jsonPath);
      return textAt(change, 'address', `${jsonPath}.resource_change`);
    });
    if (address !== undefined) deferred.push(address);
  });
}

/** Only an example is kept: `resource_changes` contains the same values, and this section may be large. */
function readPlannedValues(walk: Walk, content: MutableContent): void {
  if (walk.cursor.nextKind() === 'object')
    content.plannedExample = readStateValues(walk, 'planned_values').example;
  else walk.fault ??= wrongShape('planned_values', 'an object', walk.cursor.readValue());
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
