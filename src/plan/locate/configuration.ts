import { indexesOf, longestForms, referencesIn, singleReference, withoutIndexes } from '../model/addresses';
import { memoize } from '../../base/collections';
import type { Json, PlanDocument } from '../model/document';
import { at, entriesAt, itemsAt, textAt } from '../model/values';

/** A module in the configuration. It may have several instances. */
export interface Module {
  readonly json: Json | undefined;
  /** The module that calls it, and the call; undefined for the root module. */
  readonly caller: { readonly module: Module; readonly calledModule: Json | undefined } | undefined;
}

/** A resource or data source in the configuration. */
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

/** The constant or the attribute that an expression leads to. */
export type Traced = { readonly kind: 'value'; readonly value: Json } | TracedAttribute;

/** An attribute of a resource or data source: `registry_id` of an `aws_ecr_repository`. */
export interface TracedAttribute {
  readonly kind: 'attribute';
  readonly resource: ConfiguredResource;
  readonly resolveAttribute: string;
  /** The instance keys in the references, `["eu"][0]`, or `EACH_KEY`; empty if the references have none. */
  readonly indexes: string;
}

/** The instance key of the resource that contains the expression. */
export const EACH_KEY = '[each.key]';

/** The module and the `for_each` of an expression. */
interface Scope {
  readonly module: Module;
  /** The `for_each` expression; undefined if `each` is not followed. */
  readonly forEach: Json | undefined;
}

/** How to follow the references of an expression. */
interface ReferenceSearch {
  /** Selects the references to follow. */
  readonly choose: (references: readonly string[]) => readonly string[];
  /** Whether to follow `each.value`, and every output of a module if the reference names none. */
  readonly isThorough: boolean;
}

/** The `configuration` of a plan. Follows references to the origin of a value. */
export class Configuration {
  private readonly root: Module;
  private readonly resources = new Map<Json, ReadonlyMap<string, ConfiguredResource>>();
  private readonly findModule = memoize((key: string) => this.searchModule(key));

  public constructor(private readonly plan: PlanDocument) {
    this.root = { json: at(plan.configuration, 'root_module'), caller: undefined };
  }

  /** Returns the `provider_config` with a key such as `aws.develop`, or undefined if the provider is configured by the environment only. */
  public provider(key: string): Json | undefined {
    const found = at(this.plan.configuration, 'provider_config', key);
    if (found !== undefined || !key.includes(':')) return found;
    // A module without its own provider inherits that of the root module.
    return at(this.plan.configuration, 'provider_config', key.slice(key.lastIndexOf(':') + 1));
  }

  /** Returns every AWS provider that is configured, or that a resource or data source of AWS uses. */
  public awsProviders(): readonly {
    readonly key: string;
    /** Whether a resource uses the provider, or it has arguments. An entry in `required_providers` alone adds one with neither. */
    readonly isInUse: boolean;
  }[] {
    const found = new Map<string, boolean>();
    for (const [key, provider] of entriesAt(this.plan.configuration, 'provider_config')) {
      if (isAwsProvider(provider)) found.set(key, entriesAt(provider, 'expressions').length > 0);
    }
    const modules = [this.root];
    // The loop appends to the list that it iterates over.
    for (const module of modules) {
      for (const { type, provider } of this.resourcesOf(module).values()) {
        if (type.startsWith('aws_')) found.set(provider, true);
      }
      for (const [name] of entriesAt(module.json, 'module_calls')) {
        const called = this.calledModule(module, name);
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
    return module === undefined ? undefined : this.resourcesOf(module).get(resourceKey(mode, type, name));
  }

  /**
   * Follows an expression with a single reference to its constant or attribute. Returns undefined for an expression with
   * several references, such as a condition or a function call, because a plan does not contain its operators.
   */
  public trace(module: Module, expression: Json | undefined): Traced | undefined {
    return this.resolveExpression({ module, forEach: undefined }, expression, ONLY_REFERENCE, 0)[0];
  }

  /** Returns all attributes that an argument of a resource refers to, also by `each.value` and by instance keys. */
  public traceAll(
    { module, forEach, expressions }: ConfiguredResource,
    path: readonly (string | number)[],
  ): readonly TracedAttribute[] {
    const traced = this.resolveExpression({ module, forEach }, at(expressions, ...path), EVERY_REFERENCE, 0);
    return traced.flatMap((each) => (each.kind === 'attribute' ? each : []));
  }

  private resolveExpression(
    scope: Scope,
    expression: Json | undefined,
    search: ReferenceSearch,
    depth: number,
  ): readonly Traced[] {
    const constant = at(expression, 'constant_value');
    if (constant !== undefined) return [{ kind: 'value', value: constant }];
    if (depth > MAX_DEPTH) return [];
    const chosen = search.choose(referencesIn(expression));
    return chosen.flatMap((reference) => {
      const found = this.followReference(scope, withoutIndexes(reference), search, depth + 1);
      const indexes = indexesOf(reference);
      return indexes === '' ? found : found.map((each) => withIndexes(each, indexes));
    });
  }

  private followReference(
    scope: Scope,
    reference: string,
    search: ReferenceSearch,
    depth: number,
  ): readonly Traced[] {
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
        return this.resolveAttribute(module, 'data', second, third, fourth);
      default:
        return this.resolveAttribute(module, 'managed', first, second, third);
    }
  }

  /** For `module.ecr[each.key].name`, a plan contains only the reference `module.ecr`, so it may be any output. */
  private followOutputs(
    module: Module,
    name: string,
    output: string,
    search: ReferenceSearch,
    depth: number,
  ): readonly Traced[] {
    const called = this.calledModule(module, name);
    if (called === undefined) return [];
    const scope = { module: called, forEach: undefined };
    const isReferenced = (other: string) => other === output || (output === '' && search.isThorough);
    const outputs = entriesAt(called.json, 'outputs').filter(([each]) => isReferenced(each));
    return outputs.flatMap(([, each]) =>
      this.resolveExpression(scope, at(each, 'expression'), search, depth),
    );
  }

  /** `each.value.id` is `aws_ecr_repository.app[each.key].id` if `for_each` is `aws_ecr_repository.app`. */
  private followEach(
    { module, forEach }: Scope,
    reference: string,
    search: ReferenceSearch,
    depth: number,
  ): readonly Traced[] {
    const rest = reference.slice('each.value'.length);
    const found = search
      .choose(referencesIn(forEach))
      .flatMap((each) =>
        this.followReference({ module, forEach: undefined }, `${withoutIndexes(each)}${rest}`, search, depth),
      );
    return found.map((each) => withIndexes(each, EACH_KEY));
  }

  private followVariable(
    module: Module,
    name: string,
    search: ReferenceSearch,
    depth: number,
  ): readonly Traced[] {
    const { caller } = module;
    if (caller === undefined) {
      // Accounts and Regions are shown in reports, and sensitive values must not be.
      const isSensitive = at(module.json, 'variables', name, 'sensitive') === true;
      const value =
        Object.hasOwn(this.plan.variables, name) && !isSensitive ? this.plan.variables[name] : undefined;
      return value === undefined ? [] : [{ kind: 'value', value }];
    }
    const argument = at(caller.calledModule, 'expressions', name);
    const scope = { module: caller.module, forEach: at(caller.calledModule, 'for_each_expression') };
    if (argument !== undefined) return this.resolveExpression(scope, argument, search, depth);
    const value = at(module.json, 'variables', name, 'default');
    return value === undefined ? [] : [{ kind: 'value', value }];
  }

  private resolveAttribute(
    module: Module,
    mode: 'data' | 'managed',
    type: string,
    name: string,
    resolveAttribute: string,
  ): readonly Traced[] {
    const resource = this.resourcesOf(module).get(resourceKey(mode, type, name));
    return resource === undefined ? [] : [{ kind: 'attribute', resource, resolveAttribute, indexes: '' }];
  }

  /** @param moduleAddress as in a change; empty for the root module */
  public module(moduleAddress: string): Module | undefined {
    // The instances of a module share its configuration.
    return this.findModule(withoutIndexes(moduleAddress));
  }

  private searchModule(key: string): Module | undefined {
    if (key === '') return this.root;
    const names = key.split('.').filter((part, index) => index % 2 === 1 || part !== 'module');
    let module: Module | undefined = this.root;
    for (const name of names) module = module === undefined ? undefined : this.calledModule(module, name);
    return module;
  }

  private calledModule(module: Module, name: string): Module | undefined {
    const calledModule = at(module.json, 'module_calls', name);
    if (calledModule === undefined) return undefined;
    return { json: at(calledModule, 'module'), caller: { module, calledModule } };
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
      found.set(resourceKey(mode, type, name), { module, mode, type, name, provider, expressions, forEach });
    }
    this.resources.set(json, found);
    return found;
  }
}

const ONLY_REFERENCE: ReferenceSearch = { choose: singleReference, isThorough: false };
const EVERY_REFERENCE: ReferenceSearch = { choose: longestForms, isThorough: true };

/** More steps than references of any real configuration have. Stops cycles. */
const MAX_DEPTH = 50;

function withIndexes(traced: Traced, indexes: string): Traced {
  return traced.kind === 'value' ? traced : { ...traced, indexes: `${indexes}${traced.indexes}` };
}

/** Accepts the AWS provider from any registry, and forks of it. `name` is the local name in the module. */
function isAwsProvider(provider: Json): boolean {
  const source = textAt(provider, 'full_name');
  return source === undefined ? textAt(provider, 'name') === 'aws' : source.endsWith('/aws');
}

function resourceKey(mode: 'data' | 'managed', type: string, name: string): string {
  return `${mode}.${type}.${name}`;
}
