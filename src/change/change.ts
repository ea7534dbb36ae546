import type { RegistryId } from '../aws/arn';
import type { RepositoryFilter, RepositoryName } from '../aws/names';
import type { ManagedPolicy } from '../aws/policy/managed-policies';
import { sortedUnique } from '../base/collections';
import type { CreationTemplate, Tags, TemplateUse } from '../model/settings';
import { isKnown, type Unknown } from '../model/unknown';
import type { ReplicationOrderChange } from './replication-order';
import type { ImportsChange, StacksChange } from './stacks';

/**
 * Whether Terraform manages anything in the registry before the change. If not, changing the registry has no
 * effect on resources.
 */
type RegistryContents = 'something' | 'nothing';

/** A difference of two declarations or plans. `describeChange` renders it as text. */
export type Change =
  TopologyChange | DeploymentChange | ImportsChange | StacksChange | ReplicationOrderChange;

export type TopologyChange =
  | SettingsChange
  | (OfRegistry & { readonly kind: 'registry-added'; readonly id: RegistryId })
  | (OfRegistry & {
      readonly kind: 'registry-removed';
      readonly id: RegistryId;
      readonly held: RegistryContents;
    })
  | (OfRegistry & {
      readonly kind: 'registry-renamed';
      readonly before: string;
      readonly held: RegistryContents;
      /** Another registry now has the old name and therefore its Terraform addresses. */
      readonly isNameTaken: boolean;
    })
  /** The registry has the same name and Terraform addresses but another account or Region. */
  | (OfRegistry & {
      readonly kind: 'registry-moved';
      readonly before: RegistryId;
      readonly after: RegistryId;
      readonly held: RegistryContents;
    })
  | (OfRegistry & { readonly kind: 'repository-added'; readonly repository: RepositoryName })
  | (OfRegistry & {
      readonly kind: 'repository-removed';
      readonly repository: RepositoryName;
      /** The value before the change, which a destroy uses. */
      readonly forceDelete: boolean | Unknown;
      /**
       * The value before the change. It is removed together with the repository, so it does not prevent the
       * destroy.
       */
      readonly preventDestroy: boolean;
    })
  | (OfRegistry & {
      readonly kind: 'repository-setting';
      readonly repository: RepositoryName;
      readonly setting: 'forceDelete' | 'preventDestroy' | 'scanOnPush';
      /** Undefined if an enabled setting is no longer set. */
      readonly after: boolean | undefined;
    })
  | (OfRegistry & {
      readonly kind: 'repository-setting-changed';
      readonly repository: RepositoryName;
      readonly setting: 'encryption' | 'imageTagMutability' | 'lifecyclePolicy';
      /** Short text: `IMMUTABLE`, `KMS with arn:…`, `none`. Undefined if unknown. */
      readonly before: string | undefined;
      readonly after: string;
      /** ECR cannot change encryption: Terraform replaces the repository, or the repository keeps its key. */
      readonly outcome?: 'replaced' | 'kept';
    })
  | (OfRegistry & TagChange & { readonly kind: 'repository-tag'; readonly repository: RepositoryName })
  | (OfRegistry & {
      readonly kind: 'replication-added' | 'replication-removed';
      readonly filter: RepositoryFilter | 'all';
      /** The name of the destination, or account and Region if it is not in the topology. */
      readonly destination: string;
    })
  | (OfRegistry & Permission & { readonly kind: 'permission-added' | 'permission-removed' })
  | (Permission & {
      readonly kind: 'identity-permission-added' | 'identity-permission-removed';
      /** The ARN of the role or user. */
      readonly identity: string;
    })
  /** The policy is known only after apply. */
  | { readonly kind: 'identity-not-known'; readonly identity: string }
  | {
      readonly kind: 'managed-policy-attached' | 'managed-policy-detached';
      readonly identity: string;
      readonly policy: ManagedPolicy;
    };

export type DeploymentChange =
  | { readonly kind: 'account-added' | 'account-removed'; readonly account: string; readonly id: string }
  | {
      readonly kind: 'account-setting';
      readonly account: string;
      readonly setting: 'id' | 'credentials';
      readonly before: string;
      readonly after: string;
    }
  | {
      readonly kind: 'backend';
      readonly before: string;
      readonly after: string;
      /** Whether the location of the state changes. Otherwise only the access to it changes. */
      readonly isMoved: boolean;
    }
  | { readonly kind: 'tag-added' | 'tag-removed'; readonly tag: string; readonly value: string }
  | { readonly kind: 'tag-changed'; readonly tag: string; readonly before: string; readonly after: string };

/** A change to the settings of a registry other than its repositories, policy and replication. */
export type SettingsChange =
  | (OfRegistry & {
      readonly kind: 'scanning-changed';
      /** Undefined if unknown. */
      readonly before: string | undefined;
      /** Undefined if no longer set. */
      readonly after: string | undefined;
    })
  /** Whether this registry enables Amazon Inspector for ECR. */
  | (OfRegistry & { readonly kind: 'inspector-changed'; readonly after: boolean })
  | (OfRegistry & {
      readonly kind: 'account-setting-changed';
      /** `BLOB_MOUNTING`. */
      readonly setting: string;
      /** Undefined if unknown. */
      readonly before: string | undefined;
      /** Undefined if no longer managed. ECR keeps the value. */
      readonly after: string | undefined;
    })
  /** The value is known only after apply, so the change is unknown. */
  | (OfRegistry & {
      readonly kind: 'not-known';
      /** Undefined for a setting of the registry. */
      readonly repository: RepositoryName | undefined;
      /** `scanning`, `policy`, `tags`. */
      readonly what: string;
    })
  | TemplateChange
  | CacheRuleChange;

interface OfTemplate extends OfRegistry {
  /** The prefix of the creation template. */
  readonly template: CreationTemplate['prefix'];
}

export type TemplateChange =
  | (OfTemplate & {
      readonly kind: 'creation-template-added';
      readonly appliedFor: readonly TemplateUse[] | Unknown;
    })
  | (OfTemplate & { readonly kind: 'creation-template-removed' })
  | (OfTemplate & SettingChange & { readonly kind: 'creation-template-setting-changed' })
  | (OfTemplate & TagChange & { readonly kind: 'creation-template-tag' })
  /** A permission that the repository policy of the template gives in created repositories. */
  | (OfTemplate &
      Permission & {
        readonly kind: 'creation-template-permission-added' | 'creation-template-permission-removed';
      })
  | (OfTemplate & { readonly kind: 'creation-template-not-known'; readonly settings: readonly string[] });

interface OfCacheRule extends OfRegistry {
  /** The prefix of the pull-through cache. */
  readonly cache: string;
}

export type CacheRuleChange =
  | (OfCacheRule & {
      readonly kind: 'cache-rule-added';
      /** The upstream registry as text. Undefined if unknown. */
      readonly upstream: string | undefined;
    })
  | (OfCacheRule & { readonly kind: 'cache-rule-removed' })
  | (OfCacheRule &
      SettingChange & {
        readonly kind: 'cache-rule-setting-changed';
        /** Set if ECR cannot remove the value. */
        readonly outcome?: 'refused';
      })
  | (OfCacheRule & { readonly kind: 'cache-rule-not-known'; readonly settings: readonly string[] });

interface OfRegistry {
  /**
   * The name of the registry, after the change if it is renamed. Followed by account and Region if two
   * registries share the name.
   */
  readonly registry: string;
}

/** What policies allow or deny one principal. Contains the actions with the same resources. */
export interface Permission {
  readonly policy: 'registry policy' | 'repository policy' | 'identity policy';
  readonly effect: 'Allow' | 'Deny';
  /** As in the policy. Empty in an identity policy. */
  readonly principal: string;
  /** The condition of the statement as text. Undefined if there is none. */
  readonly condition: string | undefined;
  /** Sorted. */
  readonly actions: readonly string[];
  /** ARNs, sorted. */
  readonly resources: readonly string[];
}

/** A setting before and after, as text. */
export interface SettingChange<Name extends string = string> {
  /** The key in the declaration. */
  readonly setting: Name;
  /** Short text: `IMMUTABLE`, `KMS with arn:…`, `none`. Undefined if it did not exist. */
  readonly before: string | undefined;
  readonly after: string;
}

/** A tag that is added, removed or changed. The value is undefined if the tag does not exist. */
interface TagChange {
  readonly tag: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Returns the changes sorted by tag. Empty if the tags before or after are unknown. */
export function tagChanges(previous: Tags | Unknown, current: Tags | Unknown): readonly TagChange[] {
  // In a large plan, most tags are the same object.
  if (previous === current || !isKnown(previous) || !isKnown(current)) return [];
  return sortedUnique([...Object.keys(previous), ...Object.keys(current)])
    .map((tag) => ({ tag, before: valueOf(previous, tag), after: valueOf(current, tag) }))
    .filter(({ before, after }) => before !== after);
}

/** A tag may have the name `constructor`. */
function valueOf(tags: Tags, tag: string): string | undefined {
  return Object.hasOwn(tags, tag) ? tags[tag] : undefined;
}

/**
 * Returns text such as `tag team of repository app added ('shop')`.
 * @param owner the resource, after `of`
 */
export function tagChangeText({ tag, before, after }: TagChange, owner: string): string {
  const subject = `tag ${tag} of ${owner}`;
  if (before === undefined) return `${subject} added ('${after ?? ''}')`;
  return after === undefined
    ? `${subject} removed ('${before}')`
    : `${subject} changed from '${before}' to '${after}'`;
}
