import type { Json } from '../document';
import type { ConfiguredResource, Module } from './configuration';
import { at, entriesAt, isObject, itemsAt, textAt, textsAt } from './json';

/** A resource, data source, variable or output of a module, by the address in references: `aws_iam_role.ci`. */
interface Node {
  readonly module: Module;
  readonly address: string;
}

/**
 * Whether Terraform creates `on` before `resource`, because `resource` refers to it, directly or through variables, outputs and
 * data sources, or lists it in `depends_on`. Misses references through locals: a plan does not contain their expressions.
 */
export function dependsOn(resource: ConfiguredResource, on: ConfiguredResource): boolean {
  const target = addressOf(on);
  const seen = new Map<Json | undefined, Set<string>>();
  const open: Node[] = [{ module: resource.module, address: addressOf(resource) }];
  // The loop appends to the list that it iterates over.
  for (const { module, address } of open) {
    const known = seen.get(module.json) ?? new Set<string>();
    seen.set(module.json, known);
    if (known.has(address)) continue;
    known.add(address);
    if (module.json === on.module.json && address === target) return true;
    open.push(...successors(module, address));
  }
  return false;
}

function addressOf({ mode, type, name }: Pick<ConfiguredResource, 'mode' | 'name' | 'type'>): string {
  return `${mode === 'data' ? 'data.' : ''}${type}.${name}`;
}

function addressIn(resource: Json): string {
  const mode = textAt(resource, 'mode') === 'data' ? 'data' : 'managed';
  return addressOf({ mode, type: textAt(resource, 'type') ?? '', name: textAt(resource, 'name') ?? '' });
}

function successors(module: Module, address: string): readonly Node[] {
  const [first = '', second = '', third = ''] = address.split('.');
  if (first === 'var') return variable(module, second);
  if (first === 'module') return output(module, second, third);
  const resource = itemsAt(module.json, 'resources').find((each) => addressIn(each) === address);
  if (resource === undefined) return [];
  return [...nodesIn(module, referencesIn(resource)), ...callDependencies(module)];
}

function variable({ caller }: Module, name: string): readonly Node[] {
  if (caller === undefined) return [];
  return nodesIn(caller.module, referencesIn(at(caller.call, 'expressions', name)));
}

function output(module: Module, name: string, wanted: string): readonly Node[] {
  const call = at(module.json, 'module_calls', name);
  if (call === undefined) return [];
  const called: Module = { json: at(call, 'module'), caller: { module, call } };
  return entriesAt(called.json, 'outputs')
    .filter(([each]) => wanted === '' || each === wanted)
    .flatMap(([, each]) => nodesIn(called, referencesIn(each)));
}

/** Returns the `depends_on` of all module calls around a resource. */
function callDependencies({ caller }: Module): readonly Node[] {
  if (caller === undefined) return [];
  return [...nodesIn(caller.module, textsAt(caller.call, 'depends_on')), ...callDependencies(caller.module)];
}

/** Returns all references in the expressions of a resource, call or output, and in its `depends_on`. */
function referencesIn(json: Json | undefined): readonly string[] {
  if (Array.isArray(json)) return json.flatMap((each: Json) => referencesIn(each));
  if (!isObject(json)) return [];
  return entriesAt(json).flatMap(([key, value]) =>
    key === 'references' || key === 'depends_on' ? textsAt(json, key) : referencesIn(value),
  );
}

/** `data.aws_iam_role.ci["x"].arn` → `data.aws_iam_role.ci`. */
function nodesIn(module: Module, references: readonly string[]): readonly Node[] {
  return references.map((reference) => {
    const plain = reference.replace(/\[.*?\]/g, '');
    const parts = plain.split('.');
    const length = parts[0] === 'data' || parts[0] === 'module' ? 3 : 2;
    return { module, address: parts.slice(0, length).join('.') };
  });
}
