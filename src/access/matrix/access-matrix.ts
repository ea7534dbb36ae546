import { registryKey, type RegistryId } from '../../aws/arn';
import type { RegistryName, RepositoryName } from '../../aws/names';
import {
  REPLICATION_ACTIONS,
  requiredActions,
  type EcrAction,
  type Operation,
} from '../../aws/policy/actions';
import { compareText, groupBy, memoize, sortedUnique } from '../../base/collections';
import { filtersMatch } from '../../model/replication';
import type { PlannedRegistry, PlannedTopology } from '../../model/topology';
import { isKnown } from '../../model/unknown';
import { findIdentity, NO_CONTEXT } from '../evaluate/evaluation-context';
import { granteeKey, type StatementGrantee } from '../evaluate/grantees';
import { explainReplication } from '../explain/explain-replication';
import { answerQuestion, combineDecisions, createAccessQuestion, type Answer } from './answer';
import {
  operationsIn,
  repositoryGroups,
  type NamedPrincipal,
  type RepositoryGroup,
} from './named-principals';

export type { Answer } from './answer';

/** One answer of a topology: whether a caller can do an operation on a repository. */
export interface AccessCell {
  readonly caller: MatrixCaller;
  readonly operation: Operation | 'replicate' | 'other';
  /** The actions of operation `other`, sorted and not empty. Empty for the other operations. */
  readonly actions: readonly EcrAction[];
  readonly registry: MatrixRegistry;
  readonly repository: RepositoryName;
  readonly answer: Answer;
}

export type MatrixCaller =
  | { readonly kind: 'grantee'; readonly grantee: StatementGrantee }
  /** The source registry of a replication rule. */
  | { readonly kind: 'registry'; readonly registry: PlannedRegistry };

/** `name` is undefined if the registry is only a replication destination of the topology. */
export interface MatrixRegistry extends RegistryId {
  readonly name: RegistryName | undefined;
}

export interface MatrixOptions {
  /** Whether the topology has every identity policy of its roles and users, in one policy for each. */
  readonly hasAllPolicies?: boolean;
}

/**
 * Lists every principal that a policy or replication rule of the topology names, with the operations it is named for and the
 * answer of all policies together. Principals that are not named have no access and are not listed. Sorted.
 */
export function accessMatrix(
  topology: PlannedTopology,
  { hasAllPolicies = false }: MatrixOptions = {},
): readonly AccessCell[] {
  const keyOf = createCellKey();
  return [...grantedCells(topology, hasAllPolicies), ...replicationCells(topology)]
    .map((cell) => ({ cell, key: keyOf(cell) }))
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ cell }) => cell);
}

/** A text that identifies a caller, for comparison and sorting. */
export function callerKey(caller: MatrixCaller): string {
  return caller.kind === 'grantee' ? `1 ${granteeKey(caller.grantee)}` : `2 ${registryKey(caller.registry)}`;
}

/** Returns a function that returns the sort key of a cell. Many cells share a caller and a registry. */
function createCellKey(): (cell: AccessCell) => string {
  const keyOfCaller = memoize(callerKey);
  const keyOfRegistry = memoize(
    (registry: MatrixRegistry) => `${registry.name ?? ''}\n${registryKey(registry)}`,
  );
  return ({ caller, operation, actions, registry, repository }) =>
    [keyOfCaller(caller), operation, ...actions, keyOfRegistry(registry), repository].join('\n');
}

/** Repositories that no policy distinguishes share their answers. */
function grantedCells(topology: PlannedTopology, hasAllPolicies: boolean): readonly AccessCell[] {
  return repositoryGroups(topology).flatMap((group) =>
    group.principals.flatMap((principal) => {
      const { registry, repositories } = group;
      const caller = { kind: 'grantee', grantee: principal.grantee } as const;
      const answers = answersFor(topology, group, principal, hasAllPolicies);
      return repositories.flatMap((repository) =>
        answers.map((each) => ({ caller, registry, repository, ...each })),
      );
    }),
  );
}

/** Roles and users that the topology does not have can have other policies. */
function isIdentityOf(topology: PlannedTopology, { who }: StatementGrantee): boolean {
  if (who.kind !== 'identity') return false;
  const caller = { kind: 'identity', identity: who.identity, session: undefined, isPathKnown: true } as const;
  return findIdentity(topology, caller) !== undefined;
}

type OperationAnswer = Pick<AccessCell, 'operation' | 'actions' | 'answer'>;

function answersFor(
  topology: PlannedTopology,
  { registry, repositories: [repository] }: RepositoryGroup,
  { grantee, intended, isReplicationSource }: NamedPrincipal,
  hasAllPolicies: boolean,
): readonly OperationAnswer[] {
  const question = createAccessQuestion(
    topology,
    grantee,
    { registry, repository },
    hasAllPolicies && isIdentityOf(topology, grantee),
  );
  const operations = operationsIn(intended).map((operation) => ({
    operation,
    actions: [],
    answer: answerQuestion(question, operation),
  }));
  // Replication is listed under the source registry.
  const listed = new Set<EcrAction>([
    ...requiredActions(...operations.map(({ operation }) => operation)),
    ...(isReplicationSource ? REPLICATION_ACTIONS.created : []),
  ]);
  const partialActions = actionsOfDeniedOperations(operations, intended);
  const otherActions = sortedUnique(intended).filter((action) => !listed.has(action));
  const answerFor = (action: EcrAction) => ({ action, answer: answerQuestion(question, [action]) });
  const answers = [
    ...otherActions.map(answerFor),
    ...partialActions.map(answerFor).filter(({ answer }) => answer.kind !== 'no'),
  ];
  return [
    ...operations,
    // Actions with the same answer share a cell.
    ...[...groupBy(answers, ({ answer }) => answerKey(answer)).values()].map((same) => ({
      operation: 'other' as const,
      actions: same.map(({ action }) => action),
      answer: same[0].answer,
    })),
  ];
}

/**
 * The single actions of operations that are denied as a whole: `ecr:PutImage` alone can move a tag to another image.
 */
function actionsOfDeniedOperations(
  operations: readonly { readonly operation: Operation; readonly answer: Answer }[],
  intended: ReadonlySet<EcrAction>,
): readonly EcrAction[] {
  const actionsIf = (isDenied: boolean) =>
    requiredActions(
      ...operations.flatMap(({ operation, answer }) =>
        (answer.kind === 'no') === isDenied ? operation : [],
      ),
    );
  const allowed = new Set(actionsIf(false));
  return actionsIf(true).filter((action) => intended.has(action) && !allowed.has(action));
}

/** Only the reason of a denial is compared: other layers do not change the answer. */
function answerKey(answer: Answer): string {
  return JSON.stringify(answer.kind === 'no' ? answer.decision.reason : answer);
}

/**
 * Returns a cell for each repository that a replication rule matches and each destination, with the answer of rules, policies
 * and repositories together.
 */
export function replicationCells(topology: PlannedTopology): readonly AccessCell[] {
  return topology.registries.flatMap((from) => cellsFrom(topology, from));
}

function cellsFrom(topology: PlannedTopology, from: PlannedRegistry): readonly AccessCell[] {
  const cells = new Map<string, AccessCell>();
  for (const { filters, destinations } of isKnown(from.replication) ? from.replication : []) {
    const names = from.repositories.map(({ name }) => name).filter((name) => filtersMatch(filters, name));
    for (const destination of destinations) {
      // ECR rejects a rule whose destination is its own registry.
      if (registryKey(destination) === registryKey(from)) continue;
      const to = topology.registries.find((each) => registryKey(each) === registryKey(destination));
      for (const repository of names) {
        cells.set(`${registryKey(destination)}/${repository}`, {
          caller: { kind: 'registry', registry: from },
          operation: 'replicate',
          actions: [],
          registry: to ?? { ...destination, name: undefined },
          repository,
          answer: replicationAnswer(topology, from, to ?? destination, repository),
        });
      }
    }
  }
  return [...cells.values()];
}

function replicationAnswer(
  topology: PlannedTopology,
  from: PlannedRegistry,
  to: PlannedRegistry | RegistryId,
  repository: RepositoryName,
): Answer {
  // Within an account, replication needs no permission and ECR creates the repository, so it always succeeds.
  if (!('repositories' in to)) return { kind: to.accountId === from.accountId ? 'yes' : 'unknown' };
  const { conditions, actions } = explainReplication(topology, { from, to, repository }, NO_CONTEXT);
  const answer = combineDecisions(actions.map(({ decision }) => decision));
  const isDenied = answer.kind === 'no' && answer.decision.reason.kind === 'explicitDeny';
  // Replication rules do not show whether images are also pushed to a registry that receives replicas.
  const isComplete = conditions.every(({ kind, isMet }) => isMet || kind === 'source-is-pushed-to');
  return isComplete || isDenied || answer.kind === 'depends' ? answer : { kind: 'noReplica' };
}
