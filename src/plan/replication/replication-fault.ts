import { letsReplicate, replicationCaller, type Caller, type Decision } from '../../access';
import {
  accountRootArn,
  getPartition,
  listed,
  repositoryArn,
  sortedUnique,
  statementsOf,
  type PlannedRegistry,
  type PolicyStatement,
  type RegistryId,
  type RepositoryName,
} from '../../registry';
import { statementLabel } from '../policies/policies-after';

/** Explains why the destination denies replication; printed after "does not allow it". */
export function replicationFault(
  from: RegistryId,
  to: PlannedRegistry,
  repository: RepositoryName,
  { reason }: Decision,
): string {
  if (reason.kind === 'explicitDeny') {
    const { statement, index, label } = reason.by;
    const where = reason.layer === 'repositoryPolicy' ? 'the repository policy' : label;
    return `${statementLabel(statement, index)} of ${where} denies it`;
  }
  const statements = statementsOf(to.policy);
  for (const part of PARTS) {
    const index = statements.findIndex((statement) => fails(part, statement, { from, to, repository }));
    const statement = statements[index];
    if (statement !== undefined) {
      return `${statementLabel(statement, index)} ${wordsFor(part, statement, from)}`;
    }
  }
  return 'no statement of it applies';
}

interface Asked {
  readonly from: RegistryId;
  readonly to: PlannedRegistry;
  readonly repository: RepositoryName;
}

/** The most likely mistake first. */
const PARTS = ['Resource', 'Condition', 'Action', 'Principal'] as const;
type Part = (typeof PARTS)[number];

/** Whether the statement would allow the replication if only this element were correct. */
function fails(part: Part, statement: PolicyStatement, { from, to, repository }: Asked): boolean {
  if (statement.effect !== 'Allow') return false;
  const caller: Caller = replicationCaller(getPartition(from.region).id, from.accountId);
  const mended = { ...statement, ...rightPart(part, { from, to, repository }) };
  return letsReplicate(mended, caller, 'ecr:ReplicateImage', { registry: to, repository });
}

function rightPart(part: Part, { from, to, repository }: Asked): Partial<PolicyStatement> {
  switch (part) {
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

function wordsFor(part: Part, statement: PolicyStatement, { accountId }: RegistryId): string {
  const { principals, actions, resources, conditions } = statement;
  switch (part) {
    case 'Action':
      return `does not apply to ecr:ReplicateImage: its ${actions.isNot ? 'NotAction' : 'Action'} is ${listed(actions.values, 4)}`;
    case 'Condition':
      return `has a Condition on ${listed(sortedUnique(conditions.map(({ key }) => key)), 4)} that is not met`;
    case 'Principal':
      return `does not apply to account ${accountId}: its ${principals?.isNot === true ? 'NotPrincipal' : 'Principal'} is ${listed(
        (principals?.values ?? []).map(({ value }) => value),
        4,
      )}`;
    case 'Resource':
      return resources === undefined
        ? 'has no Resource'
        : `does not apply to it: its ${resources.isNot ? 'NotResource' : 'Resource'} is ${listed(resources.values, 4)}`;
  }
}
