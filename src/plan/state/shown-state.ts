import type { Json } from '../model/document';
import { at, isObject, itemsAt, textAt } from '../model/values';
import type { StateInstance } from './state-document';

/**
 * Returns the instances in the output of `terraform show -json`. A state without resources has no `values`.
 * https://developer.hashicorp.com/terraform/internals/json-format#state-representation
 */
export function shownInstances(json: Json): readonly StateInstance[] {
  const found: StateInstance[] = [];
  const modules = [at(json, 'values', 'root_module')];
  // The loop appends to the list that it iterates over.
  for (const module of modules) {
    const moduleAddress = textAt(module, 'address') ?? '';
    for (const resource of itemsAt(module, 'resources')) {
      const instance = toInstance(resource, moduleAddress);
      if (instance !== undefined) found.push(instance);
    }
    modules.push(...itemsAt(module, 'child_modules'));
  }
  return found;
}

function toInstance(resource: Json, moduleAddress: string): StateInstance | undefined {
  const [type, name, address] = ['type', 'name', 'address'].map((key) => textAt(resource, key));
  const values = at(resource, 'values');
  const isDeposed = textAt(resource, 'deposed_key') !== undefined;
  if (textAt(resource, 'mode') !== 'managed' || isDeposed) return undefined;
  if (type === undefined || name === undefined || address === undefined) return undefined;
  return {
    type,
    address,
    moduleAddress,
    name,
    provider: undefined,
    values: isObject(values) ? values : {},
    sensitive: at(resource, 'sensitive_values') ?? {},
    dependencies: itemsAt(resource, 'depends_on').filter((each) => typeof each === 'string'),
  };
}
