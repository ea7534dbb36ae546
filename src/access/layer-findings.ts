import { LOGIN_ACTION, repositoryArn } from '../registry';
import { callerAccount, isServiceLinkedRole } from './caller';
import type { NotApplied, ResourceLayer } from './decision';
import type { ControlPolicies, LabelledPolicy, LayerName, Layers, OrNotKnown } from './layers';
import {
  findingOf,
  appliedStatements,
  type Asked,
  type Finding,
  type AppliedStatement,
  type PolicyForm,
} from './policy/finding';
import { callerNames, GRADE, type Grade } from './policy/principal';
import { unmetStatements, type UnmetStatement } from './policy/unmet';
import type { Request } from './request';

export type Findings = Readonly<Record<LayerName, Finding>>;

const ATTACHED: PolicyForm = { place: 'identity', principals: 'attached', mayLackResource: false };
const SCP: PolicyForm = { place: 'elsewhere', principals: 'attached', mayLackResource: false };
const RCP: PolicyForm = { place: 'elsewhere', principals: 'namedOrAll', mayLackResource: false };
const RESOURCE_BASED: PolicyForm = { place: 'elsewhere', principals: 'named', mayLackResource: true };

export function findingsOf(request: Request, layers: Layers): Findings {
  const asked = askedOf(request, layers);
  return {
    identity: identityFinding(request, layers, asked),
    boundary: boundaryFinding(request, layers, asked),
    scps: scpFinding(request, layers, asked),
    rcps: rcpFinding(request, layers, asked),
    repositoryPolicy: repositoryFinding(request, layers, asked),
    registryPolicy: registryFinding(request, layers, asked),
  };
}

/**
 * Returns the statements of a layer that apply to a request, or may apply. Only layers that a topology has policies for:
 * control policies and boundaries are not part of a topology.
 */
export function appliedStatementsOf(
  request: Request,
  layers: Layers,
  layer: 'identity' | ResourceLayer,
): readonly AppliedStatement[] {
  const policy = layers[layer];
  if (policy === undefined || policy === 'notKnown') return [];
  const asked = askedOf(request, layers);
  return 'policies' in policy
    ? appliedStatements(policy.policies, ATTACHED, asked)
    : appliedStatements([policy], RESOURCE_BASED, asked);
}

/**
 * Returns the statements of a layer that would allow a request if their conditions were met, or if their ARNs could match. Empty
 * for policies that do not apply to the request.
 */
export function unmetStatementsOf(
  request: Request,
  layers: Layers,
  layer: Exclude<LayerName, 'rcps'>,
): readonly UnmetStatement[] {
  if (findingsOf(request, layers)[layer].state.kind === 'doesNotApply') return [];
  const asked = askedOf(request, layers);
  const of = (policies: readonly LabelledPolicy[], form: PolicyForm) =>
    unmetStatements(policies, form, asked);
  switch (layer) {
    case 'identity':
      return layers.identity === 'notKnown' ? [] : of(layers.identity.policies, ATTACHED);
    case 'scps':
      return layers.scps === 'notKnown' ? [] : of(layers.scps.flat(), SCP);
    case 'boundary':
    case 'repositoryPolicy':
    case 'registryPolicy': {
      const policy = layers[layer];
      if (policy === undefined || policy === 'notKnown') return [];
      return of([policy], layer === 'boundary' ? ATTACHED : RESOURCE_BASED);
    }
  }
}

function askedOf({ caller, action, resource, context }: Request, { boundary }: Layers): Asked {
  const isUser = caller.kind === 'identity' || caller.kind === 'federated';
  const canHaveBoundary = isUser && !isServiceLinkedRole(caller);
  return {
    names: callerNames(caller),
    action,
    resource: resource.kind === 'repository' ? repositoryArn(resource.registry, resource.name) : '*',
    context,
    hasBoundary: canHaveBoundary && boundary !== undefined && boundary !== 'notKnown',
  };
}

/** A layer without a policy for the request. `pass` is the grade at which the request passes it. */
function without(state: 'absent' | NotApplied, pass: Grade): Finding {
  return {
    allow: { sure: pass, possible: pass },
    deny: { sure: false, possible: false },
    state: state === 'absent' ? { kind: 'absent' } : { kind: 'doesNotApply', because: state },
    unknowns: undefined,
  };
}

/** Policies that were not provided may allow or deny anything. */
function notKnown(sure: Grade): Finding {
  return {
    allow: { sure, possible: GRADE.direct },
    deny: { sure: false, possible: true },
    state: { kind: 'notKnown' },
    unknowns: undefined,
  };
}

function identityFinding({ caller }: Request, { identity }: Layers, asked: Asked): Finding {
  if (caller.kind === 'service') return without('callerIsService', GRADE.none);
  if (caller.kind === 'root') return without('callerIsRoot', GRADE.direct);
  if (identity === 'notKnown') return notKnown(GRADE.none);
  const { policies, isAll } = identity;
  if (isAll) {
    return policies.length === 0 ? without('absent', GRADE.none) : findingOf(policies, ATTACHED, asked);
  }
  return withOthers(findingOf(policies, ATTACHED, asked));
}

/**
 * Other identity policies may allow more. They are assumed not to deny anything, as boundaries are assumed not to exist:
 * otherwise no request that the topology grants could be allowed.
 */
function withOthers(finding: Finding): Finding {
  const isSilent = finding.state.kind === 'silent';
  return {
    ...finding,
    allow: { sure: finding.allow.sure, possible: GRADE.direct },
    state: isSilent ? { kind: 'notKnown' } : finding.state,
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
function boundaryFinding({ caller }: Request, { boundary }: Layers, asked: Asked): Finding {
  if (caller.kind === 'service') return without('callerIsService', GRADE.direct);
  if (caller.kind === 'root') return without('callerIsRoot', GRADE.direct);
  if (isServiceLinkedRole(caller)) return without('callerIsServiceLinkedRole', GRADE.direct);
  if (boundary === 'notKnown') return notKnown(GRADE.none);
  return boundary === undefined ? without('absent', GRADE.direct) : findingOf([boundary], ATTACHED, asked);
}

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html#scp-effects-on-permissions */
function scpFinding({ caller }: Request, { scps }: Layers, asked: Asked): Finding {
  if (caller.kind === 'service') return without('callerIsService', GRADE.direct);
  if (isServiceLinkedRole(caller)) return without('callerIsServiceLinkedRole', GRADE.direct);
  if (scps === 'notKnown') return notKnown(GRADE.none);
  return scps.length === 0 ? without('absent', GRADE.direct) : everyLevel(scps, asked);
}

/**
 * Every level from the root to the account has to allow a request, and each level can deny it.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
 */
function everyLevel(levels: ControlPolicies, asked: Asked): Finding {
  const all = findingOf(levels.flat(), SCP, asked);
  if (all.deny.sure) return all;
  const found = levels.map((level) => findingOf(level, SCP, asked));
  const refusing = found.findIndex(({ allow }) => allow.possible === GRADE.none);
  if (refusing !== -1) {
    return { ...all, allow: without('absent', GRADE.none).allow, state: { kind: 'silent', level: refusing } };
  }
  const hesitating = found.find(({ allow }) => allow.sure === GRADE.none);
  const sure = hesitating === undefined ? GRADE.direct : GRADE.none;
  // The state of a level that may not allow it takes precedence, unless a statement may deny it.
  const state = hesitating === undefined || all.deny.possible ? all.state : hesitating.state;
  return { ...all, allow: { sure, possible: GRADE.direct }, state };
}

/**
 * `RCPFullAWSAccess` is attached to every level and cannot be detached, so other resource control policies can only deny. They
 * apply to actions that name a resource.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-effects-on-permissions
 */
function rcpFinding({ caller, resource }: Request, { rcps }: Layers, asked: Asked): Finding {
  if (isServiceLinkedRole(caller)) return without('callerIsServiceLinkedRole', GRADE.direct);
  if (resource.kind === 'registry') return without('noRepository', GRADE.direct);
  if (rcps === 'notKnown') return notKnown(GRADE.direct);
  if (rcps.length === 0) return without('absent', GRADE.direct);
  return { ...findingOf(rcps.flat(), RCP, asked), allow: { sure: GRADE.direct, possible: GRADE.direct } };
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html */
function repositoryFinding({ resource, action }: Request, layers: Layers, asked: Asked): Finding {
  // A repository has no policy while it is created.
  const isThere = resource.kind === 'repository' && action.toLowerCase() !== 'ecr:createrepository';
  if (!isThere) return without('noRepository', GRADE.none);
  const finding = resourceFinding(layers.repositoryPolicy, asked);
  // Replication requires the registry policy of the destination. A repository policy cannot replace it.
  return action.toLowerCase() === 'ecr:replicateimage' ? withoutAllow(finding) : finding;
}

/** For a layer that can only deny. */
function withoutAllow(finding: Finding): Finding {
  const { state } = finding;
  const isAllowed = state.kind === 'allows' || (state.kind === 'maybe' && state.effect === 'Allow');
  return {
    ...finding,
    allow: { sure: GRADE.none, possible: GRADE.none },
    state: isAllowed ? { kind: 'silent' } : state,
  };
}

/**
 * The actions that a registry policy of scope V1 applies to.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutAccountSetting.html
 */
const V1_ACTIONS = new Set(['ecr:batchimportupstreamimage', 'ecr:createrepository', 'ecr:replicateimage']);

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html */
function registryFinding(request: Request, layers: Layers, asked: Asked): Finding {
  if (layers.registryPolicyScope === 'V1' && !V1_ACTIONS.has(request.action.toLowerCase())) {
    return without('registryPolicyScope', GRADE.none);
  }
  if (!isOwnRegistry(request)) return without('otherRegistry', GRADE.none);
  const finding = resourceFinding(layers.registryPolicy, asked);
  // Only an identity policy can allow it: the API has no resource-level permissions.
  return request.action.toLowerCase() === LOGIN_ACTION.toLowerCase() ? withoutAllow(finding) : finding;
}

/** An action without a repository applies to the registry of the caller, such as an authorization token. */
function isOwnRegistry({ caller, resource }: Request): boolean {
  const account = callerAccount(caller);
  return resource.kind === 'repository' || account === undefined || account === resource.registry.accountId;
}

function resourceFinding(policy: OrNotKnown<LabelledPolicy | undefined>, asked: Asked): Finding {
  if (policy === 'notKnown') return notKnown(GRADE.none);
  return policy === undefined ? without('absent', GRADE.none) : findingOf([policy], RESOURCE_BASED, asked);
}
