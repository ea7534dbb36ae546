import type { Json, JsonObject, PlanDocument, ResourceChange, ResourceType } from '../../src/plan/document';

/** A provider, by its alias. What is left out is not in the plan. */
interface ProviderParts {
  readonly account?: string;
  readonly region?: string;
  readonly profile?: string;
}

/** One resource of a plan, as little of it as a test needs. */
export interface ResourceParts {
  readonly type: ResourceType;
  readonly name?: string;
  /** `app` → `aws_ecr_repository.x["app"]`. */
  readonly index?: string;
  /** The alias of its provider. */
  readonly provider?: string;
  /** Undefined: it is created. A policy may be an object. */
  readonly before?: object;
  /** Undefined: it is destroyed. */
  readonly after?: object;
  /** `after_unknown`. */
  readonly unknown?: Json;
  /** The expressions of its configuration. */
  readonly expressions?: Json;
  /** It is gone from the configuration, which therefore names no provider of it. */
  readonly isGone?: boolean;
  /** What forces a replacement. */
  readonly replacedFor?: readonly string[];
  readonly change?: Partial<ResourceChange>;
}

/** The providers of the article. */
export const ARTICLE_PROVIDERS: Readonly<Record<string, ProviderParts>> = {
  develop: { account: '111111111111', region: 'ap-northeast-1' },
  develop_us: { account: '111111111111', region: 'us-west-1' },
  management: { account: '999999999999', region: 'ap-northeast-1' },
};

/** A plan document as `readPlan` gives it. */
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
      root_module: { resources: resources.filter(({ isGone }) => isGone !== true).map(configured) },
    },
    variables: {},
  };
}

/** Nothing happens to it. */
export function unchanged(parts: Omit<ResourceParts, 'after'> & { readonly before: object }): ResourceParts {
  return { ...parts, after: parts.before };
}

/** A repository with everything that hygiene asks for, so that only what a test is about is found. */
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

/** A policy of these statements. */
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

/** A policy is text in a plan. */
function values(parts: object | undefined): JsonObject | undefined {
  if (parts === undefined) return undefined;
  const { policy: found, ...rest } = parts as { readonly policy?: unknown };
  const text = typeof found === 'object' ? JSON.stringify(found) : found;
  return { ...rest, ...(text === undefined ? {} : { policy: text }) } as JsonObject;
}
