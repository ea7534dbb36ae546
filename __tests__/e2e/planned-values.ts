import type { Plan, State } from './terraform';

/** A value that is known after apply. */
export const UNKNOWN = Symbol('known after apply');

/** Attribute path → value, for example of `rule[0].destination[1].region`. */
export type Values = Readonly<Record<string, unknown>>;

/** Resources by a key that is the same in two configurations: type, repository name, profile and Region. */
export type Resources = Readonly<Record<string, Values>>;

export function plannedResources({ resource_changes, configuration }: Plan): Resources {
  const providers = providersByAddress(configuration);
  return Object.fromEntries(
    resource_changes
      .filter(({ mode }) => mode === 'managed')
      .map(({ address, type, change }) => {
        const values = flatten('', change.after, change.after_unknown);
        return [resourceKey(type, providers.get(address), values), values];
      }),
  );
}

/** @param plan the plan of this state, because a state does not contain the provider configuration of a resource */
export function appliedResources({ values: { root_module } }: State, plan: Plan): Resources {
  const providers = providersByAddress(plan.configuration);
  return Object.fromEntries(
    root_module.resources
      .filter(({ mode }) => mode === 'managed')
      .map((resource) => {
        const values = flatten('', resource.values, undefined);
        return [resourceKey(resource.type, providers.get(resource.address), values), values];
      }),
  );
}

/** Returns the arguments of each provider that has any, by alias. */
export function providerArguments({ configuration }: Plan): Resources {
  return Object.fromEntries(
    Object.entries(configuration.provider_config).flatMap(([key, { expressions }]) => {
      const given = Object.entries(expressions).map(([name, value]) => [name, constantValue(value)] as const);
      return given.length === 0 ? [] : [[key, Object.fromEntries(given)]];
    }),
  );
}

/** Maps each address to the profile and Region of its provider: "develop in ap-northeast-1". */
function providersByAddress(configuration: Plan['configuration']): ReadonlyMap<string, string> {
  return new Map(
    configuration.root_module.resources.map(({ address, provider_config_key }) => {
      const { profile, region } = configuration.provider_config[provider_config_key]!.expressions;
      return [address, `${String(constantValue(profile))} in ${String(constantValue(region))}`];
    }),
  );
}

function constantValue(expression: unknown): unknown {
  return memberOf(expression, 'constant_value');
}

function resourceKey(type: string, provider: string | undefined, { name }: Values): string {
  if (provider === undefined) throw new Error(`${type} has no provider`);
  return [type, ...(typeof name === 'string' ? [name] : []), 'of', provider].join(' ');
}

function flatten(path: string, value: unknown, unknown: unknown): Values {
  if (unknown === true) return { [path]: UNKNOWN };
  const members = membersOf(value, unknown);
  // An empty list or map is a value.
  if (members.length === 0) return { [path]: value };
  return Object.fromEntries(
    members.flatMap(([step, member, unknownMember]) =>
      Object.entries(flatten(joinPath(path, step), member, unknownMember)),
    ),
  );
}

/** Returns the members of a list or map, including unknown members, which have no value. */
function membersOf(value: unknown, unknown: unknown): readonly (readonly [string, unknown, unknown])[] {
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

function joinPath(path: string, step: string): string {
  return path === '' || step.startsWith('[') ? path + step : `${path}.${step}`;
}
