import type { DataValues, Json, JsonObject, ResourceType } from '../model/document';
import { readModeAndType } from './resource-changes';
import { tryRead, readItems, readMembers, skipValue, type Walk } from './json-walk';
import { asObject, listAt, optionalObjectAt, textAt, wrongShape } from './json-walk.shape';

/** The contents of a state that no other section of a plan has. */
export interface StateContent {
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
export function readState(walk: Walk, jsonPath: string): StateContent {
  let content: StateContent = { data: [], dependencies: new Map(), example: undefined };
  readMembers(walk, jsonPath, (key) => {
    if (key === 'values') content = readStateValues(walk, `${jsonPath}.values`);
    else walk.cursor.readValue();
  });
  return content;
}

/** Reads the values of a state, or `planned_values`. */
export function readStateValues(walk: Walk, jsonPath: string): StateContent {
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
  throw wrongShape(jsonPath, 'a text', value);
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
