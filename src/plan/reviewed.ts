import type { PlannedTopology, RegistryId, RepositoryName, Topology, TopologyChange } from '../registry';
import type { AccessChange } from './access/access-changes';
import type { PublicRepository } from './public-repositories';
import type { IdentityChange } from './resources/identity-changes';
import type { Address, PlannedResource } from './resources/planned';
import type { Severity } from './rule';
import type { DriftedResource } from './drift';
import type { UnreviewedChanges } from './unreviewed';
import type { UntoldChange } from './untold';

/** Everything that plans say together: what rules look at, and reports lead with. */
export interface Reviewed {
  /** The plans' files, as the user named them. */
  readonly plans: readonly string[];
  /** Sorted by plan and address. */
  readonly resources: readonly PlannedResource[];
  /** Roles and users that the plans create, destroy or replace. */
  readonly identities: readonly IdentityChange[];
  readonly before: PlannedTopology;
  readonly after: PlannedTopology;
  /** What to call a registry, also one that only a destination names. */
  readonly nameOf: (id: RegistryId) => string;
  /** What differs between the two, in the model's terms. */
  readonly changes: readonly TopologyChange[];
  /** Who can do more than before, and who less. */
  readonly access: readonly AccessChange[];
  /** Registries that no plan holds, taken from the declaration: their keys. */
  readonly fromDeclaration: ReadonlySet<string>;
  /** What happens that the review does not look at: other services, and policies that do not concern ECR. */
  readonly unreviewed: readonly UnreviewedChanges[];
  /** What was changed or deleted outside of Terraform. In the plans' order. */
  readonly drift: readonly DriftedResource[];
  readonly publicRepositories: readonly PublicRepository[];
  /** What happens of which the review says nothing, or not all. */
  readonly untold: readonly UntoldChange[];
  /** The declaration beside the plans, where there is one. */
  readonly declared: Topology | undefined;
  /** Whether this project generated a resource from a declaration, so that the fix belongs there. */
  readonly isGenerated: (at: Address) => boolean;
}

/** What a finding is about, so that its line in the declaration can be found. */
export interface Subject {
  readonly registry: RegistryId;
  readonly repository?: RepositoryName | undefined;
  /** Where it is about replication. */
  readonly destination?: RegistryId | undefined;
}

/** What a rule finds. */
export interface Problem {
  readonly at: Address;
  readonly subject: Subject;
  /** What is wrong, and what was found. Whole sentences. */
  readonly message: string;
  /** The fix in HCL, or what to check. */
  readonly help: string;
  /** The fix in `topology.yaml`, for a resource that this project generated; undefined if `help` suits it too. */
  readonly helpForDeclaration?: string | undefined;
  /**
   * HCL to paste, several lines, after `help`; not shown for a resource that this project generated. Its names come from
   * plans and declarations, quoted as HCL quotes them.
   */
  readonly code?: string | undefined;
  /** If it differs from that of the rule. A severity that the user sets for the rule takes precedence. */
  readonly severity?: Severity | undefined;
}
