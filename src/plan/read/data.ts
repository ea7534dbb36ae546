import type { DataValues, Json } from '../document';
import { subjectOf } from './change';
import { attempt, eachItem, eachMember, skip, type Walk } from './pieces';
import { asObject, optionalObjectAt, textAt, wrongShape } from './shape';

/**
 * The data sources in `prior_state`, which is the state after Terraform has read them.
 * https://developer.hashicorp.com/terraform/internals/json-format#state-representation
 */
export function stateData(walk: Walk, place: string): readonly DataValues[] {
  const found: DataValues[] = [];
  eachMember(walk, place, (key) => {
    if (key === 'values') found.push(...valuesData(walk, `${place}.values`));
    else walk.cursor.value();
  });
  return found;
}

/** The data sources in the values of a state, or of what is planned. */
export function valuesData(walk: Walk, place: string): readonly DataValues[] {
  const found: DataValues[] = [];
  eachMember(walk, place, (key) => {
    if (key === 'root_module') collectModule(walk, `${place}.root_module`, found);
    else skip(walk);
  });
  return found;
}

function collectModule(walk: Walk, place: string, found: DataValues[]): void {
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
          const data = attempt(walk, () => dataOf(walk.cursor.value(), at));
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
  for (const each of direct) found.push({ ...each, moduleAddress });
}

function asText(value: Json, place: string): string {
  if (typeof value === 'string') return value;
  throw wrongShape(place, 'a text', value);
}

function dataOf(json: Json, place: string): Omit<DataValues, 'moduleAddress'> | undefined {
  const resource = asObject(json, place);
  const subject = subjectOf(resource, place);
  if (subject?.mode !== 'data') return undefined;
  return {
    type: subject.type,
    address: textAt(resource, 'address', place),
    name: textAt(resource, 'name', place),
    values: optionalObjectAt(resource, 'values', place) ?? {},
  };
}
