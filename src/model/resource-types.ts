import type { KnownRegistryId, RegistryId } from '../aws/arn';
import type { LifecyclePolicy } from '../aws/lifecycle/policy';
import type { RepositoryFilter, RepositoryName } from '../aws/names';
import type { PolicyDocument } from '../aws/policy/document';
import type { PullThroughCacheRule } from './pull-through-cache';
import type { Scanning } from './scanning';
import type { AccountSetting, CreationTemplate, RepositorySettings } from './settings';
import { isKnown, UNKNOWN, unknownOf, type Unknown } from './unknown';

/** Everything that ECR stores for a registry. Each part is a row of `REGISTRY_TYPES`. */
export interface RegistryContents<U extends Unknown = never> extends RegistrySettings<U> {
  /** Sorted by name. Includes replicas, because ECR does not distinguish them from other repositories. */
  readonly repositories: readonly Repository<U>[];
  /** Undefined if the registry requires none. */
  readonly policy: PolicyDocument | undefined | U;
  /** The replication rules of this registry as source. Empty if there are none. */
  readonly replication: readonly ReplicationRule<RegistryIdOf<U>>[] | U;
}

/** Declared values are known, so a declared registry has no unknown account or Region. */
export type RegistryIdOf<U extends Unknown> = [U] extends [never] ? KnownRegistryId : RegistryId;

export interface Repository<U extends Unknown = never> {
  readonly name: RepositoryName;
  /** If enabled, deleting the repository also deletes its images. */
  readonly forceDelete: boolean | U;
  /**
   * If enabled, Terraform rejects a plan that replaces or destroys the repository while it is in the
   * configuration.
   */
  readonly preventDestroy: boolean;
  /** Undefined if no principal is granted access. */
  readonly policy: PolicyDocument | undefined | U;
  readonly settings: RepositorySettings<U>;
}

/** A replication rule on the source registry. */
export interface ReplicationRule<Destination extends RegistryId = KnownRegistryId> {
  /** Sorted. `all` is a rule without filters in ECR. */
  readonly filters: readonly RepositoryFilter[] | 'all';
  /** Sorted by account ID and Region, because the provider compares them in order. */
  readonly destinations: readonly Destination[];
}

/** The settings of a registry other than its repositories, policy and replication. */
export interface RegistrySettings<U extends Unknown = never> extends NamedSettingLists<U> {
  /** Undefined if not configured: each repository then has its own setting. */
  readonly scanning: Scanning | undefined | U;
  /**
   * Whether this registry enables Amazon Inspector for ECR. False if the administrator of the organization
   * enables it.
   */
  readonly enablesInspector: boolean | U;
}

/** Settings of which a registry can have several, each with a prefix or name. */
interface NamedSettings<U extends Unknown> {
  readonly creationTemplates: CreationTemplate<U>;
  readonly pullThroughCache: PullThroughCacheRule<U>;
  /** A setting that is not listed is not managed. */
  readonly accountSettings: AccountSetting<U>;
  /** ARNs of roles and users. Their pulls do not change the time at which an image was last pulled. */
  readonly pullTimeUpdateExclusions: string;
}

export type NamedSettingKey = keyof NamedSettings<Unknown>;

/** A setting with a prefix or name, in plans. */
export type NamedSetting = NamedSettings<Unknown>[NamedSettingKey];

/** Each list is sorted by prefix or name. */
export type NamedSettingLists<U extends Unknown> = {
  readonly [Key in NamedSettingKey]: readonly NamedSettings<U>[Key][] | U;
};

/** What can be imported for a registry, in the order of the documentation. */
export const REGISTRY_PARTS = [
  'repositories',
  'repositoryPolicies',
  'lifecyclePolicies',
  'policy',
  'replication',
  'scanning',
  'inspector',
  'creationTemplates',
  'pullThroughCache',
  'settings',
  'pullTimeUpdateExclusions',
] as const;

/** What can be imported for a repository in a registry. */
export const REPOSITORY_PARTS = ['repository', 'policy', 'lifecycle'] as const;

export type RegistryPart = (typeof REGISTRY_PARTS)[number];
export type RepositoryPart = (typeof REPOSITORY_PARTS)[number];

/** The data of a resource of each type. In a plan, the settings of a registry can be unknown. */
export interface RegistryValues<U extends Unknown = never> {
  readonly aws_ecr_account_setting: { readonly setting: AccountSetting<U> | U };
  readonly aws_ecr_lifecycle_policy: {
    readonly repository: Repository;
    readonly lifecyclePolicy: LifecyclePolicy;
  };
  readonly aws_ecr_pull_time_update_exclusion: { readonly principal: string | U };
  readonly aws_ecr_pull_through_cache_rule: { readonly rule: PullThroughCacheRule<U> | U };
  readonly aws_ecr_registry_policy: { readonly policy: PolicyDocument };
  readonly aws_ecr_registry_scanning_configuration: { readonly scanning: Scanning | U };
  readonly aws_ecr_replication_configuration: {
    readonly rules: readonly ReplicationRule<RegistryIdOf<U>>[] | U;
  };
  readonly aws_ecr_repository: { readonly repository: Repository };
  readonly aws_ecr_repository_creation_template: { readonly template: CreationTemplate<U> | U };
  readonly aws_ecr_repository_policy: { readonly repository: Repository; readonly policy: PolicyDocument };
  readonly aws_inspector2_enabler: object;
}

export type RegistryType = keyof RegistryValues;

/** What the project knows about a Terraform type of a registry. */
export interface RegistryRow<Type extends RegistryType = RegistryType> {
  readonly nouns: TypeNouns;
  /** The resources of a registry. The name is that of the repository or setting, or `ONLY`. */
  readonly resourcesIn: (contents: RegistryContents) => readonly NamedValues<Type>[];
  /** The part of the Terraform name after the registry, if it differs from the name. */
  readonly addressName?: (name: string) => string;
  /** https://registry.terraform.io/providers/hashicorp/aws/latest/docs, "Import" of each resource */
  readonly importId: (values: RegistryValues[Type], registry: RegistryId) => string;
  /** The name under `import` of a registry, and of a repository if the resource belongs to one. */
  readonly importParts: readonly [registry: RegistryPart, repository?: RepositoryPart];
  /** The AWS CLI command that shows the resource, without the Region. */
  readonly showCommand: (values: RegistryValues[Type]) => string;
  /** The first minor version 6.x of the AWS provider that supports the resource, if later than 25. */
  readonly minimumMinor?: (values: RegistryValues[Type]) => number | undefined;
  /** How many a registry can have, if a list of the declaration checks it. */
  readonly limit?: number;
  /** Whether other resources must exist before, which this one does not refer to. */
  readonly hasDependencies: boolean;
  /** Whether the resource decides who has access, or what is replicated. */
  readonly affectsAccess: boolean;
  readonly planKind: string;
  /** What several resources must not manage, after "one". Undefined if several may. */
  readonly singleton: string | undefined;
  /** The error if the object already exists. Undefined if it is overwritten. */
  readonly existsError?: string;
  /** Whether destroying the resource leaves the value as it is. */
  readonly isKeptOnDestroy?: true;
  /** Whether the diagram counts the resources in the box of their registry. */
  readonly isCountedInDiagram?: true;
  /** Only for settings of which a registry can have several. */
  readonly named?: NamedRow<Type>;
}

type TypeNouns = readonly [one: string, many: string];

interface NamedValues<Type extends RegistryType> {
  readonly name: string;
  readonly values: RegistryValues[Type];
}

/** A setting of which a registry can have several, in plans. */
type NamedRow<Type extends RegistryType> = {
  readonly [Key in NamedSettingKey]: {
    readonly key: Key;
    readonly noun: string;
    /** What identifies the setting. */
    readonly label: 'name' | 'prefix' | 'principal';
    /** What is unknown if the name is unknown. */
    readonly consequence: string;
    readonly nameOf: (values: RegistryValues<Unknown>[Type]) => string | Unknown;
    readonly settingOf: (values: RegistryValues<Unknown>[Type]) => NamedSettings<Unknown>[Key] | Unknown;
    /** The setting if two resources conflict, so that their order decides. */
    readonly unknownOf: (name: string) => NamedSettings<Unknown>[Key];
  };
}[NamedSettingKey];

type RegistryTable = { readonly [Type in RegistryType]: RegistryRow<Type> };

/** The name of a resource or value that a registry has once. */
export const ONLY = '';

/** In the order in which `resourcesOf` returns the resources: each type before those that depend on it. */
export const REGISTRY_TYPES = {
  aws_ecr_account_setting: {
    nouns: ['account setting', 'account settings'],
    resourcesIn: ({ accountSettings }) =>
      accountSettings.map((setting) => ({ name: setting.name, values: { setting } })),
    addressName: (name) => name.toLowerCase(),
    importId: ({ setting }) => setting.name,
    importParts: ['settings'],
    showCommand: ({ setting }) => `aws ecr get-account-setting --name ${setting.name}`,
    minimumMinor: ({ setting }) => (setting.name === 'BLOB_MOUNTING' ? 29 : undefined),
    hasDependencies: false,
    affectsAccess: false,
    planKind: 'account-setting',
    singleton: 'value of the account setting',
    isKeptOnDestroy: true,
    named: {
      key: 'accountSettings',
      noun: 'account setting',
      label: 'name',
      consequence: 'which setting it changes',
      nameOf: ({ setting }) => (isKnown(setting) ? setting.name : UNKNOWN),
      settingOf: ({ setting }) => setting,
      // The provider accepts it as the name of a setting.
      unknownOf: (name) => ({ name: name as AccountSetting['name'], value: UNKNOWN }),
    },
  },
  aws_ecr_repository: {
    nouns: ['repository', 'repositories'],
    resourcesIn: ({ repositories }) =>
      repositories.map((repository) => ({ name: repository.name, values: { repository } })),
    importId: ({ repository }) => repository.name,
    importParts: ['repositories', 'repository'],
    showCommand: ({ repository }) => `aws ecr describe-repositories --repository-names ${repository.name}`,
    hasDependencies: false,
    affectsAccess: true,
    planKind: 'repository',
    singleton: 'repository of that name',
    existsError: 'RepositoryAlreadyExistsException',
  },
  aws_ecr_repository_policy: {
    nouns: ['repository policy', 'repository policies'],
    resourcesIn: ({ repositories }) =>
      repositories.flatMap((repository) => {
        const { name, policy } = repository;
        return policy === undefined ? [] : [{ name, values: { repository, policy } }];
      }),
    importId: ({ repository }) => repository.name,
    importParts: ['repositoryPolicies', 'policy'],
    showCommand: ({ repository }) => `aws ecr get-repository-policy --repository-name ${repository.name}`,
    hasDependencies: false,
    affectsAccess: true,
    planKind: 'repository-policy',
    singleton: 'policy',
  },
  aws_ecr_lifecycle_policy: {
    nouns: ['lifecycle policy', 'lifecycle policies'],
    resourcesIn: ({ repositories }) =>
      repositories.flatMap((repository) => {
        const { name, settings } = repository;
        const { lifecyclePolicy } = settings;
        return lifecyclePolicy === undefined ? [] : [{ name, values: { repository, lifecyclePolicy } }];
      }),
    importId: ({ repository }) => repository.name,
    importParts: ['lifecyclePolicies', 'lifecycle'],
    showCommand: ({ repository }) => `aws ecr get-lifecycle-policy --repository-name ${repository.name}`,
    minimumMinor: ({ lifecyclePolicy }) => minimumMinorForLifecycle(lifecyclePolicy),
    hasDependencies: false,
    affectsAccess: false,
    planKind: 'lifecycle-policy',
    singleton: 'lifecycle policy',
  },
  aws_ecr_registry_policy: {
    nouns: ['registry policy', 'registry policies'],
    resourcesIn: ({ policy }) => (policy === undefined ? [] : [{ name: ONLY, values: { policy } }]),
    importId: (_, { accountId }) => accountId,
    importParts: ['policy'],
    showCommand: () => 'aws ecr get-registry-policy',
    hasDependencies: true,
    affectsAccess: true,
    planKind: 'registry-policy',
    singleton: 'registry policy',
  },
  aws_inspector2_enabler: {
    nouns: ['Inspector enabler', 'Inspector enablers'],
    resourcesIn: ({ enablesInspector }) => (enablesInspector ? [{ name: ONLY, values: {} }] : []),
    importId: (_, { accountId }) => `${accountId}-ECR`,
    importParts: ['inspector'],
    showCommand: () => 'aws inspector2 batch-get-account-status',
    hasDependencies: false,
    affectsAccess: false,
    planKind: 'inspector',
    // One resource can enable it for several accounts.
    singleton: undefined,
  },
  aws_ecr_registry_scanning_configuration: {
    nouns: ['scanning configuration', 'scanning configurations'],
    resourcesIn: ({ scanning }) => (scanning === undefined ? [] : [{ name: ONLY, values: { scanning } }]),
    importId: (_, { accountId }) => accountId,
    importParts: ['scanning'],
    showCommand: () => 'aws ecr get-registry-scanning-configuration',
    hasDependencies: true,
    affectsAccess: false,
    planKind: 'scanning',
    singleton: 'scanning configuration',
  },
  aws_ecr_repository_creation_template: {
    nouns: ['creation template', 'creation templates'],
    resourcesIn: ({ creationTemplates }) =>
      creationTemplates.map((template) => ({ name: template.prefix, values: { template } })),
    importId: ({ template }) => template.prefix,
    importParts: ['creationTemplates'],
    showCommand: () => 'aws ecr describe-repository-creation-templates',
    minimumMinor: ({ template: { appliedFor, settings } }) =>
      minimumMinorForLifecycle(settings.lifecyclePolicy) ??
      (appliedFor.includes('CREATE_ON_PUSH') ? 28 : undefined),
    hasDependencies: false,
    affectsAccess: false,
    planKind: 'creation-template',
    singleton: 'creation template for the prefix',
    existsError: 'TemplateAlreadyExistsException',
    named: {
      key: 'creationTemplates',
      noun: 'creation template',
      label: 'prefix',
      consequence: 'which repositories it applies to',
      nameOf: ({ template }) => (isKnown(template) ? template.prefix : UNKNOWN),
      settingOf: ({ template }) => template,
      unknownOf: (prefix) => ({
        prefix,
        // In the order of a decoded template, because values are compared as JSON.
        ...unknownOf(['appliedFor', 'description']),
        settings: unknownOf(['imageTagMutability', 'encryption', 'lifecyclePolicy', 'tags']),
        ...unknownOf(['policy', 'customRoleArn']),
      }),
    },
  },
  aws_ecr_pull_through_cache_rule: {
    nouns: ['pull-through cache rule', 'pull-through cache rules'],
    resourcesIn: ({ pullThroughCache }) =>
      pullThroughCache.map((rule) => ({ name: rule.prefix, values: { rule } })),
    importId: ({ rule }) => rule.prefix,
    importParts: ['pullThroughCache'],
    showCommand: () => 'aws ecr describe-pull-through-cache-rules',
    hasDependencies: true,
    affectsAccess: false,
    planKind: 'cache-rule',
    singleton: 'pull-through cache for the prefix',
    existsError: 'PullThroughCacheRuleAlreadyExistsException',
    named: {
      key: 'pullThroughCache',
      noun: 'pull-through cache',
      label: 'prefix',
      consequence: 'which repositories it applies to',
      nameOf: ({ rule }) => (isKnown(rule) ? rule.prefix : UNKNOWN),
      settingOf: ({ rule }) => rule,
      unknownOf: (prefix) => ({
        prefix,
        ...unknownOf(['upstream', 'upstreamPrefix', 'credentialArn', 'customRoleArn']),
      }),
    },
  },
  // https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-time-update-exclusions.html
  aws_ecr_pull_time_update_exclusion: {
    nouns: ['pull time update exclusion', 'pull time update exclusions'],
    resourcesIn: ({ pullTimeUpdateExclusions }) =>
      pullTimeUpdateExclusions.map((principal) => ({ name: principal, values: { principal } })),
    importId: ({ principal }) => principal,
    importParts: ['pullTimeUpdateExclusions'],
    showCommand: () => 'aws ecr list-pull-time-update-exclusions',
    minimumMinor: () => 28,
    // "You can configure up to 100 exclusions per account."
    limit: 100,
    hasDependencies: false,
    affectsAccess: false,
    planKind: 'pull-time-update-exclusion',
    singleton: 'pull time update exclusion of',
    existsError: 'ExclusionAlreadyExistsException',
    isCountedInDiagram: true,
    named: {
      key: 'pullTimeUpdateExclusions',
      noun: 'pull time update exclusion',
      label: 'principal',
      consequence: 'whose pulls it excludes',
      nameOf: ({ principal }) => principal,
      settingOf: ({ principal }) => principal,
      unknownOf: (principal) => principal,
    },
  },
  aws_ecr_replication_configuration: {
    nouns: ['replication configuration', 'replication configurations'],
    resourcesIn: ({ replication }) =>
      replication.length === 0 ? [] : [{ name: ONLY, values: { rules: replication } }],
    importId: (_, { accountId }) => accountId,
    importParts: ['replication'],
    showCommand: () => 'aws ecr describe-registry',
    hasDependencies: true,
    affectsAccess: true,
    planKind: 'replication',
    singleton: 'replication configuration',
  },
} as const satisfies RegistryTable;

/** All types, with the policies and attachments of roles and users. */
export const RESOURCE_TYPES = {
  ...REGISTRY_TYPES,
  aws_iam_role_policy: { nouns: ['role policy', 'role policies'] },
  aws_iam_role_policy_attachment: { nouns: ['role policy attachment', 'role policy attachments'] },
  aws_iam_user_policy: { nouns: ['user policy', 'user policies'] },
  aws_iam_user_policy_attachment: { nouns: ['user policy attachment', 'user policy attachments'] },
} as const satisfies Readonly<Record<string, { readonly nouns: TypeNouns }>>;

/** In the order of the table. `Object.keys` does not keep the type of the keys. */
export const REGISTRY_TYPE_NAMES = Object.keys(REGISTRY_TYPES) as readonly RegistryType[];

const TABLE: RegistryTable = REGISTRY_TYPES;

export function rowOf<Type extends RegistryType>(type: Type): RegistryRow<Type> {
  return TABLE[type];
}

export const NAMED_SETTING_KEYS: readonly NamedSettingKey[] = REGISTRY_TYPE_NAMES.flatMap(
  (type) => rowOf(type).named?.key ?? [],
);

/**
 * Earlier versions ignore `targetStorageClass` and `storageClass` when comparing policies, so they plan no
 * change if only these change.
 * https://github.com/hashicorp/terraform-provider-aws/pull/45909
 */
function minimumMinorForLifecycle(policy: LifecyclePolicy | undefined): number | undefined {
  return policy !== undefined && STORAGE_CLASS.test(policy.text) ? 29 : undefined;
}

/**
 * Matches keys only: in minified JSON, a quote inside a text follows a backslash. Parsing each policy would be
 * slow.
 */
const STORAGE_CLASS = /"(?:storageClass|targetStorageClass)":/;

/** The settings of a registry that is managed elsewhere. */
export const UNKNOWN_REGISTRY_SETTINGS: RegistrySettings<Unknown> = unknownOf([
  'scanning',
  'enablesInspector',
  'creationTemplates',
  'pullThroughCache',
  'accountSettings',
  'pullTimeUpdateExclusions',
]);

/** The settings of a registry without any configuration. */
export const DEFAULT_REGISTRY_SETTINGS: RegistrySettings = {
  scanning: undefined,
  enablesInspector: false,
  creationTemplates: [],
  pullThroughCache: [],
  accountSettings: [],
  pullTimeUpdateExclusions: [],
};
