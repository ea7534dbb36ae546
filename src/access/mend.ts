import type {
  Grantee,
  IdentityId,
  Operation,
  PartitionId,
  PolicyDocument,
  RegistryName,
  RepositoryName,
} from '../registry';
import type { StatementReference } from './decision';
import type { Question } from './explain';
import type { LayerName } from './layers';
import type { ConditionInRequest } from './policy/unmet';
import type { Unmet } from './unmet';

/** One change that has to be made, or what to do instead. */
export type Mend =
  /** An entry to add under `access`. */
  | {
      readonly kind: 'grant';
      readonly entry: GrantEntry;
      /** Whether it names an account because no entry can name the caller. */
      readonly isForAccount: boolean;
    }
  /** An entry to add under `replication`. */
  | {
      readonly kind: 'rule';
      readonly entry: RuleEntry;
      /** A replica from which a rule already leads to the destination, and which replicates nothing that it received. */
      readonly via: RegistryName | undefined;
    }
  /** A policy to attach to the caller, where no grant does it. */
  | {
      readonly kind: 'attach';
      readonly identity: IdentityId;
      readonly policyName: string;
      readonly policy: PolicyDocument;
    }
  /** What the policies of a federated user have to allow: those of the IAM user and those of the session. */
  | { readonly kind: 'session'; readonly policy: PolicyDocument }
  /** A statement that denies it, to be removed or narrowed. */
  | {
      readonly kind: 'denied';
      readonly layer: LayerName;
      readonly by: StatementReference;
      /** Its conditions, which all hold. */
      readonly conditions: readonly ConditionInRequest[];
    }
  /** A policy that only limits, and has to let it through. */
  | { readonly kind: 'limited'; readonly layer: LayerName; readonly actions: readonly string[] }
  /** Statements that would allow it: their conditions have to be met, or the statements changed. */
  | { readonly kind: 'condition'; readonly statements: readonly Unmet[] }
  /** A grant to an AWS service, which says for which account the service acts. */
  | { readonly kind: 'serve'; readonly question: Question }
  /** A service that does not do this with its service principal; undefined if the role is not known. */
  | {
      readonly kind: 'service';
      readonly service: string;
      readonly operation: Operation;
      readonly role: string | undefined;
    }
  /** Lambda pulls from the registry of its own Region. */
  | {
      readonly kind: 'region';
      readonly region: string;
      /** The registries of that Region that hold the repository. */
      readonly holding: readonly RegistryName[];
    }
  /** Images are pushed to other registries than the one that was asked about. */
  | {
      readonly kind: 'push-to';
      readonly registry: RegistryName;
      /** Whether a rule fills the repository there; otherwise there is none. */
      readonly isReplica: boolean;
      readonly origins: readonly RegistryName[];
      /** Those to which the caller may push. */
      readonly allowed: readonly RegistryName[];
    }
  /** The topology has a role or user of this name under another path, and an account has one of a name. */
  | { readonly kind: 'other-path'; readonly identity: IdentityId }
  /** Images have to be pushed to, or replicated into, a registry that does not hold the repository. */
  | { readonly kind: 'declare'; readonly registry: RegistryName; readonly repository: RepositoryName }
  /** ECR creates the repository there with the first image that a rule replicates. */
  | { readonly kind: 'created'; readonly from: RegistryName; readonly to: RegistryName }
  /** Images get there from other registries than the one that was asked about; none: they are pushed there. */
  | { readonly kind: 'replicated-from'; readonly to: RegistryName; readonly origins: readonly RegistryName[] }
  /** ECR does not replicate between partitions. */
  | { readonly kind: 'other-partition'; readonly from: PartitionId; readonly to: PartitionId }
  /** What has to be found out before anything can be said. */
  | {
      readonly kind: 'find-out';
      readonly layers: readonly LayerName[];
      readonly keys: readonly string[];
      /** Conditions for which AWS documents no result. */
      readonly undocumented: readonly string[];
    }
  /** `validate` would refuse the entries that allow it, for these reasons. */
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

/** As an item of `access` in `topology.yaml`. */
export interface GrantEntry {
  readonly allow: Question['operation'];
  readonly repositories: readonly RepositoryName[];
  /** Only where they do not follow from the repositories. */
  readonly registries: readonly RegistryName[] | undefined;
  readonly principals: readonly Grantee[];
  /** `none`: nothing is attached to the caller. */
  readonly identity?: 'none';
}

/** As an item of `replication` in `topology.yaml`. */
export interface RuleEntry {
  readonly from: readonly RegistryName[];
  readonly to: readonly RegistryName[];
  readonly repositories: readonly RepositoryName[];
}
