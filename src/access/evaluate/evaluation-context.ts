import {
  IDENTITY_POLICY_NAME,
  identityArn,
  parseIdentityArn,
  type IdentityId,
  type RegistryId,
} from '../../aws/arn';
import type { RegistryName, RepositoryName } from '../../aws/names';
import type { PolicyDocument } from '../../aws/policy/document';
import { managedPolicyDocument } from '../../aws/policy/managed-policies';
import { groupBy } from '../../base/collections';
import {
  tryGetRepository,
  type Identity,
  type PlannedRegistry,
  type PlannedTopology,
  type Topology,
} from '../../model/topology';
import { isKnown, UNKNOWN, type Unknown, knownStatements } from '../../model/unknown';
import { callerAccount, REPLICATION_ROLE_POLICY, replicationCaller, type Caller } from './caller';
import type { ControlPolicies, LabelledPolicy, Layers, OrUnknown, RegistryPolicyScope } from './decision';
import { createRequestContext, type Request, type RequestContextValues } from './request';

/** Policies and condition keys that the topology does not contain. */
export interface EvaluationContext {
  /**
   * Other identity policies of the caller. An unknown one may allow or deny anything. Undefined if they were not provided: others may
   * exist and allow more, and are assumed not to deny.
   */
  readonly identityPolicies: readonly OrUnknown<LabelledPolicy>[] | undefined;
  /** Undefined if there is none. */
  readonly boundary: OrUnknown<LabelledPolicy | undefined>;
  readonly scps: OrUnknown<ControlPolicies>;
  readonly rcps: OrUnknown<ControlPolicies>;
  readonly context: RequestContextValues;
  /** Whether the declaration pushes images to a registry. Undefined if only replication rules are available. */
  readonly isOriginal?: (registry: RegistryName, repository: RepositoryName) => boolean;
}

export const NO_CONTEXT: EvaluationContext = {
  identityPolicies: undefined,
  boundary: undefined,
  scps: [],
  rcps: [],
  context: {},
};

/** The target of an action: a repository in a registry, or the registry if `repository` is undefined. */
export interface RequestTarget {
  readonly registry: PlannedRegistry;
  readonly repository: RepositoryName | undefined;
}

/** Creates a request. Actions without a repository apply to the registry of the caller. */
export function createRequest(
  caller: Caller,
  action: string,
  target: RequestTarget,
  evaluationContext: EvaluationContext,
): Request {
  const { registry, repository } = target;
  const owner = repository === undefined ? callerRegistry(caller, registry) : registry;
  return {
    caller,
    action,
    resource:
      repository === undefined
        ? { kind: 'registry', registry: owner }
        : { kind: 'repository', registry: owner, name: repository },
    context: createRequestContext(caller, owner, evaluationContext.context),
  };
}

/**
 * A token is requested from the registry of the caller, and is valid for every registry that grants access to the caller.
 */
function callerRegistry(caller: Caller, { accountId, region }: RegistryId): RegistryId {
  return { accountId: callerAccount(caller) ?? accountId, region };
}

/**
 * Collects the policies that apply to a request. Boundaries and control policies that were not provided are assumed not to exist.
 * Identity policies are unknown if the topology attaches none to the caller.
 */
export function collectLayers(
  topology: PlannedTopology,
  request: Request,
  evaluationContext: EvaluationContext,
): Layers {
  const { resource, caller } = request;
  const { accountId, region } = resource.registry;
  const registry = topology.registries.find((each) => each.accountId === accountId && each.region === region);
  const repository =
    resource.kind === 'repository' && registry !== undefined
      ? tryGetRepository(registry, resource.name)
      : undefined;
  return {
    identity: identityLayer(topology, caller, evaluationContext),
    boundary: evaluationContext.boundary,
    scps: evaluationContext.scps,
    rcps: evaluationContext.rcps,
    repositoryPolicy: labelPolicy(`the repository policy of '${repository?.name ?? ''}'`, repository?.policy),
    registryPolicy: labelPolicy(`the registry policy of '${registry?.name ?? ''}'`, registry?.policy),
    registryPolicyScope: registry === undefined ? 'V2' : registryPolicyScopeOf(registry),
  };
}

/** A registry whose setting is not managed has the scope of new registries. */
function registryPolicyScopeOf({ accountSettings }: PlannedRegistry): OrUnknown<RegistryPolicyScope> {
  if (!isKnown(accountSettings)) return 'V2';
  const setting = accountSettings.find(({ name }) => name === 'REGISTRY_POLICY_SCOPE');
  if (setting === undefined) return 'V2';
  if (!isKnown(setting.value)) return UNKNOWN;
  return setting.value === 'V1' ? 'V1' : 'V2';
}

function labelPolicy(
  label: string,
  policy: PolicyDocument | Unknown | undefined,
): OrUnknown<LabelledPolicy | undefined> {
  return policy === undefined || !isKnown(policy) ? policy : { label, policy };
}

function identityLayer(
  topology: PlannedTopology,
  caller: Caller,
  evaluationContext: EvaluationContext,
): Layers['identity'] {
  if (isReplicationCaller(caller)) {
    const policies = [{ label: 'ECRReplicationServiceRolePolicy', policy: REPLICATION_ROLE_POLICY }];
    return { policies, isComplete: true };
  }
  const identity = findIdentity(topology, caller);
  const attached = identity === undefined ? [] : attachedPoliciesOf(identity);
  if (!isKnown(identity?.policy)) return UNKNOWN;
  if (evaluationContext.identityPolicies !== undefined) {
    return { policies: [...attached, ...evaluationContext.identityPolicies], isComplete: true };
  }
  return attached.length === 0 ? UNKNOWN : { policies: attached, isComplete: false };
}

function isReplicationCaller(caller: Caller): boolean {
  if (caller.kind !== 'identity') return false;
  const { identity } = caller;
  const replicationRole = replicationCaller(identity.partition, identity.accountId);
  return (
    replicationRole.kind === 'identity' && identityArn(replicationRole.identity) === identityArn(identity)
  );
}

/**
 * Returns the role or user of the topology, or undefined. A name is unique in an account regardless of its path.
 */
export function findIdentity<U extends Unknown>(
  { identities }: Topology<U>,
  caller: Caller,
): Identity<U> | undefined {
  if (caller.kind !== 'identity') return undefined;
  const { identity: expected, isPathKnown } = caller;
  // The result has the element type of `identities`, which the cache does not express.
  const sameName = indexIdentities(identities).get(identityNameKey(expected)) as
    readonly Identity<U>[] | undefined;
  return sameName?.find(({ path }) => !isPathKnown || path === expected.path);
}

/** Returns the known policies that a topology attaches to a caller, or undefined if it attaches none. */
export function declaredIdentityPolicies(
  topology: PlannedTopology,
  caller: Caller,
): readonly LabelledPolicy[] | undefined {
  const identity = findIdentity(topology, caller);
  return identity === undefined ? undefined : attachedPoliciesOf(identity);
}

/** Cached by list, because topologies are immutable and large ones look up each identity many times. */
const IDENTITIES_BY_NAME = new WeakMap<object, ReadonlyMap<string, readonly Identity<Unknown>[]>>();

function indexIdentities(
  identities: readonly Identity<Unknown>[],
): ReadonlyMap<string, readonly Identity<Unknown>[]> {
  const cached = IDENTITIES_BY_NAME.get(identities) ?? groupBy(identities, identityNameKey);
  IDENTITIES_BY_NAME.set(identities, cached);
  return cached;
}

function identityNameKey({ kind, accountId, name }: IdentityId): string {
  return `${kind} ${accountId} ${name}`;
}

/**
 * Adds the path of the role to a session, whose ARN does not contain it, if the topology has one role of that name.
 */
export function withKnownPath(topology: PlannedTopology, caller: Caller): Caller {
  if (caller.kind !== 'identity' || caller.isPathKnown) return caller;
  const path = findIdentityPath(topology, caller.identity);
  if (path === undefined) return caller;
  return { ...caller, identity: { ...caller.identity, path }, isPathKnown: true };
}

/** The same for declared policies and those in IAM, so that they can be compared. */
export function inlinePolicyLabel(name: string, owner: string): string {
  return `the inline policy '${name}' of ${owner}`;
}

function attachedPoliciesOf(identity: Identity<Unknown>): readonly LabelledPolicy[] {
  const { policy, managedPolicies } = identity;
  return [
    ...(policy === undefined || !isKnown(policy)
      ? []
      : [{ label: inlinePolicyLabel(IDENTITY_POLICY_NAME, identityArn(identity)), policy }]),
    ...managedPolicies.map((name) => ({ label: name, policy: managedPolicyDocument(name) })),
  ];
}

/**
 * Returns the role or user of the topology with the name of the caller and another ARN. An account can have only one role or user
 * of a name, regardless of path and case, so both cannot exist.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function findSameNameIdentity(topology: PlannedTopology, caller: Caller): IdentityId | undefined {
  if (caller.kind !== 'identity') return undefined;
  const { principals, conditions } = sameNameIdentities(topology, caller.identity);
  const sameName = [...principals, ...conditions];
  const own = identityArn(caller.identity);
  const isDeclared = caller.isPathKnown && sameName.some((identity) => identityArn(identity) === own);
  return isDeclared ? undefined : sameName[0];
}

/** Returns the path of a role or user, or undefined if the topology does not contain exactly one of this name. */
export function findIdentityPath(topology: PlannedTopology, identity: IdentityId): string | undefined {
  const { principals } = sameNameIdentities(topology, identity);
  const paths = new Set(principals.filter(({ name }) => name === identity.name).map(({ path }) => path));
  const [only, ...others] = paths;
  return others.length === 0 ? only : undefined;
}

interface SameNameIdentities {
  /** Certain to exist, because AWS rejects a policy whose principal does not exist. */
  readonly principals: readonly IdentityId[];
  /** Named in conditions, which AWS does not validate. */
  readonly conditions: readonly IdentityId[];
}

/** Returns the roles and users of the topology with the name of an identity, ignoring case. */
function sameNameIdentities(topology: PlannedTopology, identity: IdentityId): SameNameIdentities {
  const cached = SAME_NAME_INDEX.get(topology) ?? identitiesByName(topology);
  SAME_NAME_INDEX.set(topology, cached);
  return cached.get(caseInsensitiveKey(identity)) ?? NO_IDENTITIES;
}

const NO_IDENTITIES: SameNameIdentities = { principals: [], conditions: [] };

/** Cached by topology, because topologies are immutable. */
const SAME_NAME_INDEX = new WeakMap<PlannedTopology, ReadonlyMap<string, SameNameIdentities>>();

function identitiesByName({
  identities,
  registries,
}: PlannedTopology): ReadonlyMap<string, SameNameIdentities> {
  const statements = registries.flatMap(({ policy, repositories }) => [
    ...knownStatements(policy),
    ...repositories.flatMap((repository) => knownStatements(repository.policy)),
  ]);
  const principals = [
    ...identities,
    ...parseIdentities(
      statements.flatMap((each) => (each.principals?.values ?? []).map(({ value }) => value)),
    ),
  ];
  const conditions = parseIdentities(
    statements
      .flatMap((each) => each.conditions)
      .flatMap(({ key, values }) => (key.toLowerCase() === 'aws:principalarn' ? values : [])),
  );
  const index = new Map<string, SameNameIdentities>();
  for (const identity of principals) addIdentity(index, identity, 'principals');
  for (const identity of conditions) addIdentity(index, identity, 'conditions');
  return index;
}

function parseIdentities(arns: readonly string[]): readonly IdentityId[] {
  const exactArns = [...new Set(arns)].filter((arn) => !/[*?]/.test(arn));
  return exactArns.flatMap((arn) => parseIdentityArn(arn) ?? []);
}

function addIdentity(
  index: Map<string, SameNameIdentities>,
  identity: IdentityId,
  as: keyof SameNameIdentities,
): void {
  const sameName = index.get(caseInsensitiveKey(identity)) ?? NO_IDENTITIES;
  index.set(caseInsensitiveKey(identity), { ...sameName, [as]: [...sameName[as], identity] });
}

function caseInsensitiveKey({ kind, accountId, name }: IdentityId): string {
  return `${kind} ${accountId} ${name.toLowerCase()}`;
}
