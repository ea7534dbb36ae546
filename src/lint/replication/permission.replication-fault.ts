import type { Caller } from '../../access/evaluate/caller';
import { replicationCaller } from '../../access/evaluate/caller.replication';
import type { Decision } from '../../access/evaluate/decision';
import { allowsReplication } from '../../access/evaluate/single-statement';
import { accountRootArn, repositoryArn, type RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { getPartition } from '../../aws/partitions';
import type { PolicyStatement } from '../../aws/policy/document';
import { sortedUnique } from '../../base/collections';
import { formatList } from '../../base/text.listed';
import type { PlannedRegistry } from '../../model/topology';
import { knownStatements } from '../../model/unknown';
import { statementLabel } from '../predicates/policies-after';

/** Explains why the destination denies replication; printed after "does not allow it". */
export function describeReplicationFault(
  from: RegistryId,
  to: PlannedRegistry,
  repository: RepositoryName,
  { reason }: Decision,
): string {
  if (reason.kind === 'explicitDeny') {
    const { statement, index, label } = reason.by;
    const policyLabel = reason.layer === 'repositoryPolicy' ? 'the repository policy' : label;
    return `${statementLabel(statement, index)} of ${policyLabel} denies it`;
  }
  const statements = knownStatements(to.policy);
  for (const element of STATEMENT_ELEMENTS) {
    const index = statements.findIndex((statement) =>
      isOnlyMismatch(element, statement, { from, to, repository }),
    );
    const statement = statements[index];
    if (statement !== undefined) {
      return `${statementLabel(statement, index)} ${describeMismatch(element, statement, from)}`;
    }
  }
  return 'no statement of it applies';
}

interface ReplicationRequest {
  readonly from: RegistryId;
  readonly to: PlannedRegistry;
  readonly repository: RepositoryName;
}

/** The most likely mistake first. */
const STATEMENT_ELEMENTS = ['Resource', 'Condition', 'Action', 'Principal'] as const;
type StatementElement = (typeof STATEMENT_ELEMENTS)[number];

/** Whether the statement would allow the replication if only this element were correct. */
function isOnlyMismatch(
  element: StatementElement,
  statement: PolicyStatement,
  { from, to, repository }: ReplicationRequest,
): boolean {
  if (statement.effect !== 'Allow') return false;
  const caller: Caller = replicationCaller(getPartition(from.region).id, from.accountId);
  const corrected = { ...statement, ...correctElement(element, { from, to, repository }) };
  return allowsReplication(corrected, caller, 'ecr:ReplicateImage', { registry: to, repository });
}

function correctElement(
  element: StatementElement,
  { from, to, repository }: ReplicationRequest,
): Partial<PolicyStatement> {
  switch (element) {
    case 'Action':
      return { actions: { isNot: false, values: ['ecr:ReplicateImage'] } };
    case 'Condition':
      return { conditions: [] };
    case 'Principal': {
      const root = accountRootArn(getPartition(to.region).id, from.accountId);
      return { principals: { isNot: false, values: [{ type: 'AWS', value: root }] } };
    }
    case 'Resource':
      return { resources: { isNot: false, values: [repositoryArn(to, repository)] } };
  }
}

function describeMismatch(
  element: StatementElement,
  statement: PolicyStatement,
  { accountId }: RegistryId,
): string {
  const { principals, actions, resources, conditions } = statement;
  switch (element) {
    case 'Action':
      return `does not apply to ecr:ReplicateImage: its ${actions.isNot ? 'NotAction' : 'Action'} is ${formatList(actions.values, 4)}`;
    case 'Condition':
      return `has a Condition on ${formatList(sortedUnique(conditions.map(({ key }) => key)), 4)} that is not met`;
    case 'Principal':
      return `does not apply to account ${accountId}: its ${principals?.isNot === true ? 'NotPrincipal' : 'Principal'} is ${formatList(
        (principals?.values ?? []).map(({ value }) => value),
        4,
      )}`;
    case 'Resource':
      return resources === undefined
        ? 'has no Resource'
        : `does not apply to it: its ${resources.isNot ? 'NotResource' : 'Resource'} is ${formatList(resources.values, 4)}`;
  }
}
