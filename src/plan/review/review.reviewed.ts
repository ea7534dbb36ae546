import type { RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import type { AccessChange } from '../../change/access/access-changes';
import type { TopologyChange } from '../../change/change';
import type { PlannedTopology, Topology } from '../../model/topology';
import type { IdentityChange } from '../decode/identity-changes';
import type { Address, PlannedResource } from '../model/planned-resource';
import type { UnreviewedChanges } from './unreviewed-changes';
import type { DriftedResource } from './unreviewed-changes.drift';
import type { PublicRepository } from './unreviewed-changes.public-repositories';
import type { SensitiveChange } from './unreviewed-changes.untold';

/** Everything that these plans show together: the input of rules and reports. */
export interface PlanReview {
  /** File names of the plans, as the user specified them. */
  readonly plans: readonly string[];
  /** Sorted by plan and address. */
  readonly resources: readonly PlannedResource[];
  /** Roles and users that the plans create, destroy or replace. */
  readonly identities: readonly IdentityChange[];
  readonly before: PlannedTopology;
  readonly after: PlannedTopology;
  /** Returns the name of a registry, including one that appears only as a destination. */
  readonly nameOf: (id: RegistryId) => string;
  /** The differences between `before` and `after`. */
  readonly changes: readonly TopologyChange[];
  /** The access that principals and registries gain or lose. */
  readonly access: readonly AccessChange[];
  /** Keys of registries that are in no plan and come from the declaration. */
  readonly fromDeclaration: ReadonlySet<string>;
  /** Changes that the review does not evaluate: other services, and policies without ECR actions. */
  readonly unreviewed: readonly UnreviewedChanges[];
  /** Resources that were changed or deleted outside of Terraform, in the order of the plans. */
  readonly drift: readonly DriftedResource[];
  readonly publicRepositories: readonly PublicRepository[];
  /** Changes that the review cannot show completely, because values are marked as sensitive. */
  readonly sensitiveChanges: readonly SensitiveChange[];
  /** The topology of the declaration, if one was specified. */
  readonly declared: Topology | undefined;
  /** Whether this project generated the resource. If so, the fix belongs in `topology.yaml`. */
  readonly isGenerated: (at: Address) => boolean;
}

/** The registry, repository or replication that a finding is about, used to find its line in the declaration. */
export interface Subject {
  readonly registry: RegistryId;
  readonly repository?: RepositoryName | undefined;
  /** Set if the finding is about replication. */
  readonly destination?: RegistryId | undefined;
}
