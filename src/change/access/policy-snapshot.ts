import { replicationCaller } from '../../access/evaluate/caller';
import { accountOfGrantee, granteesOf, type StatementGrantee } from '../../access/evaluate/grantees';
import type { AppliedStatement } from '../../access/evaluate/policy-evaluation';
import { coveredActions, createResourceMatcher } from '../../access/evaluate/statement-scope';
import {
  answerQuestion,
  appliedStatementsFor,
  createAccessQuestion,
  type AccessQuestion,
  type Answer,
} from '../../access/matrix/answer';
import {
  registryPrincipals,
  repositoryGroups,
  type RepositoryGroup,
} from '../../access/matrix/named-principals';
import { identityArn, registryKey, repositoryArn, type RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { getPartition } from '../../aws/partitions';
import { REPLICATION_ACTIONS, type EcrAction } from '../../aws/policy/actions';
import type { PolicyStatement } from '../../aws/policy/document';
import { ECR_ACTIONS } from '../../aws/policy/ecr-actions';
import type { Identity, PlannedRegistry, PlannedRepository, PlannedTopology } from '../../model/topology';
import { UNKNOWN, type Unknown, knownStatements } from '../../model/unknown';

/** All policies before or after apply, with the principals that they name. */
export interface PolicySnapshot {
  readonly topology: PlannedTopology;
  readonly registries: ReadonlyMap<string, RegistrySnapshot>;
  readonly identities: ReadonlyMap<string, Identity<Unknown>>;
}

export interface RegistrySnapshot {
  readonly registry: PlannedRegistry;
  readonly repositories: ReadonlyMap<RepositoryName, PlannedRepository>;
  /** The group of each repository. Repositories of a group have equal answers. */
  readonly groups: ReadonlyMap<RepositoryName, RepositoryGroup>;
  /** Principals that policies name for actions on the registry itself. */
  readonly forRegistry: ReturnType<typeof registryPrincipals>;
}

export function createPolicySnapshot(topology: PlannedTopology): PolicySnapshot {
  const groups = new Map<PlannedRegistry, Map<RepositoryName, RepositoryGroup>>();
  for (const group of repositoryGroups(topology)) {
    const byName = groups.get(group.registry) ?? new Map<RepositoryName, RepositoryGroup>();
    groups.set(group.registry, byName);
    for (const name of group.repositories) byName.set(name, group);
  }
  return {
    topology,
    registries: new Map(
      topology.registries.map((registry) => [
        registryKey(registry),
        {
          registry,
          repositories: new Map(registry.repositories.map((each) => [each.name, each])),
          groups: groups.get(registry) ?? new Map<RepositoryName, RepositoryGroup>(),
          forRegistry: registryPrincipals(topology, registry),
        },
      ]),
    ),
    identities: new Map(topology.identities.map((identity) => [identityArn(identity), identity])),
  };
}

/** The target of an action: a repository, or the registry if `repository` is undefined. */
export interface ActionTarget {
  readonly registry: PlannedRegistry;
  readonly repository: PlannedRepository | undefined;
}

/** Returns the role or user of a grantee with its policies, or undefined if the plans do not contain it. */
export function attachedIdentity(
  { identities }: PolicySnapshot,
  { who }: StatementGrantee,
): Identity<Unknown> | undefined {
  return who.kind === 'identity' ? identities.get(identityArn(who.identity)) : undefined;
}

/** Whether a policy that applies to the principal is known after apply. */
export function isPolicyUnknown(
  snapshot: PolicySnapshot,
  { registry, repository }: ActionTarget,
  grantee: StatementGrantee,
): boolean {
  return [registry.policy, repository?.policy, attachedIdentity(snapshot, grantee)?.policy].includes(UNKNOWN);
}

/**
 * Returns whether a principal can call an action.
 *
 * @param hasAllPolicies whether to assume that the plans contain every identity policy of the principal
 */
export function answerForAction(
  { topology }: PolicySnapshot,
  target: ActionTarget,
  grantee: StatementGrantee,
  action: EcrAction,
  hasAllPolicies: boolean,
): Answer {
  return answerQuestion(createQuestion(topology, target, grantee, action, hasAllPolicies), [action]);
}

/** Returns the statements that apply to an action of a principal. */
export function decidingStatements(
  { topology }: PolicySnapshot,
  target: ActionTarget,
  grantee: StatementGrantee,
  action: EcrAction,
): readonly AppliedStatement[] {
  return appliedStatementsFor(createQuestion(topology, target, grantee, action, false), [action]);
}

function createQuestion(
  topology: PlannedTopology,
  { registry, repository }: ActionTarget,
  grantee: StatementGrantee,
  action: EcrAction,
  hasAllPolicies: boolean,
): AccessQuestion {
  const requestTarget = { registry, repository: repository?.name };
  const question = createAccessQuestion(topology, grantee, requestTarget, hasAllPolicies);
  const source = replicationSource(registry, grantee, action);
  if (source === undefined) return question;
  const caller = replicationCaller(getPartition(registry.region).id, source);
  return {
    ...question,
    sampleCaller: { caller, context: {}, unknownKeys: new Set() },
    hasAllPolicies: false,
  };
}

const REPLICATION: ReadonlySet<EcrAction> = new Set(REPLICATION_ACTIONS.created);

/**
 * The account whose service-linked role calls an action. Another account that is allowed to replicate needs no identity policy,
 * because ECR creates the role.
 */
function replicationSource({ accountId }: PlannedRegistry, grantee: StatementGrantee, action: EcrAction) {
  if (grantee.who.kind !== 'account' || !REPLICATION.has(action)) return undefined;
  return grantee.who.accountId === accountId ? undefined : grantee.who.accountId;
}

/**
 * Whether to assume that the plans contain every identity policy of a principal, even if they contain none at some time.
 */
export function isPrincipalManaged(
  snapshots: readonly PolicySnapshot[],
  { registry }: ActionTarget,
  grantee: StatementGrantee,
): boolean {
  if (grantee.who.kind === 'account') return false;
  return (
    accountOfGrantee(grantee) === registry.accountId ||
    snapshots.some((snapshot) => attachedIdentity(snapshot, grantee) !== undefined)
  );
}

/** The principals of the account that owns a registry. Plans usually do not contain their identity policies. */
export function ownerAccount({ accountId }: RegistryId): StatementGrantee {
  return { who: { kind: 'account', accountId }, onlyIf: [] };
}

/** Returns the actions that a Deny may deny to principals of the owner account that no policy names. */
export function actionsDeniedToOwner({ registry, repository }: ActionTarget): ReadonlySet<EcrAction> {
  const arn = repository === undefined ? '*' : repositoryArn(registry, repository.name);
  const actionScope = repository === undefined ? 'registry' : 'repository';
  const ofRegistry = knownStatements(registry.policy).filter(
    ({ resources }) => resources !== undefined && createResourceMatcher(resources)(arn) !== 'no',
  );
  const denials = [...knownStatements(repository?.policy), ...ofRegistry].filter((statement) =>
    mayDenyOwner(statement, registry),
  );
  return new Set(
    denials.flatMap(({ actions }) =>
      coveredActions(actions).filter((each) => ECR_ACTIONS[each] === actionScope),
    ),
  );
}

function mayDenyOwner(statement: PolicyStatement, { accountId }: RegistryId): boolean {
  // An organization in a policy is assumed to be the organization of the owner.
  const isByOrganization = statement.conditions.some(({ key }) => /^aws:principalorg/i.test(key));
  if (statement.effect !== 'Deny' || isByOrganization) return false;
  return granteesOf(statement).some(({ who }) => {
    switch (who.kind) {
      case 'anyone':
      case 'everybodyBut':
        return true;
      case 'account':
        return who.accountId === accountId;
      case 'identity':
      case 'lambda':
      case 'organization':
      case 'organizationalUnit':
      case 'principal':
      case 'service':
      case 'viaAccountRoot':
        return false;
    }
  });
}

/** An answer that makes an action possible: `yes`, or `depends`. */
export type PossibleAnswer = Extract<Answer, { kind: 'depends' | 'yes' }>;

export function isPossible(answer: Answer | undefined): answer is PossibleAnswer {
  return answer?.kind === 'yes' || answer?.kind === 'depends';
}

/** An action that is possible in one state, and impossible or more restricted in the other state. */
export interface AnswerChange {
  readonly answer: PossibleAnswer;
  /** Condition keys that the action depends on in the other state only. Sorted. */
  readonly otherKeys: readonly string[];
  /** Whether conditions with the same keys accept more values, or other alternatives, than in the other state. */
  readonly isByValues: boolean;
}

/**
 * Returns what is possible in `compared` but not in `reference`, or undefined if nothing is.
 *
 * @param acceptsMore whether statements accept requests in `compared` that they do not accept in `reference`
 */
export function findAnswerChange(
  compared: Answer | undefined,
  reference: Answer | undefined,
  acceptsMore: () => boolean,
): AnswerChange | undefined {
  if (!isPossible(compared)) return undefined;
  const change = { answer: compared, otherKeys: [], isByValues: false };
  if (!isPossible(reference)) return change;
  const otherKeys = keysOnlyIn(reference, compared);
  if (otherKeys.length > 0) return { ...change, otherKeys };
  const isByValues = conditionKeysOf(compared).length > 0 && acceptsMore();
  return isByValues ? { ...change, isByValues } : undefined;
}

function keysOnlyIn(one: PossibleAnswer, other: PossibleAnswer): readonly string[] {
  const known = conditionKeysOf(other);
  return conditionKeysOf(one).filter((key) => !known.includes(key));
}

function conditionKeysOf(answer: PossibleAnswer): readonly string[] {
  return answer.kind === 'depends' ? answer.onKeys : [];
}
