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
export type Traced = { readonly kind: 'value'; readonly value: Json } | TracedAttribute;

/** An attribute of a resource or data source: `registry_id` of an `aws_ecr_repository`. */
export interface TracedAttribute {
  readonly kind: 'attribute';
  readonly resource: ConfiguredResource;
  readonly attribute: string;
}

/** Which of the references of an expression to follow. */
type Choose = (references: readonly string[]) => string | undefined;

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

  /** Every provider of AWS that is configured, or that something of AWS is reached through. */
  public awsProviders(): readonly {
    readonly key: string;
    /** Whether anything is reached through it, or it has arguments. Requiring AWS alone makes one that has neither. */
    readonly isInUse: boolean;
  }[] {
    const found = new Map<string, boolean>();
    for (const [key, provider] of entriesAt(this.plan.configuration, 'provider_config')) {
      if (isOfAws(provider)) found.set(key, entriesAt(provider, 'expressions').length > 0);
    }
    const modules = [this.root];
    // Grows as it is walked.
    for (const module of modules) {
      for (const { type, provider } of this.resourcesOf(module).values()) {
        if (type.startsWith('aws_')) found.set(provider, true);
      }
      for (const [name] of entriesAt(module.json, 'module_calls')) {
        const called = this.call(module, name);
        if (called !== undefined) modules.push(called);
      }
    }
    return [...found].map(([key, isInUse]) => ({ key, isInUse }));
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

  /**
   * What an expression comes to, as far as one reference leads to the next. Of a condition or a function of several,
   * nobody can tell.
   */
  public trace(module: Module, expression: Json | undefined): Traced | undefined {
    return this.reach(module, expression, onlyReference, 0);
  }

  /** What an expression takes first of a resource: `aws_ecr_repository.app[each.key].name` refers to the key as well. */
  public traceFirst(module: Module, expression: Json | undefined): TracedAttribute | undefined {
    const traced = this.reach(module, expression, ([first]) => first, 0);
    return traced?.kind === 'attribute' ? traced : undefined;
  }

  private reach(
    module: Module,
    expression: Json | undefined,
    choose: Choose,
    depth: number,
  ): Traced | undefined {
    const constant = at(expression, 'constant_value');
    if (constant !== undefined) return { kind: 'value', value: constant };
    if (depth > DEEPEST) return undefined;
    const references = itemsAt(expression, 'references').filter((each) => typeof each === 'string');
    const chosen = choose(references);
    return chosen === undefined ? undefined : this.follow(module, withoutIndexes(chosen), choose, depth + 1);
  }

  private follow(module: Module, reference: string, choose: Choose, depth: number): Traced | undefined {
    const [first = '', second = '', third = '', fourth = ''] = reference.split('.');
    switch (first) {
      case 'var':
        return this.followVariable(module, second, choose, depth);
      case 'module': {
        const called = this.call(module, second);
        const output = at(called?.json, 'outputs', third, 'expression');
        return called === undefined ? undefined : this.reach(called, output, choose, depth);
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

  private followVariable(module: Module, name: string, choose: Choose, depth: number): Traced | undefined {
    const { caller } = module;
    if (caller === undefined) {
      // What is marked as sensitive must not be shown, and an account or Region is.
      const isSensitive = at(module.json, 'variables', name, 'sensitive') === true;
      const value =
        Object.hasOwn(this.plan.variables, name) && !isSensitive ? this.plan.variables[name] : undefined;
      return value === undefined ? undefined : { kind: 'value', value };
    }
    const given = at(caller.call, 'expressions', name);
    if (given !== undefined) return this.reach(caller.module, given, choose, depth);
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
  return all.filter((each) => !all.some((other) => isFormOf(each, other)));
}

/** What an expression refers to, where that is one thing, and once; undefined otherwise. */
function onlyReference(references: readonly string[]): string | undefined {
  // Terraform lists the longest form first: `aws_ecr_repository.app.registry_id`, then `aws_ecr_repository.app`.
  const isOnly = references.every(
    (each, index) => index === 0 || isFormOf(each, references[index - 1] ?? ''),
  );
  return isOnly ? references[0] : undefined;
}

/** Whether a reference is a shorter form of another. */
function isFormOf(short: string, long: string): boolean {
  return long.startsWith(`${short}.`) || long.startsWith(`${short}[`);
}

/** Whether it is the provider of AWS, from whatever registry, or a fork of it. `name` is what a module calls it. */
function isOfAws(provider: Json): boolean {
  const source = textAt(provider, 'full_name');
  return source === undefined ? textAt(provider, 'name') === 'aws' : source.endsWith('/aws');
}

/** `module.a["x.y"].b[0]` → `module.a.b`. */
export function withoutIndexes(address: string): string {
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
