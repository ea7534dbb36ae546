import { registryKey, repositoryArn, type RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { requiredActions, type EcrAction, type Operation } from '../../aws/policy/actions';
import type { PolicyStatement } from '../../aws/policy/document';
import { ECR_ACTIONS } from '../../aws/policy/ecr-actions';
import { managedPolicyDocument } from '../../aws/policy/managed-policies';
import { sortedUnique } from '../../base/collections';
import { filtersMatch } from '../../model/replication';
import type {
  Identity,
  PlannedRegistry,
  PlannedRepository,
  PlannedTopology,
  Registry,
  Topology,
} from '../../model/topology';
import { type Unknown, isKnown, knownStatements } from '../../model/unknown';
import { accountOfGrantee, granteeKey, granteesOf, type StatementGrantee } from '../evaluate/grantees';
import { coveredActions, createResourceMatcher } from '../evaluate/statement-scope';
import { groupRepositories, indexStatementsByArn } from './repository-groups';

/** Repositories of one registry that no policy distinguishes, and the principals that policies name for them. */
export interface RepositoryGroup<U extends Unknown = Unknown> {
  readonly registry: Registry<U>;
  readonly repositories: readonly [RepositoryName, ...RepositoryName[]];
  readonly principals: readonly NamedPrincipal[];
}

/** A principal that policies name, and the actions of the statements that name it, with Effect Allow or Deny. */
export interface NamedPrincipal {
  readonly grantee: StatementGrantee;
  readonly actions: ReadonlySet<EcrAction>;
  /**
   * The actions that the policies were written for: without those that a Deny of everything or an AWS managed policy covers in
   * addition.
   */
  readonly intended: ReadonlySet<EcrAction>;
  /** Whether a replication rule replicates these repositories from the account of the principal. */
  readonly isReplicationSource: boolean;
}

/**
 * Returns each group of repositories with the principals that any repository, registry or identity policy names for it.
 */
export function repositoryGroups<U extends Unknown>(topology: Topology<U>): readonly RepositoryGroup<U>[] {
  // Every role that pulls may log in to any registry: such a statement would match every repository.
  const attachedToIdentities = topology.identities
    .flatMap(attachedStatements)
    .filter(({ statement }) => repositoryActions(statement).length > 0);
  return topology.registries.flatMap((registry) => {
    const ofRegistry = knownStatements(registry.policy).map((statement): SourceStatement => ({
      statement,
      attachedTo: undefined,
    }));
    const all = [...ofRegistry, ...attachedToIdentities];
    const matchStatements = indexStatementsByArn(all.map(({ statement }) => statement));
    const rules = rulesTo(topology, registry);
    const sourcesOf = (name: RepositoryName) =>
      sortedUnique(rules.flatMap(({ filters, accountId }) => (filtersMatch(filters, name) ? accountId : [])));
    return groupRepositories(registry, matchStatements, sourcesOf).map(
      ([first, ...others]): RepositoryGroup<U> => {
        const matching = matchStatements(repositoryArn(registry, first.name)).certain.flatMap(
          (index) => all[index] ?? [],
        );
        const sources = new Set<RegistryId['accountId'] | undefined>(sourcesOf(first.name));
        return {
          registry,
          repositories: [first.name, ...others.map(({ name }) => name)],
          principals: [...principalsNamedFor(registry, first, matching).values()].map((found) => ({
            ...found,
            isReplicationSource: sources.has(accountOfGrantee(found.grantee)),
          })),
        };
      },
    );
  });
}

/** Returns the filters and the source account of each replication rule with this destination. */
function rulesTo({ registries }: PlannedTopology, registry: PlannedRegistry) {
  const destination = registryKey(registry);
  return registries.flatMap(({ accountId, replication }) =>
    (isKnown(replication) ? replication : [])
      .filter(({ destinations }) => destinations.some((each) => registryKey(each) === destination))
      .map(({ filters }) => ({ filters, accountId })),
  );
}

/**
 * Returns the principals that the registry policy or an identity policy of its account names for actions on the registry
 * itself, such as `ecr:PutRegistryPolicy`.
 */
export function registryPrincipals(
  { identities }: PlannedTopology,
  registry: PlannedRegistry,
): readonly Pick<NamedPrincipal, 'actions' | 'grantee'>[] {
  const found = new Map<string, PrincipalActions>();
  const coversRegistry = ({ resources }: PolicyStatement) =>
    resources !== undefined && createResourceMatcher(resources)('*') !== 'no';
  for (const statement of knownStatements(registry.policy).filter(coversRegistry)) {
    for (const grantee of granteesWithoutConditions(statement)) {
      addActions(found, grantee, registryActions(statement), []);
    }
  }
  const own = identities.filter(({ accountId }) => accountId === registry.accountId);
  for (const identity of own) {
    const grantee = { who: { kind: 'identity', identity }, onlyIf: [] } as const;
    for (const { statement } of attachedStatements(identity)) {
      if (coversRegistry(statement)) addActions(found, grantee, registryActions(statement), []);
    }
  }
  return [...found.values()].filter(({ actions }) => actions.size > 0);
}

/** A statement of the registry policy, or of a policy that is attached to an identity. */
interface SourceStatement {
  readonly statement: PolicyStatement;
  readonly attachedTo: { readonly identity: Identity<Unknown>; readonly isManaged: boolean } | undefined;
}

/** @param others statements of other policies that match the repository */
function principalsNamedFor(
  registry: PlannedRegistry,
  { policy }: PlannedRepository,
  others: readonly SourceStatement[],
): ReadonlyMap<string, PrincipalActions> {
  const ofRegistry = others.flatMap(({ statement, attachedTo }) =>
    attachedTo === undefined ? statement : [],
  );
  const found = principalsNamedBy([...knownStatements(policy), ...ofRegistry]);
  const allowedActions = new Map([...found].map(([key, { actions }]) => [key, new Set(actions)]));
  for (const { statement, attachedTo } of others) {
    if (attachedTo === undefined) continue;
    const { identity, isManaged } = attachedTo;
    const isOwn = identity.accountId === registry.accountId;
    const allowed = isOwn ? undefined : (allowedActions.get(accountKey(identity)) ?? new Set<EcrAction>());
    const actions = attachedActions(statement, allowed);
    if (actions.length === 0) continue;
    const isLimitedManaged = isManaged && !allowsEverything(statement);
    const intended =
      statement.effect === 'Deny' ? [] : isLimitedManaged ? requiredActionsIfOperation(actions) : actions;
    addActions(found, { who: { kind: 'identity', identity }, onlyIf: [] }, actions, intended);
  }
  return found;
}

interface PrincipalActions {
  readonly grantee: StatementGrantee;
  readonly actions: Set<EcrAction>;
  readonly intended: Set<EcrAction>;
}

function principalsNamedBy(statements: readonly PolicyStatement[]): Map<string, PrincipalActions> {
  const found = new Map<string, PrincipalActions>();
  for (const statement of statements) {
    const actions = repositoryActions(statement);
    for (const grantee of granteesWithoutConditions(statement)) {
      addActions(found, grantee, actions, intendedActions(statement, grantee, actions));
    }
  }
  return found;
}

function intendedActions(
  { effect }: PolicyStatement,
  { who }: StatementGrantee,
  actions: readonly EcrAction[],
): readonly EcrAction[] {
  if (effect === 'Allow') return actions;
  return DENIED_GRANTEE_KINDS.has(who.kind) ? imageActionsIfOperation(actions) : [];
}

function addActions(
  found: Map<string, PrincipalActions>,
  grantee: StatementGrantee,
  actions: readonly EcrAction[],
  intended: readonly EcrAction[],
): void {
  const key = granteeKey(grantee);
  const known = found.get(key) ?? { grantee, actions: new Set<EcrAction>(), intended: new Set<EcrAction>() };
  found.set(key, known);
  for (const action of actions) known.actions.add(action);
  for (const action of intended) known.intended.add(action);
}

function repositoryActions({ actions }: PolicyStatement): readonly EcrAction[] {
  return coveredActions(actions).filter((action) => ECR_ACTIONS[action] === 'repository');
}

function registryActions({ actions }: PolicyStatement): readonly EcrAction[] {
  return coveredActions(actions).filter((action) => ECR_ACTIONS[action] === 'registry');
}

const OPERATIONS = ['pull', 'push'] as const satisfies readonly Operation[];

/** The action that identifies an operation in a policy: no other operation requires it. */
const DISTINGUISHING_ACTION = { pull: 'ecr:GetDownloadUrlForLayer', push: 'ecr:PutImage' } as const;

export function operationsIn(actions: Iterable<EcrAction>): readonly Operation[] {
  const all = new Set(actions);
  return OPERATIONS.filter((operation) => all.has(DISTINGUISHING_ACTION[operation]));
}

const IMAGE_ACTIONS: ReadonlySet<EcrAction> = new Set(requiredActions(...OPERATIONS));

/**
 * If the actions include an operation, keeps only image actions: a Deny of everything denies the operation as a whole.
 */
function imageActionsIfOperation(actions: readonly EcrAction[]): readonly EcrAction[] {
  return operationsIn(actions).length === 0 ? actions : actions.filter((action) => IMAGE_ACTIONS.has(action));
}

/** Keeps only what the operations require: an AWS managed policy allows other actions in addition. */
function requiredActionsIfOperation(actions: readonly EcrAction[]): readonly EcrAction[] {
  const operations = operationsIn(actions);
  const needed = new Set(requiredActions(...operations));
  return operations.length === 0 ? actions : actions.filter((action) => needed.has(action));
}

/**
 * Grantees of a Deny that are listed by name. Other denials appear in the answers of the principals that a policy allows.
 */
const DENIED_GRANTEE_KINDS: ReadonlySet<string> = new Set([
  'account',
  'identity',
  'viaAccountRoot',
  'lambda',
  'service',
]);

/** Without conditions, which the evaluation checks. */
function granteesWithoutConditions(statement: PolicyStatement): readonly StatementGrantee[] {
  return granteesOf(statement).map(({ who }) => ({ who, onlyIf: [] }));
}

function accountKey({ accountId }: Identity<Unknown>): string {
  return granteeKey({ who: { kind: 'account', accountId }, onlyIf: [] });
}

function attachedStatements(identity: Identity<Unknown>): readonly SourceStatement[] {
  const fromPolicy = (isManaged: boolean) => (statement: PolicyStatement) => ({
    statement,
    attachedTo: { identity, isManaged },
  });
  return [
    ...knownStatements(identity.policy).map(fromPolicy(false)),
    ...identity.managedPolicies.flatMap((name) =>
      managedPolicyDocument(name).statements.map(fromPolicy(true)),
    ),
  ];
}

/** Whether a managed policy allows every action, instead of an operation and a few others. */
function allowsEverything({ actions }: PolicyStatement): boolean {
  return actions.values.some((value) => value === '*' || value === 'ecr:*');
}

/**
 * Returns the actions for which a statement names its identity.
 *
 * @param allowedByRegistry the actions for which resource-based policies name the account of the identity; undefined if the
 * identity is in the account of the registry
 */
function attachedActions(
  statement: PolicyStatement,
  allowedActions: ReadonlySet<EcrAction> | undefined,
): readonly EcrAction[] {
  const actions = repositoryActions(statement);
  if (statement.effect === 'Deny') return actions;
  // For `*`, only actions that the registry allows, because otherwise every registry of the topology would be listed.
  const isAnyResource = statement.resources?.values.includes('*') === true;
  return allowedActions !== undefined && isAnyResource
    ? actions.filter((action) => allowedActions.has(action))
    : actions;
}
