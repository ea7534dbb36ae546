import type { RegistryId } from '../arn';
import type { RepositoryFilter, RepositoryName } from '../names';
import type { NotKnown } from '../not-known';
import type { ManagedPolicy } from '../policy/managed';
import type { In, Permission } from './change-parts';
import type { ImportsChange } from './imports';
import type { ReplicationOrderChange } from './replication-order';
import type { SettingsChange } from './settings-change';
import type { StacksChange } from './layout';
import type { TagChange } from './tags';

/** Whether Terraform has anything in the registry before the change; without, a change of it costs nothing. */
type Held = 'something' | 'nothing';

/** What is different, as data. `describeChange` puts it in words. */
export type Change =
  TopologyChange | DeploymentChange | ImportsChange | StacksChange | ReplicationOrderChange;

export type TopologyChange =
  | SettingsChange
  | (In & { readonly kind: 'registry-added'; readonly id: RegistryId })
  | (In & { readonly kind: 'registry-removed'; readonly id: RegistryId; readonly held: Held })
  | (In & {
      readonly kind: 'registry-renamed';
      readonly before: string;
      readonly held: Held;
      /** The old name is another registry's now, and so are its Terraform addresses. */
      readonly isNameTaken: boolean;
    })
  /** The same name for another account or Region: the Terraform addresses stay, the place does not. */
  | (In & {
      readonly kind: 'registry-moved';
      readonly before: RegistryId;
      readonly after: RegistryId;
      readonly held: Held;
    })
  | (In & { readonly kind: 'repository-added'; readonly repository: RepositoryName })
  | (In & {
      readonly kind: 'repository-removed';
      readonly repository: RepositoryName;
      /** What a destroy obeys is the setting before the change. */
      readonly forceDelete: boolean | NotKnown;
      /** The setting goes with the repository, and protects nothing any more. */
      readonly preventDestroy: boolean;
    })
  | (In & {
      readonly kind: 'repository-setting';
      readonly repository: RepositoryName;
      readonly setting: 'forceDelete' | 'preventDestroy' | 'scanOnPush';
      /** Undefined where nothing is said any more of what was on. */
      readonly after: boolean | undefined;
    })
  | (In & {
      readonly kind: 'repository-setting-changed';
      readonly repository: RepositoryName;
      readonly setting: 'encryption' | 'imageTagMutability' | 'lifecyclePolicy';
      /** In a word or two: `IMMUTABLE`, `KMS with arn:…`, `none`; undefined if it is not known. */
      readonly before: string | undefined;
      readonly after: string;
      /** What becomes of the repository, whose encryption ECR cannot change: made anew, or left with the key it has. */
      readonly outcome?: 'replaced' | 'kept';
    })
  | (In & TagChange & { readonly kind: 'repository-tag'; readonly repository: RepositoryName })
  | (In & {
      readonly kind: 'replication-added' | 'replication-removed';
      readonly filter: RepositoryFilter | 'all';
      /** The destination's name, or account and Region where it is not in the topology. */
      readonly destination: string;
    })
  | (In & Permission & { readonly kind: 'permission-added' | 'permission-removed' })
  | (Permission & {
      readonly kind: 'identity-permission-added' | 'identity-permission-removed';
      /** The ARN of the role or user. */
      readonly identity: string;
    })
  /** Its policy is known only after apply. */
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
      /** Whether the state is to be found elsewhere, or only reached otherwise. */
      readonly isMoved: boolean;
    }
  | { readonly kind: 'tag-added' | 'tag-removed'; readonly tag: string; readonly value: string }
  | { readonly kind: 'tag-changed'; readonly tag: string; readonly before: string; readonly after: string };
