import { coversAction, resourceTest } from '../../access/coverage';
import { conditionKeys, granteeKey, granteesOf, type StatementGrantee } from '../../access/grantees';
import {
  actionsOf,
  identityArn,
  managedPolicyDocument,
  repositoryArn,
  sortedBy,
  type Identity,
  type Operation,
  type PolicyDocument,
  type PolicyStatement,
  type Registry,
  type RepositoryName,
  type Topology,
} from '../../registry';

/** The pulls and pushes that the policies of a topology allow a principal in one registry. */
export interface Access {
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
export function accessOf({ registries, identities }: Topology): readonly Access[] {
  const access = registries.flatMap((registry) => accessTo(registry, identities));
  return sortedBy(access, ({ grantee, registry }) => `${granteeKey(grantee)}\n${registry.name}`);
}

type Actions = ReadonlySet<string>;

/** What one principal may do in one registry, by repository. */
interface Allowed {
  readonly grantee: StatementGrantee;
  readonly actions: Map<RepositoryName, Actions>;
}

const NEEDED = { pull: actionsOf('pull'), push: actionsOf('push') } as const;
const IMAGE_ACTIONS = actionsOf('pull', 'push');

function accessTo(registry: Registry, identities: readonly Identity[]): readonly Access[] {
  const found = new Map<string, Allowed>();
  for (const { name, policy } of registry.repositories) {
    for (const statement of allowing(policy)) allowAll(found, statement, [name]);
  }
  for (const statement of allowing(registry.policy)) {
    allowAll(found, statement, namesIn(registry, statement));
  }
  // Across accounts, an identity has at most the access that resource-based policies allow its account.
  const accounts = new Map([...found].map(([key, { actions }]) => [key, new Map(actions)]));
  for (const identity of identities) {
    const account = { who: { kind: 'account', accountId: identity.accountId }, onlyIf: [] } as const;
    const limit = identity.accountId === registry.accountId ? undefined : accounts.get(granteeKey(account));
    if (identity.accountId !== registry.accountId && limit === undefined) continue;
    for (const statement of attached(identity)) {
      const grantee = {
        who: { kind: 'identity', identity },
        onlyIf: conditionKeys(statement.conditions),
      } as const;
      allow(found, grantee, statement, namesIn(registry, statement), limit);
    }
  }
  return [...found.values()].flatMap((allowed) => accessOfAllowed(registry, allowed));
}

function allowAll(
  found: Map<string, Allowed>,
  statement: PolicyStatement,
  names: readonly RepositoryName[],
): void {
  for (const grantee of granteesOf(statement)) allow(found, grantee, statement, names);
}

function allow(
  found: Map<string, Allowed>,
  grantee: StatementGrantee,
  statement: PolicyStatement,
  names: readonly RepositoryName[],
  limit?: ReadonlyMap<RepositoryName, Actions>,
): void {
  const key = granteeKey(grantee);
  const allowed = found.get(key) ?? { grantee, actions: new Map<RepositoryName, Actions>() };
  found.set(key, allowed);
  const actions = IMAGE_ACTIONS.filter((action) => coversAction(statement.actions, action));
  for (const name of names) {
    const more = limit === undefined ? actions : actions.filter((action) => limit.get(name)?.has(action));
    allowed.actions.set(name, new Set([...(allowed.actions.get(name) ?? []), ...more]));
  }
}

function accessOfAllowed(registry: Registry, { grantee, actions }: Allowed): readonly Access[] {
  const may = (operation: Operation) =>
    registry.repositories
      .map(({ name }) => name)
      .filter((name) => NEEDED[operation].every((action) => actions.get(name)?.has(action)));
  const access = { grantee, registry, pull: may('pull'), push: may('push') };
  return access.pull.length + access.push.length === 0 ? [] : [access];
}

function attached({ policy, managedPolicies }: Identity): readonly PolicyStatement[] {
  return [policy, ...managedPolicies.map(managedPolicyDocument)].flatMap(allowing);
}

function allowing(policy: PolicyDocument | undefined): readonly PolicyStatement[] {
  return policy?.statements.filter(({ effect }) => effect === 'Allow') ?? [];
}

/** Returns the repositories that the resources of a statement match. */
function namesIn(registry: Registry, { resources }: PolicyStatement): readonly RepositoryName[] {
  if (resources === undefined) return [];
  const isAbout = resourceTest(resources);
  return registry.repositories
    .map(({ name }) => name)
    .filter((name) => isAbout(repositoryArn(registry, name)) === 'yes');
}

/** Returns the identities without access, which the graph shows too. */
export function identitiesWithout(
  access: readonly Access[],
  identities: readonly Identity[],
): readonly Identity[] {
  const drawn = new Set(
    access.flatMap(({ grantee: { who } }) => (who.kind === 'identity' ? [identityArn(who.identity)] : [])),
  );
  return identities.filter((identity) => !drawn.has(identityArn(identity)));
}
