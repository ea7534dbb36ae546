import { repositoryArn } from '../../aws/arn';
import { LOGIN_ACTION } from '../../aws/policy/actions';
import { isKnown } from '../../model/unknown';
import { callerAccount, isServiceLinkedRole } from './caller';
import type {
  ControlPolicies,
  LabelledPolicy,
  LayerName,
  Layers,
  NotApplied,
  OrUnknown,
  ResourceLayer,
} from './decision';
import {
  appliedStatements,
  evaluatePolicies,
  findUnmetPolicyStatements,
  type AppliedStatement,
  type LayerResult,
  type PolicyForm,
  type PolicyRequest,
  type UnmetStatement,
} from './policy-evaluation';
import { callerNames, GRADE, type Grade } from './principal-match';
import type { Request } from './request';

export type LayerResults = Readonly<Record<LayerName, LayerResult>>;

const ATTACHED: PolicyForm = { policyKind: 'identity', principals: 'attached', isResourceOptional: false };
const SCP: PolicyForm = { policyKind: 'elsewhere', principals: 'attached', isResourceOptional: false };
const RCP: PolicyForm = { policyKind: 'elsewhere', principals: 'namedOrAll', isResourceOptional: false };
const RESOURCE_BASED: PolicyForm = { policyKind: 'elsewhere', principals: 'named', isResourceOptional: true };

export function evaluateLayers(request: Request, layers: Layers): LayerResults {
  const policyRequest = createPolicyRequest(request, layers);
  return {
    identity: evaluateIdentityPolicies(request, layers, policyRequest),
    boundary: evaluateBoundary(request, layers, policyRequest),
    scps: evaluateScps(request, layers, policyRequest),
    rcps: evaluateRcps(request, layers, policyRequest),
    repositoryPolicy: evaluateRepositoryPolicy(request, layers, policyRequest),
    registryPolicy: evaluateRegistryPolicy(request, layers, policyRequest),
  };
}

/**
 * Returns the statements of a layer that apply to a request, or may apply. Only layers that a topology has policies for:
 * control policies and boundaries are not part of a topology.
 */
export function appliedStatementsIn(
  request: Request,
  layers: Layers,
  layer: 'identity' | ResourceLayer,
): readonly AppliedStatement[] {
  const policy = layers[layer];
  if (policy === undefined || !isKnown(policy)) return [];
  const policyRequest = createPolicyRequest(request, layers);
  return 'policies' in policy
    ? appliedStatements(policy.policies.filter(isKnown), ATTACHED, policyRequest)
    : appliedStatements([policy], RESOURCE_BASED, policyRequest);
}

/**
 * Returns the statements of a layer that would allow a request if their conditions were met, or if their ARNs could match. Empty
 * for policies that do not apply to the request.
 */
export function unmetStatementsIn(
  request: Request,
  layers: Layers,
  layer: Exclude<LayerName, 'rcps'>,
): readonly UnmetStatement[] {
  if (evaluateLayers(request, layers)[layer].state.kind === 'doesNotApply') return [];
  const policyRequest = createPolicyRequest(request, layers);
  const of = (policies: readonly LabelledPolicy[], form: PolicyForm) =>
    findUnmetPolicyStatements(policies, form, policyRequest);
  switch (layer) {
    case 'identity':
      return !isKnown(layers.identity) ? [] : of(layers.identity.policies.filter(isKnown), ATTACHED);
    case 'scps':
      return !isKnown(layers.scps) ? [] : of(layers.scps.flat(), SCP);
    case 'boundary':
    case 'repositoryPolicy':
    case 'registryPolicy': {
      const policy = layers[layer];
      if (policy === undefined || !isKnown(policy)) return [];
      return of([policy], layer === 'boundary' ? ATTACHED : RESOURCE_BASED);
    }
  }
}

function createPolicyRequest(
  { caller, action, resource, context }: Request,
  { boundary }: Layers,
): PolicyRequest {
  const isUser = caller.kind === 'identity' || caller.kind === 'federated';
  const canHaveBoundary = isUser && !isServiceLinkedRole(caller);
  return {
    names: callerNames(caller),
    action,
    resource: resource.kind === 'repository' ? repositoryArn(resource.registry, resource.name) : '*',
    context,
    hasBoundary: canHaveBoundary && boundary !== undefined && isKnown(boundary),
  };
}

/** A layer without a policy for the request. `pass` is the grade at which the request passes it. */
function resultWithoutPolicy(state: 'absent' | NotApplied, pass: Grade): LayerResult {
  return {
    allow: { sure: pass, possible: pass },
    deny: { sure: false, possible: false },
    state: state === 'absent' ? { kind: 'absent' } : { kind: 'doesNotApply', because: state },
    unknowns: undefined,
  };
}

/** Policies that were not provided may allow or deny anything. */
function unknownResult(sure: Grade): LayerResult {
  return {
    allow: { sure, possible: GRADE.direct },
    deny: { sure: false, possible: true },
    state: { kind: 'notKnown' },
    unknowns: undefined,
  };
}

function evaluateIdentityPolicies(
  { caller }: Request,
  { identity }: Layers,
  policyRequest: PolicyRequest,
): LayerResult {
  if (caller.kind === 'service') return resultWithoutPolicy('callerIsService', GRADE.none);
  if (caller.kind === 'root') return resultWithoutPolicy('callerIsRoot', GRADE.direct);
  if (!isKnown(identity)) return unknownResult(GRADE.none);
  const { policies, isComplete } = identity;
  if (policies.length === 0 && isComplete) return resultWithoutPolicy('absent', GRADE.none);
  const known = policies.filter(isKnown);
  const result = evaluatePolicies(known, ATTACHED, policyRequest);
  if (known.length < policies.length) return withUnreadPolicies(result);
  return isComplete ? result : withUnknownPolicies(result);
}

/** Policies that could not be read may allow or deny anything. Only a Deny of the others is final. */
function withUnreadPolicies(result: LayerResult): LayerResult {
  return {
    ...result,
    allow: { sure: result.allow.sure, possible: GRADE.direct },
    deny: { sure: result.deny.sure, possible: true },
    state: result.deny.sure ? result.state : { kind: 'notKnown' },
  };
}

/**
 * Other identity policies may allow more. They are assumed not to deny anything, as boundaries are assumed not to exist:
 * otherwise no request that the topology grants could be allowed.
 */
function withUnknownPolicies(result: LayerResult): LayerResult {
  const isSilent = result.state.kind === 'silent';
  return {
    ...result,
    allow: { sure: result.allow.sure, possible: GRADE.direct },
    state: isSilent ? { kind: 'notKnown' } : result.state,
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
function evaluateBoundary(
  { caller }: Request,
  { boundary }: Layers,
  policyRequest: PolicyRequest,
): LayerResult {
  if (caller.kind === 'service') return resultWithoutPolicy('callerIsService', GRADE.direct);
  if (caller.kind === 'root') return resultWithoutPolicy('callerIsRoot', GRADE.direct);
  if (isServiceLinkedRole(caller)) return resultWithoutPolicy('callerIsServiceLinkedRole', GRADE.direct);
  if (!isKnown(boundary)) return unknownResult(GRADE.none);
  return boundary === undefined
    ? resultWithoutPolicy('absent', GRADE.direct)
    : evaluatePolicies([boundary], ATTACHED, policyRequest);
}

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html#scp-effects-on-permissions */
function evaluateScps({ caller }: Request, { scps }: Layers, policyRequest: PolicyRequest): LayerResult {
  if (caller.kind === 'service') return resultWithoutPolicy('callerIsService', GRADE.direct);
  if (isServiceLinkedRole(caller)) return resultWithoutPolicy('callerIsServiceLinkedRole', GRADE.direct);
  if (!isKnown(scps)) return unknownResult(GRADE.none);
  return scps.length === 0
    ? resultWithoutPolicy('absent', GRADE.direct)
    : evaluateLevels(scps, policyRequest);
}

/**
 * Every level from the root to the account has to allow a request, and each level can deny it.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
 */
function evaluateLevels(levels: ControlPolicies, policyRequest: PolicyRequest): LayerResult {
  const all = evaluatePolicies(levels.flat(), SCP, policyRequest);
  if (all.deny.sure) return all;
  const found = levels.map((level) => evaluatePolicies(level, SCP, policyRequest));
  const denyingLevel = found.findIndex(({ allow }) => allow.possible === GRADE.none);
  if (denyingLevel !== -1) {
    return {
      ...all,
      allow: resultWithoutPolicy('absent', GRADE.none).allow,
      state: { kind: 'silent', level: denyingLevel },
    };
  }
  const uncertainLevel = found.find(({ allow }) => allow.sure === GRADE.none);
  const sure = uncertainLevel === undefined ? GRADE.direct : GRADE.none;
  // The state of a level that may not allow it takes precedence, unless a statement may deny it.
  const state = uncertainLevel === undefined || all.deny.possible ? all.state : uncertainLevel.state;
  return { ...all, allow: { sure, possible: GRADE.direct }, state };
}

/**
 * `RCPFullAWSAccess` is attached to every level and cannot be detached, so other resource control policies can only deny. They
 * apply to actions that name a resource.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-effects-on-permissions
 */
function evaluateRcps(
  { caller, resource }: Request,
  { rcps }: Layers,
  policyRequest: PolicyRequest,
): LayerResult {
  if (isServiceLinkedRole(caller)) return resultWithoutPolicy('callerIsServiceLinkedRole', GRADE.direct);
  if (resource.kind === 'registry') return resultWithoutPolicy('noRepository', GRADE.direct);
  if (!isKnown(rcps)) return unknownResult(GRADE.direct);
  if (rcps.length === 0) return resultWithoutPolicy('absent', GRADE.direct);
  return {
    ...evaluatePolicies(rcps.flat(), RCP, policyRequest),
    allow: { sure: GRADE.direct, possible: GRADE.direct },
  };
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html */
function evaluateRepositoryPolicy(
  { resource, action }: Request,
  layers: Layers,
  policyRequest: PolicyRequest,
): LayerResult {
  // A repository has no policy while it is created.
  const hasPolicy = resource.kind === 'repository' && action.toLowerCase() !== 'ecr:createrepository';
  if (!hasPolicy) return resultWithoutPolicy('noRepository', GRADE.none);
  const result = evaluateResourcePolicy(layers.repositoryPolicy, policyRequest);
  // Replication requires the registry policy of the destination. A repository policy cannot replace it.
  return action.toLowerCase() === 'ecr:replicateimage' ? withoutAllow(result) : result;
}

/** For a layer that can only deny. */
function withoutAllow(result: LayerResult): LayerResult {
  const { state } = result;
  const isAllowed = state.kind === 'allows' || (state.kind === 'maybe' && state.effect === 'Allow');
  return {
    ...result,
    allow: { sure: GRADE.none, possible: GRADE.none },
    state: isAllowed ? { kind: 'silent' } : state,
  };
}

/**
 * The actions that a registry policy of scope V1 applies to.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutAccountSetting.html
 */
export const V1_ACTIONS: ReadonlySet<string> = new Set([
  'ecr:batchimportupstreamimage',
  'ecr:createrepository',
  'ecr:replicateimage',
]);

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html */
function evaluateRegistryPolicy(request: Request, layers: Layers, policyRequest: PolicyRequest): LayerResult {
  const { registryPolicyScope } = layers;
  const dependsOnScope = !V1_ACTIONS.has(request.action.toLowerCase());
  if (registryPolicyScope === 'V1' && dependsOnScope) {
    return resultWithoutPolicy('registryPolicyScope', GRADE.none);
  }
  if (!isOwnRegistry(request)) return resultWithoutPolicy('otherRegistry', GRADE.none);
  const result = evaluateResourcePolicy(layers.registryPolicy, policyRequest);
  const inScope = dependsOnScope && !isKnown(registryPolicyScope) ? perhaps(result) : result;
  // Only an identity policy can allow it: the API has no resource-level permissions.
  return request.action.toLowerCase() === LOGIN_ACTION.toLowerCase() ? withoutAllow(inScope) : inScope;
}

/** The result of a policy that may not apply to the request. */
function perhaps(result: LayerResult): LayerResult {
  const { state, allow, deny } = result;
  const decides = state.kind === 'allows' || state.kind === 'denies';
  return {
    ...result,
    allow: { sure: GRADE.none, possible: allow.possible },
    deny: { sure: false, possible: deny.possible },
    state: decides ? { kind: 'notKnown' } : state,
  };
}

/** An action without a repository applies to the registry of the caller, such as an authorization token. */
function isOwnRegistry({ caller, resource }: Request): boolean {
  const account = callerAccount(caller);
  return resource.kind === 'repository' || account === undefined || account === resource.registry.accountId;
}

function evaluateResourcePolicy(
  policy: OrUnknown<LabelledPolicy | undefined>,
  policyRequest: PolicyRequest,
): LayerResult {
  if (!isKnown(policy)) return unknownResult(GRADE.none);
  return policy === undefined
    ? resultWithoutPolicy('absent', GRADE.none)
    : evaluatePolicies([policy], RESOURCE_BASED, policyRequest);
}
