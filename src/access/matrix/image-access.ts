import { identityArn, repositoryArn } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { requiredActions, type Operation } from '../../aws/policy/actions';
import type { PolicyDocument, PolicyStatement } from '../../aws/policy/document';
import { managedPolicyDocument } from '../../aws/policy/managed-policies';
import { sortedBy } from '../../base/collections';
import type { Identity, Registry, Topology } from '../../model/topology';
import { conditionKeys, granteeKey, granteesOf, type StatementGrantee } from '../evaluate/grantees';
import { coversAction, createResourceMatcher } from '../evaluate/statement-scope';

/** The pulls and pushes that the policies of a topology allow a principal in one registry. */
export interface ImageAccess {
  readonly grantee: StatementGrantee;
  readonly registry: Registry;
  /** In the order of the registry. `pull` and `push` are not both empty. */
  readonly pull: readonly RepositoryName[];
  readonly push: readonly RepositoryName[];
}

/**
 * Returns who may pull and push: by repository and registry policies and, in the same account, by the identity
 * policies of the topology. Across accounts, an identity also needs a resource-based policy that allows its account.
 * Deny statements are ignored; `explain` and `access` evaluate them.
 */
export function findImageAccess({ registries, identities }: Topology): readonly ImageAccess[] {
  const access = registries.flatMap((registry) => findAccessTo(registry, identities));
  return sortedBy(access, ({ grantee, registry }) => `${granteeKey(grantee)}\n${registry.name}`);
}

type Actions = ReadonlySet<string>;

/** What one principal may do in one registry, by repository. */
interface AllowedActions {
  readonly grantee: StatementGrantee;
  readonly actions: Map<RepositoryName, Actions>;
}

const REQUIRED_ACTIONS = { pull: requiredActions('pull'), push: requiredActions('push') } as const;
const IMAGE_ACTIONS = requiredActions('pull', 'push');

function findAccessTo(registry: Registry, identities: readonly Identity[]): readonly ImageAccess[] {
  const allowedByPrincipal = new Map<string, AllowedActions>();
  for (const { name, policy } of registry.repositories) {
    for (const statement of allowStatements(policy)) allowPrincipals(allowedByPrincipal, statement, [name]);
  }
  for (const statement of allowStatements(registry.policy)) {
    allowPrincipals(allowedByPrincipal, statement, matchedRepositories(registry, statement));
  }
  // Across accounts, an identity has at most the access that resource-based policies allow its account.
  const accounts = new Map([...allowedByPrincipal].map(([key, { actions }]) => [key, new Map(actions)]));
  for (const identity of identities) {
    const account = { who: { kind: 'account', accountId: identity.accountId }, onlyIf: [] } as const;
    const limit = identity.accountId === registry.accountId ? undefined : accounts.get(granteeKey(account));
    if (identity.accountId !== registry.accountId && limit === undefined) continue;
    for (const statement of identityAllowStatements(identity)) {
      const grantee = {
        who: { kind: 'identity', identity },
        onlyIf: conditionKeys(statement.conditions),
      } as const;
      allow(allowedByPrincipal, grantee, statement, matchedRepositories(registry, statement), limit);
    }
  }
  return [...allowedByPrincipal.values()].flatMap((allowed) => toImageAccess(registry, allowed));
}

function allowPrincipals(
  allowedByPrincipal: Map<string, AllowedActions>,
  statement: PolicyStatement,
  names: readonly RepositoryName[],
): void {
  for (const grantee of granteesOf(statement)) allow(allowedByPrincipal, grantee, statement, names);
}

function allow(
  allowedByPrincipal: Map<string, AllowedActions>,
  grantee: StatementGrantee,
  statement: PolicyStatement,
  names: readonly RepositoryName[],
  limit?: ReadonlyMap<RepositoryName, Actions>,
): void {
  const key = granteeKey(grantee);
  const allowed = allowedByPrincipal.get(key) ?? { grantee, actions: new Map<RepositoryName, Actions>() };
  allowedByPrincipal.set(key, allowed);
  const actions = IMAGE_ACTIONS.filter((action) => coversAction(statement.actions, action));
  for (const name of names) {
    const added = limit === undefined ? actions : actions.filter((action) => limit.get(name)?.has(action));
    allowed.actions.set(name, new Set([...(allowed.actions.get(name) ?? []), ...added]));
  }
}

function toImageAccess(registry: Registry, { grantee, actions }: AllowedActions): readonly ImageAccess[] {
  const repositoriesAllowing = (operation: Operation) =>
    registry.repositories
      .map(({ name }) => name)
      .filter((name) => REQUIRED_ACTIONS[operation].every((action) => actions.get(name)?.has(action)));
  const access = {
    grantee,
    registry,
    pull: repositoriesAllowing('pull'),
    push: repositoriesAllowing('push'),
  };
  return access.pull.length + access.push.length === 0 ? [] : [access];
}

function identityAllowStatements({ policy, managedPolicies }: Identity): readonly PolicyStatement[] {
  return [policy, ...managedPolicies.map(managedPolicyDocument)].flatMap(allowStatements);
}

function allowStatements(policy: PolicyDocument | undefined): readonly PolicyStatement[] {
  return policy?.statements.filter(({ effect }) => effect === 'Allow') ?? [];
}

/** Returns the repositories that the resources of a statement match. */
function matchedRepositories(registry: Registry, { resources }: PolicyStatement): readonly RepositoryName[] {
  if (resources === undefined) return [];
  const matchesArn = createResourceMatcher(resources);
  return registry.repositories
    .map(({ name }) => name)
    .filter((name) => matchesArn(repositoryArn(registry, name)) === 'yes');
}

/** Returns the identities without access, which the graph shows too. */
export function identitiesWithoutAccess(
  access: readonly ImageAccess[],
  identities: readonly Identity[],
): readonly Identity[] {
  const arnsWithAccess = new Set(
    access.flatMap(({ grantee: { who } }) => (who.kind === 'identity' ? [identityArn(who.identity)] : [])),
  );
  return identities.filter((identity) => !arnsWithAccess.has(identityArn(identity)));
}
