import {
  actionsOf,
  ECR_ACTIONS,
  isReplicated,
  managedPolicyDocument,
  REPLICATION_ACTIONS,
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
import { actionsCovered } from './coverage';
import { accountOfGrantee, granteeKey, granteesOf, type StatementGrantee } from './grantees';

/** Somebody whom a policy names for something on repositories, whatever comes of it. */
export interface Named {
  readonly grantee: StatementGrantee;
  readonly registry: PlannedRegistry;
  /** Those that no policy tells apart. */
  readonly repositories: readonly [RepositoryName, ...RepositoryName[]];
  readonly operations: readonly Operation[];
  /** What they are named for beside these, sorted. */
  readonly otherActions: readonly EcrAction[];
}

/** Everybody whom a policy of a repository, registry or identity names, each once for each repository. */
export function namedIn(topology: PlannedTopology): readonly Named[] {
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
    return alikeRepositories(registry, isAbout, sourcesOf).flatMap((alike) => {
      const [first, ...others] = alike;
      const about = isAbout(repositoryArn(registry, first.name)).certain.flatMap((place) => all[place] ?? []);
      const found = [...namedOn(registry, first, about).values()];
      const sources = new Set<AccountId | undefined>(sourcesOf(first.name));
      return found.flatMap(({ grantee, actions }) => {
        const uses = usesOf(actions, sources.has(accountOfGrantee(grantee)));
        const repositories = [first.name, ...others.map(({ name }) => name)] as const;
        return uses === undefined ? [] : [{ grantee, registry, repositories, ...uses }];
      });
    });
  });
}

/** A statement of the registry policy, or of what is attached to an identity. */
interface Placed {
  readonly statement: PolicyStatement;
  readonly to: { readonly identity: Identity<NotKnown>; readonly isManaged: boolean } | undefined;
}

/** @param others the statements of other policies that are about the repository */
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
    const meant = isManaged && !isEverything(statement) ? operationsAlone(actions) : actions;
    if (meant.length > 0) add(found, { who: { kind: 'identity', identity }, onlyIf: [] }, meant);
  }
  return found;
}

/**
 * What the actions come to; undefined where there are none.
 * @param isSource whether a rule replicates from the account that is named, which is listed as that
 */
function usesOf(
  actions: ReadonlySet<EcrAction>,
  isSource: boolean,
): Pick<Named, 'operations' | 'otherActions'> | undefined {
  const operations = operationsTold(actions);
  const told = new Set<EcrAction>([
    ...actionsOf(...operations),
    ...(isSource ? REPLICATION_ACTIONS.created : []),
  ]);
  const otherActions = sortedUnique(actions).filter((action) => !told.has(action));
  return operations.length + otherActions.length === 0 ? undefined : { operations, otherActions };
}

interface Found {
  readonly grantee: StatementGrantee;
  readonly actions: Set<EcrAction>;
}

function namedByStatements(statements: readonly PolicyStatement[]): Map<string, Found> {
  const found = new Map<string, Found>();
  for (const statement of statements) {
    const actions = repositoryActions(statement);
    const named = statement.effect === 'Allow' ? actions : withoutExtras(actions);
    for (const grantee of granteesToAsk(statement)) add(found, grantee, named);
  }
  return found;
}

function add(found: Map<string, Found>, grantee: StatementGrantee, actions: readonly EcrAction[]): void {
  const key = granteeKey(grantee);
  const known = found.get(key) ?? { grantee, actions: new Set<EcrAction>() };
  found.set(key, known);
  for (const action of actions) known.actions.add(action);
}

function repositoryActions({ actions }: PolicyStatement): readonly EcrAction[] {
  return actionsCovered(actions).filter((action) => ECR_ACTIONS[action] === 'repository');
}

const OPERATIONS = ['pull', 'push'] as const satisfies readonly Operation[];

/** The action that tells an operation: a policy that allows it means the operation, and no other. */
const TELLING = { pull: 'ecr:GetDownloadUrlForLayer', push: 'ecr:PutImage' } as const;

function operationsTold(actions: Iterable<EcrAction>): readonly Operation[] {
  const all = new Set(actions);
  return OPERATIONS.filter((operation) => all.has(TELLING[operation]));
}

const IMAGE_ACTIONS: ReadonlySet<EcrAction> = new Set(actionsOf(...OPERATIONS));

/** Of what tells an operation, what operations need: a denial of everything forbids it as part of the whole. */
function withoutExtras(actions: readonly EcrAction[]): readonly EcrAction[] {
  return operationsTold(actions).length === 0
    ? actions
    : actions.filter((action) => IMAGE_ACTIONS.has(action));
}

/** A managed policy allows a little more than what it is attached for, which nobody declared. */
function operationsAlone(actions: readonly EcrAction[]): readonly EcrAction[] {
  const operations = operationsTold(actions);
  const needed = new Set(actionsOf(...operations));
  return operations.length === 0 ? actions : actions.filter((action) => needed.has(action));
}

/** Denials are asked about for whoever can be told by name; for the rest they show in every answer. */
const TOLD_BY_NAME = new Set(['account', 'identity', 'viaAccountRoot', 'lambda', 'service']);

function granteesToAsk(statement: PolicyStatement): readonly StatementGrantee[] {
  return (
    granteesOf(statement)
      .filter(({ who }) => statement.effect === 'Allow' || TOLD_BY_NAME.has(who.kind))
      // What else has to hold is for the evaluator to say.
      .map(({ who }) => ({ who, onlyIf: [] }))
  );
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

/** Whether a managed policy allows all that there is, and not what it is attached for and a little more. */
function isEverything({ actions }: PolicyStatement): boolean {
  return actions.values.some((value) => value === '*' || value === 'ecr:*');
}

/**
 * What a statement about a repository names its identity for.
 * @param letIn what the account of the identity is named for there; undefined where it is its own
 */
function attachedActions(
  statement: PolicyStatement,
  letIn: ReadonlySet<EcrAction> | undefined,
): readonly EcrAction[] {
  if (statement.effect === 'Deny') return [];
  const actions = repositoryActions(statement);
  // Everything is named only where the identity is let in at all, or every registry of the topology would be.
  const isAnywhere = statement.resources?.values.includes('*') === true;
  return letIn !== undefined && isAnywhere ? actions.filter((action) => letIn.has(action)) : actions;
}
