import {
  actionsOf,
  ECR_ACTIONS,
  isReplicated,
  managedPolicyDocument,
  repositoryArn,
  sortedUnique,
  statementsOf,
  type AccountId,
  type EcrAction,
  type Identity,
  type NotKnown,
  type Operation,
  type PolicyStatement,
  type PlannedRegistry,
  type PlannedRepository,
  type RepositoryName,
  type PlannedTopology,
} from '../registry';
import { alikeRepositories, statementsByArn } from './alike';
import { actionsCovered, resourceTest } from './coverage';
import { accountOfGrantee, granteeKey, granteesOf, type StatementGrantee } from './grantees';

/** Repositories of one registry that no policy distinguishes, and the principals that policies name for them. */
export interface NamedGroup {
  readonly registry: PlannedRegistry;
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
export function namedGroups(topology: PlannedTopology): readonly NamedGroup[] {
  const attached = topology.identities.flatMap(attachedStatements);
  return topology.registries.flatMap((registry) => {
    const ofRegistry = statementsOf(registry.policy).map((statement): Placed => ({
      statement,
      to: undefined,
    }));
    const all = [...ofRegistry, ...attached];
    const isAbout = statementsByArn(all.map(({ statement }) => statement));
    const sourcesOf = (name: RepositoryName) =>
      sortedUnique(
        topology.registries.flatMap((from) => (isReplicated(from, registry, name) ? from.accountId : [])),
      );
    return alikeRepositories(registry, isAbout, sourcesOf).map(([first, ...others]): NamedGroup => {
      const about = isAbout(repositoryArn(registry, first.name)).certain.flatMap((place) => all[place] ?? []);
      const sources = new Set<AccountId | undefined>(sourcesOf(first.name));
      return {
        registry,
        repositories: [first.name, ...others.map(({ name }) => name)],
        principals: [...namedOn(registry, first, about).values()].map((found) => ({
          ...found,
          isReplicationSource: sources.has(accountOfGrantee(found.grantee)),
        })),
      };
    });
  });
}

/**
 * Returns the principals that the registry policy or an identity policy of its account names for actions on the registry
 * itself, such as `ecr:PutRegistryPolicy`.
 */
export function namedForRegistry(
  { identities }: PlannedTopology,
  registry: PlannedRegistry,
): readonly Pick<NamedPrincipal, 'actions' | 'grantee'>[] {
  const found = new Map<string, Found>();
  const coversRegistry = ({ resources }: PolicyStatement) =>
    resources !== undefined && resourceTest(resources)('*') !== 'no';
  for (const statement of statementsOf(registry.policy).filter(coversRegistry)) {
    for (const grantee of granteesToAsk(statement)) add(found, grantee, registryActions(statement), []);
  }
  const own = identities.filter(({ accountId }) => accountId === registry.accountId);
  for (const identity of own) {
    const grantee = { who: { kind: 'identity', identity }, onlyIf: [] } as const;
    for (const { statement } of attachedStatements(identity)) {
      if (coversRegistry(statement)) add(found, grantee, registryActions(statement), []);
    }
  }
  return [...found.values()].filter(({ actions }) => actions.size > 0);
}

/** A statement of the registry policy, or of a policy that is attached to an identity. */
interface Placed {
  readonly statement: PolicyStatement;
  readonly to: { readonly identity: Identity<NotKnown>; readonly isManaged: boolean } | undefined;
}

/** @param others statements of other policies that match the repository */
function namedOn(
  registry: PlannedRegistry,
  { policy }: PlannedRepository,
  others: readonly Placed[],
): ReadonlyMap<string, Found> {
  const ofRegistry = others.flatMap(({ statement, to }) => (to === undefined ? statement : []));
  const found = namedByStatements([...statementsOf(policy), ...ofRegistry]);
  const letIn = new Map([...found].map(([key, { actions }]) => [key, new Set(actions)]));
  for (const { statement, to } of others) {
    if (to === undefined) continue;
    const { identity, isManaged } = to;
    const isOwn = identity.accountId === registry.accountId;
    const allowed = isOwn ? undefined : (letIn.get(accountKey(identity)) ?? new Set<EcrAction>());
    const actions = attachedActions(statement, allowed);
    if (actions.length === 0) continue;
    const isNarrow = isManaged && !isEverything(statement);
    const intended = statement.effect === 'Deny' ? [] : isNarrow ? operationsAlone(actions) : actions;
    add(found, { who: { kind: 'identity', identity }, onlyIf: [] }, actions, intended);
  }
  return found;
}

interface Found {
  readonly grantee: StatementGrantee;
  readonly actions: Set<EcrAction>;
  readonly intended: Set<EcrAction>;
}

function namedByStatements(statements: readonly PolicyStatement[]): Map<string, Found> {
  const found = new Map<string, Found>();
  for (const statement of statements) {
    const actions = repositoryActions(statement);
    for (const grantee of granteesToAsk(statement)) {
      add(found, grantee, actions, intendedActions(statement, grantee, actions));
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
  return TOLD_BY_NAME.has(who.kind) ? withoutExtras(actions) : [];
}

function add(
  found: Map<string, Found>,
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
  return actionsCovered(actions).filter((action) => ECR_ACTIONS[action] === 'repository');
}

function registryActions({ actions }: PolicyStatement): readonly EcrAction[] {
  return actionsCovered(actions).filter((action) => ECR_ACTIONS[action] === 'registry');
}

const OPERATIONS = ['pull', 'push'] as const satisfies readonly Operation[];

/** The action that identifies an operation in a policy: no other operation requires it. */
const TELLING = { pull: 'ecr:GetDownloadUrlForLayer', push: 'ecr:PutImage' } as const;

export function operationsTold(actions: Iterable<EcrAction>): readonly Operation[] {
  const all = new Set(actions);
  return OPERATIONS.filter((operation) => all.has(TELLING[operation]));
}

const IMAGE_ACTIONS: ReadonlySet<EcrAction> = new Set(actionsOf(...OPERATIONS));

/**
 * If the actions include an operation, keeps only image actions: a Deny of everything denies the operation as a whole.
 */
function withoutExtras(actions: readonly EcrAction[]): readonly EcrAction[] {
  return operationsTold(actions).length === 0
    ? actions
    : actions.filter((action) => IMAGE_ACTIONS.has(action));
}

/** Keeps only what the operations require: an AWS managed policy allows other actions in addition. */
function operationsAlone(actions: readonly EcrAction[]): readonly EcrAction[] {
  const operations = operationsTold(actions);
  const needed = new Set(actionsOf(...operations));
  return operations.length === 0 ? actions : actions.filter((action) => needed.has(action));
}

/**
 * Grantees of a Deny that are listed by name. Other denials appear in the answers of the principals that a policy allows.
 */
const TOLD_BY_NAME: ReadonlySet<string> = new Set([
  'account',
  'identity',
  'viaAccountRoot',
  'lambda',
  'service',
]);

/** Without conditions, which the evaluation checks. */
function granteesToAsk(statement: PolicyStatement): readonly StatementGrantee[] {
  return granteesOf(statement).map(({ who }) => ({ who, onlyIf: [] }));
}

function accountKey({ accountId }: Identity<NotKnown>): string {
  return granteeKey({ who: { kind: 'account', accountId }, onlyIf: [] });
}

function attachedStatements(identity: Identity<NotKnown>): readonly Placed[] {
  const placed = (isManaged: boolean) => (statement: PolicyStatement) => ({
    statement,
    to: { identity, isManaged },
  });
  return [
    ...statementsOf(identity.policy).map(placed(false)),
    ...identity.managedPolicies.flatMap((name) => managedPolicyDocument(name).statements.map(placed(true))),
  ];
}

/** Whether a managed policy allows every action, instead of an operation and a few others. */
function isEverything({ actions }: PolicyStatement): boolean {
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
  letIn: ReadonlySet<EcrAction> | undefined,
): readonly EcrAction[] {
  const actions = repositoryActions(statement);
  if (statement.effect === 'Deny') return actions;
  // For `*`, only actions that the registry allows, because otherwise every registry of the topology would be listed.
  const isAnywhere = statement.resources?.values.includes('*') === true;
  return letIn !== undefined && isAnywhere ? actions.filter((action) => letIn.has(action)) : actions;
}
