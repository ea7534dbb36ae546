import type { DataValues, Json, JsonObject, ResourceType } from '../document';
import { subjectOf } from './change';
import { attempt, eachItem, eachMember, skip, type Walk } from './pieces';
import { asObject, listAt, optionalObjectAt, textAt, wrongShape } from './shape';

/** The contents of a state that no other section of a plan has. */
export interface StateParts {
  readonly data: readonly DataValues[];
  /** Addresses of the repositories, without instance keys, that a repository policy depends on, by its address. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** The address of the first managed resource of a type that is read; undefined if there is none. */
  readonly example: string | undefined;
}

/** `StateContent` while it is read. */
interface Found {
  readonly data: DataValues[];
  readonly dependencies: Map<string, readonly string[]>;
  example: string | undefined;
}

/**
 * Reads `prior_state`: the state after Terraform has read its data sources.
 * https://developer.hashicorp.com/terraform/internals/json-format#state-representation
 */
export function stateParts(walk: Walk, place: string): StateParts {
  let found: StateParts = { data: [], dependencies: new Map(), example: undefined };
  eachMember(walk, place, (key) => {
    if (key === 'values') found = valuesParts(walk, `${place}.values`);
    else walk.cursor.value();
  });
  return found;
}

/** Reads the values of a state, or `planned_values`. */
export function valuesParts(walk: Walk, place: string): StateParts {
  const found: Found = { data: [], dependencies: new Map(), example: undefined };
  eachMember(walk, place, (key) => {
    if (key === 'root_module') collectModule(walk, `${place}.root_module`, found);
    else skip(walk);
  });
  return found;
}

function collectModule(walk: Walk, place: string, found: Found): void {
  // The address of a module comes after its resources.
  const direct: Omit<DataValues, 'moduleAddress'>[] = [];
  let moduleAddress = '';
  eachMember(walk, place, (key) => {
    switch (key) {
      case 'address':
        moduleAddress = attempt(walk, () => asText(walk.cursor.value(), `${place}.address`)) ?? '';
        break;
      case 'resources':
        eachItem(walk, `${place}.resources`, (at) => {
          const data = attempt(walk, () => dataOf(walk.cursor.value(), at, found));
          if (data !== undefined) direct.push(data);
        });
        break;
      case 'child_modules':
        eachItem(walk, `${place}.child_modules`, (at) => {
          collectModule(walk, at, found);
        });
        break;
      default:
        skip(walk);
    }
  });
  for (const each of direct) found.data.push({ ...each, moduleAddress });
}

function asText(value: Json, place: string): string {
  if (typeof value === 'string') return value;
  throw wrongShape(place, 'a text', value);
}

/** Returns the values of a data source, otherwise undefined. Records the dependencies of a repository policy in `found`. */
function dataOf(json: Json, place: string, found: Found): Omit<DataValues, 'moduleAddress'> | undefined {
  const resource = asObject(json, place);
  const subject = subjectOf(resource, place);
  if (subject?.mode === 'managed') {
    found.example ??= textAt(resource, 'address', place);
    if (ATTACHED.includes(subject.type)) noteDependencies(resource, place, found);
  }
  if (subject?.mode !== 'data') return undefined;
  return {
    type: subject.type,
    address: textAt(resource, 'address', place),
    name: textAt(resource, 'name', place),
    values: optionalObjectAt(resource, 'values', place) ?? {},
  };
}

const ATTACHED: readonly ResourceType[] = ['aws_ecr_lifecycle_policy', 'aws_ecr_repository_policy'];

function noteDependencies(resource: JsonObject, place: string, { dependencies }: Found): void {
  const repositories = listAt(resource, 'depends_on', place).filter(isRepository);
  if (repositories.length > 0) dependencies.set(textAt(resource, 'address', place), repositories);
}

/** Accepts `module.ecr.aws_ecr_repository.this`, but not a data source. */
function isRepository(address: Json): address is string {
  return typeof address === 'string' && /^(?:module\.[^.]+\.)*aws_ecr_repository\.[^.]+$/.test(address);
}
