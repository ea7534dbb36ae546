import type {
  Json,
  JsonObject,
  PlanDocument,
  ResourceChange,
  ResourceType,
} from '../../src/plan/model/document';

/** The arguments of a provider. Omitted ones are not in the plan. */
interface ProviderParts {
  readonly account?: string;
  readonly region?: string;
  readonly profile?: string;
}

/** A resource of a plan. Omitted parts have defaults. */
export interface ResourceParts {
  readonly type: ResourceType;
  readonly name?: string;
  /** `app` → `aws_ecr_repository.x["app"]`. */
  readonly index?: string;
  /** The alias of the provider. */
  readonly provider?: string;
  /** Undefined if the resource is created. `policy` may be an object. */
  readonly before?: object;
  /** Undefined if the resource is destroyed. */
  readonly after?: object;
  /** `after_unknown`. */
  readonly unknown?: Json;
  /** The expressions in the configuration. */
  readonly expressions?: Json;
  /** Whether the resource was removed from the configuration, so that the plan does not contain its provider. */
  readonly isRemovedFromConfiguration?: boolean;
  /** Attributes that force a replacement. */
  readonly replacedFor?: readonly string[];
  readonly change?: Partial<ResourceChange>;
}

/** The providers of the article. */
export const ARTICLE_PROVIDERS: Readonly<Record<string, ProviderParts>> = {
  develop: { account: '111111111111', region: 'ap-northeast-1' },
  develop_us: { account: '111111111111', region: 'us-west-1' },
  management: { account: '999999999999', region: 'ap-northeast-1' },
};

/** Returns a plan as `readPlan` does. */
export function planOf(
  resources: readonly ResourceParts[],
  providers: Readonly<Record<string, ProviderParts>> = ARTICLE_PROVIDERS,
  file = 'plan.json',
): PlanDocument {
  return {
    file,
    changes: resources.map(changeOf),
    otherChanges: [],
    drift: [],
    data: [],
    dependencies: new Map(),
    configuration: {
      provider_config: Object.fromEntries(
        Object.entries(providers).map(([alias, parts]) => [`aws.${alias}`, providerConfig(alias, parts)]),
      ),
      root_module: {
        resources: resources
          .filter(({ isRemovedFromConfiguration }) => isRemovedFromConfiguration !== true)
          .map(configured),
      },
    },
    variables: {},
  };
}

/** Returns a resource without changes. */
export function unchanged(parts: Omit<ResourceParts, 'after'> & { readonly before: object }): ResourceParts {
  return { ...parts, after: parts.before };
}

/** Returns the values of a repository with all recommended settings, so that a test gets no other findings. */
export function repository(name: string, values: object = {}): JsonObject {
  return {
    name,
    force_delete: false,
    image_tag_mutability: 'IMMUTABLE',
    image_scanning_configuration: [{ scan_on_push: true }],
    encryption_configuration: [],
    ...values,
  };
}

export function policy(...statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

function providerConfig(alias: string, { account, region, profile }: ProviderParts): Json {
  return {
    name: 'aws',
    alias,
    expressions: {
      ...(account === undefined ? {} : { allowed_account_ids: { constant_value: [account] } }),
      ...(region === undefined ? {} : { region: { constant_value: region } }),
      ...(profile === undefined ? {} : { profile: { constant_value: profile } }),
    },
  };
}

function configured({ type, name = 'this', provider, expressions, change }: ResourceParts): Json {
  return {
    mode: change?.mode ?? 'managed',
    type,
    name,
    provider_config_key: provider === undefined ? 'aws' : `aws.${provider}`,
    ...(expressions === undefined ? {} : { expressions }),
  };
}

function changeOf(parts: ResourceParts): ResourceChange {
  const { type, name = 'this', index, unknown = {}, replacedFor = [], change } = parts;
  const before = values(parts.before);
  const after = values(parts.after);
  return {
    mode: 'managed',
    type,
    address: `${type}.${name}${index === undefined ? '' : `["${index}"]`}`,
    previousAddress: undefined,
    moduleAddress: '',
    name,
    isDeposed: false,
    action: actionOf(before, after, replacedFor),
    isImported: false,
    before,
    after,
    afterUnknown: unknown,
    beforeSensitive: {},
    afterSensitive: {},
    replacedFor,
    reason: replacedFor.length > 0 ? 'replace_because_cannot_update' : undefined,
    ...change,
  };
}

function actionOf(
  before: JsonObject | undefined,
  after: JsonObject | undefined,
  replacedFor: readonly string[],
): ResourceChange['action'] {
  if (before === undefined) return 'create';
  if (after === undefined) return 'delete';
  if (replacedFor.length > 0) return 'replace';
  return JSON.stringify(before) === JSON.stringify(after) ? 'no-op' : 'update';
}

/** Converts a policy to JSON text, as in a plan. */
function values(parts: object | undefined): JsonObject | undefined {
  if (parts === undefined) return undefined;
  const { policy: document, ...rest } = parts as { readonly policy?: unknown };
  const text = typeof document === 'object' ? JSON.stringify(document) : document;
  return { ...rest, ...(text === undefined ? {} : { policy: text }) } as JsonObject;
}
