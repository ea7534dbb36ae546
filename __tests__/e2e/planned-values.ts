import type { Plan, State } from './terraform';

/** A value that a plan leaves open until it is applied. */
export const UNKNOWN = Symbol('known after apply');

/** Attribute → value, each at its own depth: `rule[0].destination[1].region`. */
export type Values = Readonly<Record<string, unknown>>;

/** By what stands for the same thing in two configurations: type, provider, and the name of a repository. */
export type Resources = Readonly<Record<string, Values>>;

export function plannedResources({ resource_changes, configuration }: Plan): Resources {
  const providers = providersOf(configuration);
  return Object.fromEntries(
    resource_changes
      .filter(({ mode }) => mode === 'managed')
      .map(({ address, type, change }) => {
        const values = leaves('', change.after, change.after_unknown);
        return [identity(type, providers.get(address), values), values];
      }),
  );
}

/** @param plan that the state came from: a state does not say which provider a resource has */
export function appliedResources({ values: { root_module } }: State, plan: Plan): Resources {
  const providers = providersOf(plan.configuration);
  return Object.fromEntries(
    root_module.resources
      .filter(({ mode }) => mode === 'managed')
      .map((resource) => {
        const values = leaves('', resource.values, undefined);
        return [identity(resource.type, providers.get(resource.address), values), values];
      }),
  );
}

/** The arguments of every provider that has some, by alias. */
export function providerArguments({ configuration }: Plan): Resources {
  return Object.fromEntries(
    Object.entries(configuration.provider_config).flatMap(([key, { expressions }]) => {
      const given = Object.entries(expressions).map(([name, value]) => [name, constant(value)] as const);
      return given.length === 0 ? [] : [[key, Object.fromEntries(given)]];
    }),
  );
}

/** Address → "develop in ap-northeast-1", from the profile and the Region of the provider. */
function providersOf(configuration: Plan['configuration']): ReadonlyMap<string, string> {
  return new Map(
    configuration.root_module.resources.map(({ address, provider_config_key }) => {
      const { profile, region } = configuration.provider_config[provider_config_key]!.expressions;
      return [address, `${String(constant(profile))} in ${String(constant(region))}`];
    }),
  );
}

function constant(expression: unknown): unknown {
  return memberOf(expression, 'constant_value');
}

function identity(type: string, provider: string | undefined, { name }: Values): string {
  if (provider === undefined) throw new Error(`a ${type} without a provider`);
  return [type, ...(typeof name === 'string' ? [name] : []), 'of', provider].join(' ');
}

function leaves(path: string, value: unknown, unknown: unknown): Values {
  if (unknown === true) return { [path]: UNKNOWN };
  const parts = partsOf(value, unknown);
  // An empty list or map says something too.
  if (parts.length === 0) return { [path]: value };
  return Object.fromEntries(
    parts.flatMap(([step, part, unknownPart]) =>
      Object.entries(leaves(joined(path, step), part, unknownPart)),
    ),
  );
}

/** The parts of a list or a map, those included that are unknown as a whole and so have no value. */
function partsOf(value: unknown, unknown: unknown): readonly (readonly [string, unknown, unknown])[] {
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => [`[${index}]`, item, memberOf(unknown, String(index))]);
  }
  if (typeof value !== 'object' || value === null) return [];
  const names = new Set([...Object.keys(value), ...Object.keys(unknown ?? {})]);
  return [...names].map((name) => [name, memberOf(value, name), memberOf(unknown, name)]);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.getOwnPropertyDescriptor(value, name)?.value
    : undefined;
}

function joined(path: string, step: string): string {
  return path === '' || step.startsWith('[') ? path + step : `${path}.${step}`;
}
