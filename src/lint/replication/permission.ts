import { replicationCaller, type Caller } from '../../access/evaluate/caller';
import type { Decision } from '../../access/evaluate/decision';
import { allowsReplication } from '../../access/evaluate/single-statement';
import { accountRootArn, registryKey, repositoryArn, type RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { getPartition } from '../../aws/partitions';
import { matchesOnly } from '../../aws/policy/actions';
import type { PolicyStatement } from '../../aws/policy/document';
import { groupBy, sortedUnique } from '../../base/collections';
import { formatList } from '../../base/text';
import type { PlannedRegistry } from '../../model/topology';
import { knownStatements } from '../../model/unknown';
import type { PlannedResource, PolicyInPlan } from '../../plan/model/planned-resource';
import type { PlanReview } from '../../plan/review/review';
import { accountOrPlaceholder } from '../../terraform/hcl';
import { registryMark, repositoryMark } from '../finding-text';
import { namedStatements, statementLabel } from '../predicates/policies-after';
import { accountReferences } from '../predicates/unknown-values';
import type { ReplicationPath } from './paths';

/**
 * Describes policies that were probably intended as the registry policy of a destination, in complete sentences: a
 * repository policy at the destination, or a registry policy in another account or Region.
 */
export function describeMisplacedPolicies(
  from: RegistryId,
  to: RegistryId,
  { resources }: PlanReview,
): readonly string[] {
  return resources.flatMap(
    (resource) => repositoryPolicyText(resource, to) ?? registryPolicyText(resource, from, to) ?? [],
  );
}

function repositoryPolicyText(resource: PlannedResource, to: RegistryId): string | undefined {
  if (resource.kind !== 'repository-policy' || resource.after === undefined) return undefined;
  const { registry, repository, policy } = resource.after;
  if (registryKey(registry) !== registryKey(to)) return undefined;
  const what = `'${resource.address}' is the policy of the repository ${repositoryMark(registry, repository)}`;
  const noEffect = 'a repository policy has no effect on replication';
  if (findReplicationStatements(policy) !== undefined) {
    return `${what} and allows ecr:ReplicateImage. But ${noEffect}.`;
  }
  if (policy.kind !== 'unknown' || policy.isOutlineComplete) return undefined;
  const accounts = accountReferences(policy.references);
  if (accounts.length === 0) return undefined;
  return `${what}, refers to ${formatList(accounts, 3)} and may be intended to allow it. But ${noEffect}.`;
}

function registryPolicyText(resource: PlannedResource, from: RegistryId, to: RegistryId): string | undefined {
  if (resource.kind !== 'registry-policy' || resource.after === undefined) return undefined;
  const { registry, policy } = resource.after;
  const isRelated = registryKey(registry) === registryKey(from) || registry.accountId === to.accountId;
  const mayAllowReplication = policy.kind === 'unknown' || findReplicationStatements(policy) !== undefined;
  if (!isRelated || !mayAllowReplication || registryKey(registry) === registryKey(to)) return undefined;
  return `'${resource.address}' is the registry policy of ${registryMark(registry)}, which is not the destination.`;
}

/** The statements of a policy that name ecr:ReplicateImage. A wildcard that includes it does not count. */
export interface ReplicationStatements {
  /** `statement 'Replication'`. Not empty. */
  readonly labels: readonly string[];
  /** Empty if the principals of a statement are missing, or its principals, actions or conditions are known only after apply. */
  readonly statements: readonly PolicyStatement[];
}

/** Returns undefined if no known statement names ecr:ReplicateImage. */
export function findReplicationStatements(policy: PolicyInPlan): ReplicationStatements | undefined {
  const found = namedStatements(policy).filter(
    ({ statement: { effect, actions } }) =>
      effect === 'Allow' &&
      !actions.isNot &&
      actions.values.some((action) => matchesOnly(action, 'ecr:ReplicateImage')),
  );
  if (found.length === 0) return undefined;
  const isComplete = found.every(
    ({ statement, unknown }) =>
      statement.principals !== undefined && unknown.every((part) => part === 'resources'),
  );
  return {
    labels: found.map(({ label }) => label),
    statements: isComplete ? found.map(({ statement }) => statement) : [],
  };
}

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
  return 'none of its statements applies';
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

/**
 * Builds the statements that the registry policy of a destination requires, one for each source account. Resources are the
 * repositories of the plans, or prefixes if the plans have none or more than `MOST_NAMES`.
 *
 * @param paths paths to the same destination
 */
export function buildReplicationStatements(paths: readonly ReplicationPath[]): readonly PolicyStatement[] {
  const sources = groupBy(paths, ({ from }) => from.accountId);
  return [...sources.values()].map((same) => buildReplicationStatement(same));
}

function buildReplicationStatement(paths: readonly [ReplicationPath, ...ReplicationPath[]]): PolicyStatement {
  const [{ from, to }] = paths;
  const source = accountOrPlaceholder(from.accountId, 'SOURCE_ACCOUNT_ID');
  const root = accountRootArn(getPartition(to.region).id, source);
  return {
    // IAM allows only letters and digits in a Sid.
    sid: `ReplicateFrom${source.replace(/\W|_/g, '')}`,
    effect: 'Allow',
    principals: { isNot: false, values: [{ type: 'AWS', value: root }] },
    actions: { isNot: false, values: ['ecr:ReplicateImage'] },
    resources: { isNot: false, values: sortedUnique(paths.flatMap(resourcesOf)) },
    conditions: [],
  };
}

const MOST_NAMES = 20;

function resourcesOf({ to, filters, names }: ReplicationPath): readonly string[] {
  const destination: RegistryId = {
    accountId: accountOrPlaceholder(to.accountId, 'THIS_ACCOUNT_ID'),
    region: to.region,
  };
  if (names.length > 0 && names.length <= MOST_NAMES) {
    return names.map((name) => repositoryArn(destination, name));
  }
  return filters === 'all'
    ? [repositoryArn(destination, '*')]
    : filters.map((filter) => repositoryArn(destination, `${filter}*`));
}
