import type { Json, PlanDocument } from '../document';
import { indexesOf, withoutIndexes } from './address-indexes';
import { at, entriesAt, itemsAt, textAt } from './json';
import { longestForms, onlyReference, referencesIn } from './references';

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
  readonly forEach: Json | undefined;
}

/** What an expression comes to. */
export type Traced = { readonly kind: 'value'; readonly value: Json } | TracedAttribute;

/** An attribute of a resource or data source: `registry_id` of an `aws_ecr_repository`. */
export interface TracedAttribute {
  readonly kind: 'attribute';
  readonly resource: ConfiguredResource;
  readonly attribute: string;
  /** The indexes that the references name, `["eu"][0]`; `EACH` for the instance that refers to it. Empty: they name none. */
  readonly indexes: string;
}

/** Stands for `[each.key]` of the resource that an expression belongs to. */
export const EACH = '[each.key]';

/** Where an expression is written. */
interface Scope {
  readonly module: Module;
  /** What `each` goes over; undefined if `each` is not followed. */
  readonly forEach: Json | undefined;
}

/** How to follow references. */
interface Search {
  /** Which of the references of an expression. */
  readonly choose: (references: readonly string[]) => readonly string[];
  /** Whether to follow `each.value`, and every output of a module if the reference does not name one. */
  readonly isThorough: boolean;
}

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
    return this.reach({ module, forEach: undefined }, expression, ONLY_REFERENCE, 0)[0];
  }

  /** All that an argument of a resource refers to, also by `each.value`: `aws_ecr_repository.app[each.key].name` refers to the key as well. */
  public traceAll(
    { module, forEach, expressions }: ConfiguredResource,
    path: readonly (string | number)[],
  ): readonly TracedAttribute[] {
    const traced = this.reach({ module, forEach }, at(expressions, ...path), EVERY_REFERENCE, 0);
    return traced.flatMap((each) => (each.kind === 'attribute' ? each : []));
  }

  private reach(
    scope: Scope,
    expression: Json | undefined,
    search: Search,
    depth: number,
  ): readonly Traced[] {
    const constant = at(expression, 'constant_value');
    if (constant !== undefined) return [{ kind: 'value', value: constant }];
    if (depth > DEEPEST) return [];
    const chosen = search.choose(referencesIn(expression));
    return chosen.flatMap((reference) => {
      const found = this.follow(scope, withoutIndexes(reference), search, depth + 1);
      const indexes = indexesOf(reference);
      return indexes === '' ? found : found.map((each) => withIndexes(each, indexes));
    });
  }

  private follow(scope: Scope, reference: string, search: Search, depth: number): readonly Traced[] {
    const { module } = scope;
    const [first = '', second = '', third = '', fourth = ''] = reference.split('.');
    switch (first) {
      case 'var':
        return this.followVariable(module, second, search, depth);
      case 'module':
        return this.followOutputs(module, second, third, search, depth);
      case 'each':
        return second === 'value' && search.isThorough
          ? this.followEach(scope, reference, search, depth)
          : [];
      case 'local':
      case 'count':
      case 'path':
      case 'self':
        return [];
      case 'data':
        return this.attribute(module, 'data', second, third, fourth);
      default:
        return this.attribute(module, 'managed', first, second, third);
    }
  }

  /** Of `module.ecr[each.key].name` a plan has only `module.ecr`: it may be any output. */
  private followOutputs(
    module: Module,
    name: string,
    output: string,
    search: Search,
    depth: number,
  ): readonly Traced[] {
    const called = this.call(module, name);
    if (called === undefined) return [];
    const scope = { module: called, forEach: undefined };
    const isMeant = (other: string) => other === output || (output === '' && search.isThorough);
    const outputs = entriesAt(called.json, 'outputs').filter(([each]) => isMeant(each));
    return outputs.flatMap(([, each]) => this.reach(scope, at(each, 'expression'), search, depth));
  }

  /** `each.value.id` is `aws_ecr_repository.app[each.key].id`, if `for_each` is `aws_ecr_repository.app`. */
  private followEach(
    { module, forEach }: Scope,
    reference: string,
    search: Search,
    depth: number,
  ): readonly Traced[] {
    const rest = reference.slice('each.value'.length);
    const found = search
      .choose(referencesIn(forEach))
      .flatMap((each) =>
        this.follow({ module, forEach: undefined }, `${withoutIndexes(each)}${rest}`, search, depth),
      );
    return found.map((each) => withIndexes(each, EACH));
  }

  private followVariable(module: Module, name: string, search: Search, depth: number): readonly Traced[] {
    const { caller } = module;
    if (caller === undefined) {
      // What is marked as sensitive must not be shown, and an account or Region is.
      const isSensitive = at(module.json, 'variables', name, 'sensitive') === true;
      const value =
        Object.hasOwn(this.plan.variables, name) && !isSensitive ? this.plan.variables[name] : undefined;
      return value === undefined ? [] : [{ kind: 'value', value }];
    }
    const given = at(caller.call, 'expressions', name);
    const scope = { module: caller.module, forEach: at(caller.call, 'for_each_expression') };
    if (given !== undefined) return this.reach(scope, given, search, depth);
    const value = at(module.json, 'variables', name, 'default');
    return value === undefined ? [] : [{ kind: 'value', value }];
  }

  private attribute(
    module: Module,
    mode: 'data' | 'managed',
    type: string,
    name: string,
    attribute: string,
  ): readonly Traced[] {
    const resource = this.resourcesOf(module).get(keyOf(mode, type, name));
    return resource === undefined ? [] : [{ kind: 'attribute', resource, attribute, indexes: '' }];
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
      const forEach = at(resource, 'for_each_expression');
      found.set(keyOf(mode, type, name), { module, mode, type, name, provider, expressions, forEach });
    }
    this.resources.set(json, found);
    return found;
  }
}

const ONLY_REFERENCE: Search = { choose: onlyReference, isThorough: false };
const EVERY_REFERENCE: Search = { choose: longestForms, isThorough: true };

/** More than any configuration goes from variable to variable. */
const DEEPEST = 50;

function withIndexes(traced: Traced, indexes: string): Traced {
  return traced.kind === 'value' ? traced : { ...traced, indexes: `${indexes}${traced.indexes}` };
}

/** Whether it is the provider of AWS, from whatever registry, or a fork of it. `name` is what a module calls it. */
function isOfAws(provider: Json): boolean {
  const source = textAt(provider, 'full_name');
  return source === undefined ? textAt(provider, 'name') === 'aws' : source.endsWith('/aws');
}

function keyOf(mode: 'data' | 'managed', type: string, name: string): string {
  return `${mode}.${type}.${name}`;
}
