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
import { alikeRepositories, askedStatements, type AskedStatement } from './alike';
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
  const identities = topology.identities.map((identity) => ({
    identity,
    statements: askedStatements(attachedStatements(identity)),
  }));
  return topology.registries.flatMap((registry) => {
    const ofRegistry = askedStatements(statementsOf(registry.policy));
    const all = [...ofRegistry, ...identities.flatMap(({ statements }) => statements)];
    const sourcesOf = (name: RepositoryName) =>
      sortedUnique(
        topology.registries.flatMap((from) => (isReplicated(from, registry, name) ? from.accountId : [])),
      );
    return alikeRepositories(registry, all, sourcesOf).flatMap((alike) => {
      const [{ name }, ...others] = alike;
      const found = [...namedOn({ registry, ofRegistry, identities }, alike[0]).values()];
      const sources = new Set<AccountId | undefined>(sourcesOf(name));
      return found.flatMap(({ grantee, actions }) => {
        const uses = usesOf(actions, sources.has(accountOfGrantee(grantee)));
        const repositories = [name, ...others.map((other) => other.name)] as const;
        return uses === undefined ? [] : [{ grantee, registry, repositories, ...uses }];
      });
    });
  });
}

interface Surroundings {
  readonly registry: PlannedRegistry;
  readonly ofRegistry: readonly AskedStatement[];
  readonly identities: readonly {
    readonly identity: Identity<NotKnown>;
    readonly statements: readonly AskedStatement[];
  }[];
}

function namedOn(
  { registry, ofRegistry, identities }: Surroundings,
  { name, policy }: PlannedRepository,
): ReadonlyMap<string, Found> {
  const arn = repositoryArn(registry, name);
  const found = namedByStatements([...statementsOf(policy), ...about(ofRegistry, arn)]);
  const letIn = new Map([...found].map(([key, { actions }]) => [key, new Set(actions)]));
  for (const { identity, statements } of identities) {
    const isOwn = identity.accountId === registry.accountId;
    const allowed = isOwn ? undefined : (letIn.get(accountKey(identity)) ?? new Set<EcrAction>());
    const actions = about(statements, arn).flatMap((each) => attachedActions(each, allowed));
    add(found, { who: { kind: 'identity', identity }, onlyIf: [] }, withoutExtras(actions));
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

function about(statements: readonly AskedStatement[], arn: string): readonly PolicyStatement[] {
  return statements.filter(({ isAbout }) => isAbout(arn) === 'yes').map(({ statement }) => statement);
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

/**
 * Of what tells an operation, the operation alone: a denial of everything forbids it as part of the whole, and a managed
 * policy allows a little more than what it is attached for, which nobody declared.
 */
function withoutExtras(actions: readonly EcrAction[]): readonly EcrAction[] {
  return operationsTold(actions).length === 0
    ? actions
    : actions.filter((action) => IMAGE_ACTIONS.has(action));
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

function attachedStatements({ policy, managedPolicies }: Identity<NotKnown>): readonly PolicyStatement[] {
  return [policy, ...managedPolicies.map(managedPolicyDocument)].flatMap(statementsOf);
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
  const isEverything = statement.resources?.values.includes('*') === true;
  return letIn !== undefined && isEverything ? actions.filter((action) => letIn.has(action)) : actions;
}
