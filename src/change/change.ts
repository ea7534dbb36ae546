import type { RegistryId } from '../aws/arn';
import type { RepositoryFilter, RepositoryName } from '../aws/names';
import type { ManagedPolicy } from '../aws/policy/managed-policies';
import type { Unknown } from '../model/unknown';
import type { OfRegistry, Permission, TagChange } from './change-parts';
import type { SettingsChange } from './registry-settings';
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
