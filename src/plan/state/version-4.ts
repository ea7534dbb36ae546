import { quoteHcl } from '../../terraform/hcl';
import type { Json } from '../model/document';
import { at, isObject, itemsAt, textAt } from '../model/values';
import type { StateInstance } from './state-document';

/**
 * Returns the instances in a state file of version 4. The format is internal to Terraform, and has not changed since version 0.12.
 * https://github.com/hashicorp/terraform/blob/main/internal/states/statefile/version4.go
 */
export function instancesInFile(json: Json): readonly StateInstance[] {
  return itemsAt(json, 'resources').flatMap((resource): readonly StateInstance[] => {
    const [type, name] = [textAt(resource, 'type'), textAt(resource, 'name')];
    if (textAt(resource, 'mode') !== 'managed' || type === undefined || name === undefined) return [];
    const moduleAddress = textAt(resource, 'module') ?? '';
    const resourceAddress = `${moduleAddress === '' ? '' : `${moduleAddress}.`}${type}.${name}`;
    return itemsAt(resource, 'instances').flatMap((instance) => {
      const values = at(instance, 'attributes');
      // The old object of a replacement that failed.
      if (textAt(instance, 'deposed') !== undefined) return [];
      return {
        type,
        address: `${resourceAddress}${keyText(at(instance, 'index_key'))}`,
        moduleAddress,
        name,
        provider: textAt(resource, 'provider'),
        values: isObject(values) ? values : {},
        sensitive: sensitiveShape(itemsAt(instance, 'sensitive_attributes')),
        dependencies: itemsAt(instance, 'dependencies').filter((each) => typeof each === 'string'),
      };
    });
  });
}

/** Returns the instance key as Terraform writes it in addresses. */
function keyText(key: Json | undefined): string {
  if (typeof key === 'number') return `[${key}]`;
  return typeof key === 'string' ? `[${quoteHcl(key)}]` : '';
}

/** Returns the paths of sensitive attributes in the shape of `sensitive_values`. A path into a block marks the whole attribute. */
function sensitiveShape(paths: readonly Json[]): Json {
  const names = paths.flatMap((path) => textAt(path, 0, 'value') ?? []);
  return Object.fromEntries(names.map((name) => [name, true]));
}
