import type { DataValues, Json, JsonObject, ResourceType } from '../document';
import { subjectOf } from './change';
import { attempt, eachItem, eachMember, skip, type Walk } from './pieces';
import { asObject, listAt, optionalObjectAt, textAt, wrongShape } from './shape';

/** What a state says that nothing else in a plan does. */
export interface StateParts {
  readonly data: readonly DataValues[];
  /** Of each policy of a repository, by its address: the repositories that it depends on, without indexes. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** The address of a resource that this project reads; undefined where there is none. */
  readonly example: string | undefined;
}

/** The same while it is read. */
interface Found {
  readonly data: DataValues[];
  readonly dependencies: Map<string, readonly string[]>;
  example: string | undefined;
}

/**
 * What is in `prior_state`, which is the state after Terraform has read its data sources.
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

/** What is in the values of a state, or of what is planned. */
export function valuesParts(walk: Walk, place: string): StateParts {
  const found: Found = { data: [], dependencies: new Map(), example: undefined };
  eachMember(walk, place, (key) => {
    if (key === 'root_module') collectModule(walk, `${place}.root_module`, found);
    else skip(walk);
  });
  return found;
}

function collectModule(walk: Walk, place: string, found: Found): void {
  // The address of the module comes after its resources.
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

/** Undefined where it is no data source; of a policy, its dependencies are noted. */
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

/** `module.ecr.aws_ecr_repository.this`, and no data source. */
function isRepository(address: Json): address is string {
  return typeof address === 'string' && /^(?:module\.[^.]+\.)*aws_ecr_repository\.[^.]+$/.test(address);
}
