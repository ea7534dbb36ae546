import type { Json } from '../model/document';
import type { ConfiguredResource, Module } from '../locate/configuration';
import { at, entriesAt, isObject, itemsAt, textAt, textsAt } from '../model/values';

/** A resource, data source, variable or output of a module, by the address in references: `aws_iam_role.ci`. */
interface ConfiguredNode {
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
  const queue: ConfiguredNode[] = [{ module: resource.module, address: addressOf(resource) }];
  // The loop appends to the list that it iterates over.
  for (const { module, address } of queue) {
    const visited = seen.get(module.json) ?? new Set<string>();
    seen.set(module.json, visited);
    if (visited.has(address)) continue;
    visited.add(address);
    if (module.json === on.module.json && address === target) return true;
    queue.push(...dependenciesOf(module, address));
  }
  return false;
}

function addressOf({ mode, type, name }: Pick<ConfiguredResource, 'mode' | 'name' | 'type'>): string {
  return `${mode === 'data' ? 'data.' : ''}${type}.${name}`;
}

function addressInJson(resource: Json): string {
  const mode = textAt(resource, 'mode') === 'data' ? 'data' : 'managed';
  return addressOf({ mode, type: textAt(resource, 'type') ?? '', name: textAt(resource, 'name') ?? '' });
}

function dependenciesOf(module: Module, address: string): readonly ConfiguredNode[] {
  const [first = '', second = '', third = ''] = address.split('.');
  if (first === 'var') return variableDependencies(module, second);
  if (first === 'module') return outputDependencies(module, second, third);
  const resource = itemsAt(module.json, 'resources').find((each) => addressInJson(each) === address);
  if (resource === undefined) return [];
  return [...toNodes(module, collectReferences(resource)), ...callDependencies(module)];
}

function variableDependencies({ caller }: Module, name: string): readonly ConfiguredNode[] {
  if (caller === undefined) return [];
  return toNodes(caller.module, collectReferences(at(caller.calledModule, 'expressions', name)));
}

function outputDependencies(module: Module, name: string, outputName: string): readonly ConfiguredNode[] {
  const calledModule = at(module.json, 'module_calls', name);
  if (calledModule === undefined) return [];
  const called: Module = { json: at(calledModule, 'module'), caller: { module, calledModule } };
  return entriesAt(called.json, 'outputs')
    .filter(([each]) => outputName === '' || each === outputName)
    .flatMap(([, each]) => toNodes(called, collectReferences(each)));
}

/** Returns the `depends_on` of all module calls around a resource. */
function callDependencies({ caller }: Module): readonly ConfiguredNode[] {
  if (caller === undefined) return [];
  return [
    ...toNodes(caller.module, textsAt(caller.calledModule, 'depends_on')),
    ...callDependencies(caller.module),
  ];
}

/** Returns all references in the expressions of a resource, call or output, and in its `depends_on`. */
function collectReferences(json: Json | undefined): readonly string[] {
  if (Array.isArray(json)) return json.flatMap((each: Json) => collectReferences(each));
  if (!isObject(json)) return [];
  return entriesAt(json).flatMap(([key, value]) =>
    key === 'references' || key === 'depends_on' ? textsAt(json, key) : collectReferences(value),
  );
}

/** `data.aws_iam_role.ci["x"].arn` → `data.aws_iam_role.ci`. */
function toNodes(module: Module, references: readonly string[]): readonly ConfiguredNode[] {
  return references.map((reference) => {
    const plain = reference.replace(/\[.*?\]/g, '');
    const parts = plain.split('.');
    const length = parts[0] === 'data' || parts[0] === 'module' ? 3 : 2;
    return { module, address: parts.slice(0, length).join('.') };
  });
}
