import { compareText } from '../../base/collections';
import type {
  DataValues,
  Json,
  JsonObject,
  OtherChanges,
  ResourceChange,
  ResourceType,
} from '../model/document';
import {
  asObject,
  listAt,
  objectAt,
  optionalObjectAt,
  readItems,
  readMembers,
  skipValue,
  textAt,
  tryRead,
  wrongShape,
  type Walk,
} from './json-walk';
import { readModeAndType, readOtherChange, readResourceChanges } from './resource-changes';

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
  if (walk.cursor.nextKind() === 'object') {
    content.plannedExample = readStateValues(walk, 'planned_values').example;
  } else {
    walk.fault ??= wrongShape('planned_values', 'an object', walk.cursor.readValue());
  }
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

/** The contents of a state that no other section of a plan has. */
interface StateContent {
  readonly data: readonly DataValues[];
  /** Addresses of the repositories, without instance keys, that a repository policy depends on, by its address. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** The address of the first managed resource of a type that is read; undefined if there is none. */
  readonly example: string | undefined;
}

/** `StateContent` while it is read. */
interface MutableStateContent {
  readonly data: DataValues[];
  readonly dependencies: Map<string, readonly string[]>;
  example: string | undefined;
}

/**
 * Reads `prior_state`: the state after Terraform has read its data sources.
 * https://developer.hashicorp.com/terraform/internals/json-format#state-representation
 */
function readState(walk: Walk, jsonPath: string): StateContent {
  let content: StateContent = { data: [], dependencies: new Map(), example: undefined };
  readMembers(walk, jsonPath, (key) => {
    if (key === 'values') content = readStateValues(walk, `${jsonPath}.values`);
    else walk.cursor.readValue();
  });
  return content;
}

/** Reads the values of a state, or `planned_values`. */
function readStateValues(walk: Walk, jsonPath: string): StateContent {
  const content: MutableStateContent = { data: [], dependencies: new Map(), example: undefined };
  readMembers(walk, jsonPath, (key) => {
    if (key === 'root_module') readModule(walk, `${jsonPath}.root_module`, content);
    else skipValue(walk);
  });
  return content;
}

function readModule(walk: Walk, jsonPath: string, content: MutableStateContent): void {
  // The address of a module comes after its resources.
  const moduleData: Omit<DataValues, 'moduleAddress'>[] = [];
  let moduleAddress = '';
  readMembers(walk, jsonPath, (key) => {
    switch (key) {
      case 'address':
        moduleAddress = tryRead(walk, () => asText(walk.cursor.readValue(), `${jsonPath}.address`)) ?? '';
        break;
      case 'resources':
        readItems(walk, `${jsonPath}.resources`, (at) => {
          const data = tryRead(walk, () => readResource(walk.cursor.readValue(), at, content));
          if (data !== undefined) moduleData.push(data);
        });
        break;
      case 'child_modules':
        readItems(walk, `${jsonPath}.child_modules`, (at) => {
          readModule(walk, at, content);
        });
        break;
      default:
        skipValue(walk);
    }
  });
  for (const each of moduleData) content.data.push({ ...each, moduleAddress });
}

function asText(value: Json, jsonPath: string): string {
  if (typeof value === 'string') return value;
  throw wrongShape(jsonPath, 'a string', value);
}

/** Returns the values of a data source, otherwise undefined. Records the dependencies of a repository policy in `found`. */
function readResource(
  json: Json,
  jsonPath: string,
  content: MutableStateContent,
): Omit<DataValues, 'moduleAddress'> | undefined {
  const resource = asObject(json, jsonPath);
  const modeAndType = readModeAndType(resource, jsonPath);
  if (modeAndType?.mode === 'managed') {
    content.example ??= textAt(resource, 'address', jsonPath);
    if (REPOSITORY_POLICY_TYPES.includes(modeAndType.type)) recordDependencies(resource, jsonPath, content);
  }
  if (modeAndType?.mode !== 'data') return undefined;
  return {
    type: modeAndType.type,
    address: textAt(resource, 'address', jsonPath),
    name: textAt(resource, 'name', jsonPath),
    values: optionalObjectAt(resource, 'values', jsonPath) ?? {},
  };
}

const REPOSITORY_POLICY_TYPES: readonly ResourceType[] = [
  'aws_ecr_lifecycle_policy',
  'aws_ecr_repository_policy',
];

function recordDependencies(
  resource: JsonObject,
  jsonPath: string,
  { dependencies }: MutableStateContent,
): void {
  const repositories = listAt(resource, 'depends_on', jsonPath).filter(isRepositoryAddress);
  if (repositories.length > 0) dependencies.set(textAt(resource, 'address', jsonPath), repositories);
}

/** Accepts `module.ecr.aws_ecr_repository.this`, but not a data source. */
function isRepositoryAddress(address: Json): address is string {
  return typeof address === 'string' && /^(?:module\.[^.]+\.)*aws_ecr_repository\.[^.]+$/.test(address);
}
