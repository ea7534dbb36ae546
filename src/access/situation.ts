import {
  grouped,
  identityArn,
  managedPolicyDocument,
  registryKey,
  tryGetRepository,
  IDENTITY_POLICY_NAME,
  type Identity,
  type IdentityId,
  type NotKnown,
  type PolicyDocument,
  type PlannedRegistry,
  type RegistryId,
  type RegistryName,
  type RepositoryName,
  type PlannedTopology,
  type Topology,
} from '../registry';
import { callerAccount, type Caller } from './caller';
import { requestContext, type GivenContext } from './context';
import type { ControlPolicies, LabelledPolicy, Layers, OrNotKnown } from './layers';
import { REPLICATION_ROLE_POLICY, replicationCaller } from './replication';
import type { Request } from './request';
import { pathOf } from './same-name';

/** Policies and condition keys that the topology does not contain. */
export interface Given {
  /** Other identity policies of the caller. Undefined if they are unknown. */
  readonly identityPolicies: readonly LabelledPolicy[] | undefined;
  readonly boundary: LabelledPolicy | undefined;
  readonly scps: ControlPolicies;
  readonly rcps: ControlPolicies;
  readonly context: GivenContext;
  /** Whether the declaration pushes images to a registry. Undefined if only replication rules are available. */
  readonly isOriginal?: (registry: RegistryName, repository: RepositoryName) => boolean;
}

export const NOTHING_GIVEN: Given = {
  identityPolicies: undefined,
  boundary: undefined,
  scps: [],
  rcps: [],
  context: {},
};

/** The target of an action: a repository in a registry, or the registry if `repository` is undefined. */
export interface Place {
  readonly registry: PlannedRegistry;
  readonly repository: RepositoryName | undefined;
}

/** Creates a request. Actions without a repository apply to the registry of the caller. */
export function requestFor(caller: Caller, action: string, place: Place, given: Given): Request {
  const { registry, repository } = place;
  const owner = repository === undefined ? ownRegistry(caller, registry) : registry;
  return {
    caller,
    action,
    resource:
      repository === undefined
        ? { kind: 'registry', registry: owner }
        : { kind: 'repository', registry: owner, name: repository },
    context: requestContext(caller, owner, given.context),
  };
}

/**
 * A token is requested from the registry of the caller, and is valid for every registry that grants access to the caller.
 */
function ownRegistry(caller: Caller, { accountId, region }: RegistryId): RegistryId {
  return { accountId: callerAccount(caller) ?? accountId, region };
}

/**
 * Collects the policies that apply to a request. Boundaries and control policies that were not provided are assumed not to exist.
 * Identity policies are unknown if the topology attaches none to the caller.
 */
export function layersFor(topology: PlannedTopology, request: Request, given: Given): Layers {
  const { resource, caller } = request;
  const registry = topology.registries.find((each) => registryKey(each) === registryKey(resource.registry));
  const repository =
    resource.kind === 'repository' && registry !== undefined
      ? tryGetRepository(registry, resource.name)
      : undefined;
  return {
    identity: identityLayer(topology, caller, given),
    boundary: given.boundary,
    scps: given.scps,
    rcps: given.rcps,
    repositoryPolicy: labelled(`the repository policy of '${repository?.name ?? ''}'`, repository?.policy),
    registryPolicy: labelled(`the registry policy of '${registry?.name ?? ''}'`, registry?.policy),
    registryPolicyScope: 'V2',
  };
}

function labelled(
  label: string,
  policy: PolicyDocument | NotKnown | undefined,
): OrNotKnown<LabelledPolicy | undefined> {
  return policy === undefined || policy === 'notKnown' ? policy : { label, policy };
}

function identityLayer(topology: PlannedTopology, caller: Caller, given: Given): Layers['identity'] {
  if (isReplicationCaller(caller)) {
    const policies = [{ label: 'ECRReplicationServiceRolePolicy', policy: REPLICATION_ROLE_POLICY }];
    return { policies, isAll: true };
  }
  const identity = attachedTo(topology, caller);
  const attached = identity === undefined ? [] : policiesOf(identity);
  if (identity?.policy === 'notKnown') return 'notKnown';
  if (given.identityPolicies !== undefined) {
    return { policies: [...attached, ...given.identityPolicies], isAll: true };
  }
  return attached.length === 0 ? 'notKnown' : { policies: attached, isAll: false };
}

function isReplicationCaller(caller: Caller): boolean {
  if (caller.kind !== 'identity') return false;
  const { identity } = caller;
  const replicating = replicationCaller(identity.partition, identity.accountId);
  return replicating.kind === 'identity' && identityArn(replicating.identity) === identityArn(identity);
}

/**
 * Returns the role or user of the topology, or undefined. A name is unique in an account regardless of its path.
 */
export function attachedTo<Unknown extends NotKnown>(
  { identities }: Topology<Unknown>,
  caller: Caller,
): Identity<Unknown> | undefined {
  if (caller.kind !== 'identity') return undefined;
  const { identity: wanted, isPathKnown } = caller;
  // The result has the element type of `identities`, which the cache does not express.
  const named = byName(identities).get(nameKey(wanted)) as readonly Identity<Unknown>[] | undefined;
  return named?.find(({ path }) => !isPathKnown || path === wanted.path);
}

/** Cached by list, because topologies are immutable and large ones look up each identity many times. */
const BY_NAME = new WeakMap<object, ReadonlyMap<string, readonly Identity<NotKnown>[]>>();

function byName(
  identities: readonly Identity<NotKnown>[],
): ReadonlyMap<string, readonly Identity<NotKnown>[]> {
  const known = BY_NAME.get(identities) ?? grouped(identities, nameKey);
  BY_NAME.set(identities, known);
  return known;
}

function nameKey({ kind, accountId, name }: IdentityId): string {
  return `${kind} ${accountId} ${name}`;
}

/**
 * Adds the path of the role to a session, whose ARN does not contain it, if the topology has one role of that name.
 */
export function withPath(topology: PlannedTopology, caller: Caller): Caller {
  if (caller.kind !== 'identity' || caller.isPathKnown) return caller;
  const path = pathOf(topology, caller.identity);
  if (path === undefined) return caller;
  return { ...caller, identity: { ...caller.identity, path }, isPathKnown: true };
}

function policiesOf(identity: Identity<NotKnown>): readonly LabelledPolicy[] {
  const { policy, managedPolicies } = identity;
  return [
    ...(policy === undefined || policy === 'notKnown'
      ? []
      : [{ label: `the inline policy '${IDENTITY_POLICY_NAME}' of ${identityArn(identity)}`, policy }]),
    ...managedPolicies.map((name) => ({ label: name, policy: managedPolicyDocument(name) })),
  ];
}
