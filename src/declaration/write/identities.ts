import { identityArn, isProtected, repositoryArn } from '../../aws/arn';
import { repositoryNamePattern, uncheckedRepositoryName, type RepositoryName } from '../../aws/names';
import { LOGIN_ACTION, requiredActions, type Operation } from '../../aws/policy/actions';
import type { PolicyDocument } from '../../aws/policy/document';
import { identityPolicy, type IdentityGrant } from '../../aws/policy/grants';
import { managedPolicyFor } from '../../aws/policy/managed-policies';
import type { Grantee } from '../../aws/policy/principals';
import { groupBy } from '../../base/collections';
import type { Account } from '../../model/deployment';
import type { Identity, Registry, Topology } from '../../model/topology';
import { identityOf } from '../lower/access';
import { policyKey } from './grants';
import type { Omission, Part } from './parts';

/** An operation that a repository policy allows. */
export interface GrantedPlace {
  readonly registry: Registry;
  readonly repository: RepositoryName;
  readonly operation: Operation;
}

/** What the repository policies allow one grantee. */
export interface GrantedPlaces {
  readonly grantee: Grantee;
  readonly places: readonly GrantedPlace[];
}

/** How a grant attaches the identity policy. Undefined if the grantee is not a single role or user. */
export type IdentityMode = 'inline' | 'managed' | 'none' | undefined;

export interface ModeGrants extends GrantedPlaces {
  readonly mode: IdentityMode;
}

/** Divides the grants by how they attach the identity policy, so that the roles and users have exactly their policies. */
export function assignModes(
  granted: readonly GrantedPlaces[],
  { identities, registries }: Topology,
  accounts: readonly Account[],
): { readonly grants: readonly ModeGrants[]; readonly omissions: readonly Omission[] } {
  const omissions: Omission[] = [];
  const byArn = groupBy(granted, ({ grantee }) => {
    const identity = identityOf(grantee);
    return identity === undefined ? undefined : identityArn(identity);
  });
  for (const identity of identities) {
    const arn = identityArn(identity);
    const undeclarable = findUndeclarable(identity, byArn.get(arn) ?? [], registries, accounts);
    omissions.push(...undeclarable);
  }
  if (omissions.length > 0) return { grants: [], omissions };
  const identityByArn = new Map(identities.map((identity) => [identityArn(identity), identity]));
  const grants = [...byArn].flatMap(([arn, ofIdentity]) =>
    arn === undefined
      ? ofIdentity.map((each): ModeGrants => ({ ...each, mode: undefined }))
      : modesOf(identityByArn.get(arn), ofIdentity, registries),
  );
  return { grants, omissions };
}

/** Returns `identity` of a grant, or undefined if the mode is the default. */
export function identityKey(
  mode: IdentityMode,
  grantee: Grantee,
  accounts: readonly Account[],
): Exclude<IdentityMode, undefined> | undefined {
  const isDefault =
    mode === 'inline' &&
    grantee.kind === 'identity' &&
    !isProtected(grantee.identity) &&
    accounts.some(({ id }) => id === grantee.identity.accountId);
  return isDefault ? undefined : mode;
}

function findUndeclarable(
  identity: Identity,
  granted: readonly GrantedPlaces[],
  registries: readonly Registry[],
  accounts: readonly Account[],
): readonly Omission[] {
  const arn = identityArn(identity);
  const { policy, managedPolicies } = identity;
  const isDeclared = accounts.some(({ id }) => id === identity.accountId) && !isProtected(identity);
  const omissions: Omission[] = [];
  if (policy !== undefined) {
    const part: Part = { kind: 'identityPolicy', arn };
    const inline = readInlinePolicy(policy, registries);
    const keys = new Set(granted.flatMap(({ places }) => places.map(placeKey)));
    if (!isDeclared) omissions.push({ part, why: NOT_DECLARED });
    else if (inline === undefined) omissions.push({ part, why: OTHER_POLICY });
    else if (!inline.every((place) => keys.has(placeKey(place)))) omissions.push({ part, why: NOT_GRANTED });
  }
  const attached = attachedPolicy(identity, granted);
  return [
    ...omissions,
    ...managedPolicies.flatMap((name): readonly Omission[] => {
      const part: Part = { kind: 'attachment', arn, policy: name };
      if (!isDeclared) return [{ part, why: NOT_DECLARED }];
      return name === attached ? [] : [{ part, why: OTHER_ATTACHMENT }];
    }),
  ];
}

const NOT_DECLARED =
  'A declaration attaches policies only to roles and users of its accounts that AWS does not manage.';
const OTHER_POLICY =
  'It is not a policy that `access` writes: login, and pull or push for named repositories of the declaration.';
const NOT_GRANTED =
  'It allows an operation on a repository whose repository policy does not allow it, or is not in the declaration. `access` writes both policies.';
const OTHER_ATTACHMENT =
  'With `identity: managed`, `access` attaches AmazonEC2ContainerRegistryPullOnly for pull, and AmazonEC2ContainerRegistryPowerUser for push.';

/** Returns the managed policy that grants can attach, or undefined. */
function attachedPolicy(
  { managedPolicies }: Identity,
  granted: readonly GrantedPlaces[],
): Identity['managedPolicies'][number] | undefined {
  const operations = new Set(granted.flatMap(({ places }) => places.map(({ operation }) => operation)));
  const policies = (['push', 'pull'] as const).flatMap((operation) =>
    operations.has(operation) ? managedPolicyFor([operation]) : [],
  );
  return policies.find((name) => managedPolicies.includes(name));
}

function placeKey({ registry, repository, operation }: GrantedPlace): string {
  return `${registry.name} ${operation} ${repository}`;
}

const OPERATIONS: readonly (readonly Operation[])[] = [['pull'], ['push'], ['pull', 'push']];

/** Returns what an inline policy allows, or undefined if it is not one that `access` writes. */
function readInlinePolicy(
  policy: PolicyDocument,
  registries: readonly Registry[],
): readonly GrantedPlace[] | undefined {
  const byStart = new Map(
    registries.map((registry) => [repositoryArn(registry, repositoryNamePattern('')), registry]),
  );
  const places = policy.statements.flatMap(({ actions, resources }): readonly GrantedPlace[] => {
    if (actions.values.join() === LOGIN_ACTION) return [];
    const operations = OPERATIONS.find((each) => requiredActions(...each).join() === actions.values.join());
    return (resources?.values ?? []).flatMap((arn) => {
      const slash = arn.indexOf('/') + 1;
      const registry = byStart.get(arn.slice(0, slash));
      const repository = uncheckedRepositoryName(arn.slice(slash));
      return registry === undefined
        ? []
        : (operations ?? []).map((operation) => ({ registry, repository, operation }));
    });
  });
  const grants: readonly IdentityGrant[] = places;
  const isSame = places.length > 0 && policyKey(identityPolicy(grants)) === policyKey(policy);
  return isSame ? places : undefined;
}

/** @param identity undefined if no policy is attached */
function modesOf(
  identity: Identity | undefined,
  granted: readonly GrantedPlaces[],
  registries: readonly Registry[],
): readonly ModeGrants[] {
  const inline = new Set(
    (identity?.policy && readInlinePolicy(identity.policy, registries))?.map(placeKey) ?? [],
  );
  const attached = identity && attachedPolicy(identity, granted);
  // Attached for pull only, a push would attach the other policy.
  const isManaged = ({ operation }: GrantedPlace) =>
    attached !== undefined && (operation === 'pull' || attached === managedPolicyFor(['push']));
  const used = new Set<string>();
  const modes = granted.flatMap(({ grantee, places }) => {
    const isInline = (place: GrantedPlace) => inline.has(placeKey(place)) && !used.has(placeKey(place));
    const ofMode = groupBy(places, (place): IdentityMode => {
      if (isInline(place)) return 'inline';
      return isManaged(place) ? 'managed' : 'none';
    });
    for (const place of ofMode.get('inline') ?? []) used.add(placeKey(place));
    return [...ofMode].map(([mode, placesOfMode]): ModeGrants => ({ grantee, mode, places: placesOfMode }));
  });
  return [...modes, ...alsoManaged(attached, granted, modes)];
}

/** A role or user can have both policies. Then one of its grants is repeated, to attach the managed policy. */
function alsoManaged(
  attached: string | undefined,
  granted: readonly GrantedPlaces[],
  modes: readonly ModeGrants[],
): readonly ModeGrants[] {
  if (attached === undefined) return [];
  const required: Operation = attached === managedPolicyFor(['push']) ? 'push' : 'pull';
  const isDone = modes.some(
    ({ mode, places }) => mode === 'managed' && places.some(({ operation }) => operation === required),
  );
  if (isDone) return [];
  return granted
    .flatMap(({ grantee, places }): readonly ModeGrants[] => {
      const repeated = places.filter(({ operation }) => operation === required);
      return repeated.length === 0 ? [] : [{ grantee, mode: 'managed', places: repeated }];
    })
    .slice(0, 1);
}
