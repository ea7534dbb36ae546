import type { Json, PlanDocument } from '../document';
import { at, entriesAt, itemsAt, textAt, textsAt } from './json';

/** A module as it is written, whatever instances there are of it. */
export interface Module {
  readonly json: Json | undefined;
  /** The module that calls it, and the call; undefined for the root module. */
  readonly caller: { readonly module: Module; readonly call: Json | undefined } | undefined;
}

/** A resource or data source as it is written. */
export interface ConfiguredResource {
  readonly module: Module;
  readonly mode: 'data' | 'managed';
  readonly type: string;
  readonly name: string;
  /** Key of `provider_config`. */
  readonly provider: string;
  readonly expressions: Json | undefined;
}

/** What an expression comes to. */
export type Traced =
  | { readonly kind: 'value'; readonly value: Json }
  /** An attribute of a resource or data source: `registry_id` of an `aws_ecr_repository`. */
  | { readonly kind: 'attribute'; readonly resource: ConfiguredResource; readonly attribute: string };

/** The configuration that a plan carries, to be asked where a value comes from. */
export class Configuration {
  private readonly root: Module;
  private readonly resources = new Map<Json, ReadonlyMap<string, ConfiguredResource>>();
  private readonly modules = new Map<string, Module | undefined>();

  public constructor(private readonly plan: PlanDocument) {
    this.root = { json: at(plan.configuration, 'root_module'), caller: undefined };
  }

  /** `provider_config` by its key, `aws.develop`; undefined where it stands for what the environment gives. */
  public provider(key: string): Json | undefined {
    const found = at(this.plan.configuration, 'provider_config', key);
    if (found !== undefined || !key.includes(':')) return found;
    // A module without a provider of its own has that of the root module.
    return at(this.plan.configuration, 'provider_config', key.slice(key.lastIndexOf(':') + 1));
  }

  /** The key of every provider that is configured, or that something is reached through. */
  public providerKeys(): readonly string[] {
    const keys = new Set(entriesAt(this.plan.configuration, 'provider_config').map(([key]) => key));
    const modules = [this.root];
    // Grows as it is walked.
    for (const module of modules) {
      for (const { provider } of this.resourcesOf(module).values()) keys.add(provider);
      for (const [name] of entriesAt(module.json, 'module_calls')) {
        const called = this.call(module, name);
        if (called !== undefined) modules.push(called);
      }
    }
    return [...keys];
  }

  /** @param moduleAddress as in a change: `module.registry["eu"].module.repository` */
  public resource(
    moduleAddress: string,
    mode: 'data' | 'managed',
    type: string,
    name: string,
  ): ConfiguredResource | undefined {
    const module = this.module(moduleAddress);
    return module === undefined ? undefined : this.resourcesOf(module).get(keyOf(mode, type, name));
  }

  /** What an expression of a resource comes to, as far as one reference leads to the next. */
  public trace(module: Module, expression: Json | undefined, depth = 0): Traced | undefined {
    const constant = at(expression, 'constant_value');
    if (constant !== undefined) return { kind: 'value', value: constant };
    if (depth > DEEPEST) return undefined;
    for (const reference of itemsAt(expression, 'references')) {
      // Terraform lists the longest form first: `aws_ecr_repository.app.registry_id`, then `aws_ecr_repository.app`.
      if (typeof reference === 'string') return this.follow(module, withoutIndexes(reference), depth + 1);
    }
    return undefined;
  }

  private follow(module: Module, reference: string, depth: number): Traced | undefined {
    const [first = '', second = '', third = '', fourth = ''] = reference.split('.');
    switch (first) {
      case 'var':
        return this.followVariable(module, second, depth);
      case 'module': {
        const called = this.call(module, second);
        const output = at(called?.json, 'outputs', third, 'expression');
        return called === undefined ? undefined : this.trace(called, output, depth);
      }
      case 'local':
      case 'each':
      case 'count':
      case 'path':
      case 'self':
        return undefined;
      case 'data':
        return this.attribute(module, 'data', second, third, fourth);
      default:
        return this.attribute(module, 'managed', first, second, third);
    }
  }

  private followVariable(module: Module, name: string, depth: number): Traced | undefined {
    const { caller } = module;
    if (caller === undefined) {
      // What is marked as sensitive must not be shown, and an account or Region is.
      const isSensitive = at(module.json, 'variables', name, 'sensitive') === true;
      const value =
        Object.hasOwn(this.plan.variables, name) && !isSensitive ? this.plan.variables[name] : undefined;
      return value === undefined ? undefined : { kind: 'value', value };
    }
    const given = at(caller.call, 'expressions', name);
    if (given !== undefined) return this.trace(caller.module, given, depth);
    const value = at(module.json, 'variables', name, 'default');
    return value === undefined ? undefined : { kind: 'value', value };
  }

  private attribute(
    module: Module,
    mode: 'data' | 'managed',
    type: string,
    name: string,
    attribute: string,
  ): Traced | undefined {
    const resource = this.resourcesOf(module).get(keyOf(mode, type, name));
    return resource === undefined ? undefined : { kind: 'attribute', resource, attribute };
  }

  /** @param moduleAddress as in a change; the root module is the empty one */
  public module(moduleAddress: string): Module | undefined {
    if (!this.modules.has(moduleAddress)) {
      this.modules.set(moduleAddress, this.findModule(withoutIndexes(moduleAddress)));
    }
    return this.modules.get(moduleAddress);
  }

  private findModule(key: string): Module | undefined {
    if (key === '') return this.root;
    const names = key.split('.').filter((part, index) => index % 2 === 1 || part !== 'module');
    let module: Module | undefined = this.root;
    for (const name of names) module = module === undefined ? undefined : this.call(module, name);
    return module;
  }

  private call(module: Module, name: string): Module | undefined {
    const call = at(module.json, 'module_calls', name);
    if (call === undefined) return undefined;
    return { json: at(call, 'module'), caller: { module, call } };
  }

  private resourcesOf(module: Module): ReadonlyMap<string, ConfiguredResource> {
    const { json } = module;
    if (json === undefined) return new Map();
    const known = this.resources.get(json);
    if (known !== undefined) return known;
    const found = new Map<string, ConfiguredResource>();
    for (const resource of itemsAt(json, 'resources')) {
      const mode = textAt(resource, 'mode') === 'data' ? 'data' : 'managed';
      const type = textAt(resource, 'type') ?? '';
      const name = textAt(resource, 'name') ?? '';
      const provider = textAt(resource, 'provider_config_key') ?? 'aws';
      const expressions = at(resource, 'expressions');
      found.set(keyOf(mode, type, name), { module, mode, type, name, provider, expressions });
    }
    this.resources.set(json, found);
    return found;
  }
}

/** More than any configuration goes from variable to variable. */
const DEEPEST = 50;

/** What an expression refers to, sorted: without the shorter forms of the same reference. */
export function referencesOf(expression: Json | undefined): readonly string[] {
  const all = textsAt(expression, 'references');
  return all.filter((each) => !all.some((other) => other !== each && other.startsWith(`${each}.`)));
}

/** `module.a["x.y"].b[0]` → `module.a.b`. */
function withoutIndexes(address: string): string {
  return pieces(address)
    .map(({ outside }) => outside)
    .join('');
}

/** `module.a["x.y"].b[0]` → `["x.y"][0]`: which of its instances a resource is. */
export function indexesOf(address: string): string {
  return pieces(address)
    .map(({ index }) => index)
    .join('');
}

/** An address as what stands outside of brackets, each with the index that follows it. Keys may hold brackets. */
function pieces(address: string): readonly { readonly outside: string; readonly index: string }[] {
  const found = address.matchAll(/([^[]*)(\[(?:"(?:[^"\\]|\\.)*"|[^"\]]*)\])?/gs);
  return [...found].map(([, outside = '', index = '']) => ({ outside, index }));
}

function keyOf(mode: 'data' | 'managed', type: string, name: string): string {
  return `${mode}.${type}.${name}`;
}
