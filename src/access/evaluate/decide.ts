import { ECR_ACTIONS } from '../../aws/policy/ecr-actions';
import { sortedUnique } from '../../base/collections';
import { callerAccount } from './caller';
import {
  LAYER_NAMES,
  type Decision,
  type LayerName,
  type Layers,
  type Reason,
  type ResourceLayer,
  type Unknowns,
} from './decision';
import { evaluateLayers, type LayerResults } from './layer-evaluation';
import { GRADE, type Grade } from './principal-match';
import type { Request } from './request';

/**
 * Evaluates a request by the IAM evaluation logic. `allowed` and `denied` are final: unknown values cannot change them.
 * `unknown` can be too cautious: if either of two statements applies, depending on the value of one key, the evaluation does
 * not notice that one of them always applies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function decide(rawRequest: Request, layers: Layers): Decision {
  const request = withResource(rawRequest);
  const results = evaluateLayers(request, layers);
  return {
    layers: LAYER_NAMES.map((layer) => ({ layer, state: results[layer].state })),
    ...conclusionFrom(results, request),
  };
}

function conclusionFrom(results: LayerResults, request: Request): Pick<Decision, 'verdict' | 'reason'> {
  const relation = relationOf(request);
  const atWorst = boundFor(results, 'worst');
  if (isPermitted(atWorst, relation)) return { verdict: 'allowed', reason: whyAllowed(atWorst, relation) };
  const atBest = boundFor(results, 'best');
  if (isPermitted(atBest, relation)) return { verdict: 'unknown', reason: whyUnknown(results, relation) };
  return { verdict: 'denied', reason: whyDenied(results, atBest, relation, request) };
}

const REGISTRY_ACTIONS = new Set(
  Object.entries(ECR_ACTIONS).flatMap(([action, about]) =>
    about === 'registry' ? action.toLowerCase() : [],
  ),
);

/**
 * An action without repository-level permissions applies to the registry, even if the request names a repository.
 */
function withResource(request: Request): Request {
  const { resource, action } = request;
  if (resource.kind === 'registry' || !REGISTRY_ACTIONS.has(action.toLowerCase())) return request;
  return { ...request, resource: { kind: 'registry', registry: resource.registry } };
}

/** The caller in relation to the owner of the requested resource. */
type Relation = 'service' | 'rootOfOwner' | 'sameAccount' | 'otherAccount';

function relationOf({ caller, resource }: Request): Relation {
  if (caller.kind === 'service') return 'service';
  const isOwner = resource.kind === 'registry' || callerAccount(caller) === resource.registry.accountId;
  if (!isOwner) return 'otherAccount';
  return caller.kind === 'root' ? 'rootOfOwner' : 'sameAccount';
}

/** The layer results if every unknown value has the worst effect for the caller, or the best. */
interface Bound {
  readonly isDenied: boolean;
  readonly identity: boolean;
  readonly boundary: boolean;
  readonly scps: boolean;
  readonly resource: { readonly layer: ResourceLayer; readonly grade: Grade };
}

function boundFor(results: LayerResults, bound: 'worst' | 'best'): Bound {
  const grade = (layer: LayerName): Grade => results[layer].allow[bound === 'worst' ? 'sure' : 'possible'];
  const allows = (layer: LayerName): boolean => grade(layer) > GRADE.none;
  const layer = grade('registryPolicy') > grade('repositoryPolicy') ? 'registryPolicy' : 'repositoryPolicy';
  return {
    isDenied: LAYER_NAMES.some((each) => results[each].deny[bound === 'worst' ? 'possible' : 'sure']),
    identity: allows('identity'),
    boundary: allows('boundary'),
    scps: allows('scps'),
    resource: { layer, grade: grade(layer) },
  };
}

function isPermitted(bound: Bound, relation: Relation): boolean {
  return !bound.isDenied && bound.scps && isGranted(bound, relation);
}

function isGranted({ identity, boundary, resource }: Bound, relation: Relation): boolean {
  switch (relation) {
    case 'service':
      return resource.grade > GRADE.none;
    case 'rootOfOwner':
      return true;
    case 'sameAccount':
      return resource.grade === GRADE.direct || (boundary && (identity || resource.grade === GRADE.role));
    case 'otherAccount':
      return boundary && identity && resource.grade > GRADE.none;
  }
}

function whyAllowed({ identity, boundary, resource }: Bound, relation: Relation): Reason {
  switch (relation) {
    case 'service':
      return { kind: 'resourceAllows', layer: resource.layer };
    case 'rootOfOwner':
      return { kind: 'rootOfOwner' };
    case 'sameAccount':
      return identity && boundary
        ? { kind: 'identityAllows' }
        : { kind: 'resourceAllows', layer: resource.layer };
    case 'otherAccount':
      return { kind: 'bothAllow', layer: resource.layer };
  }
}

function whyDenied(results: LayerResults, atBest: Bound, relation: Relation, request: Request): Reason {
  for (const layer of LAYER_NAMES) {
    const { state } = results[layer];
    if (state.kind === 'denies') return { kind: 'explicitDeny', layer, by: state.by };
  }
  if (!atBest.scps) return { kind: 'limited', layer: 'scps' };
  if (isGranted({ ...atBest, boundary: true }, relation)) return { kind: 'limited', layer: 'boundary' };
  return whyNotGranted(atBest, relation, request);
}

function whyNotGranted({ identity, resource }: Bound, relation: Relation, request: Request): Reason {
  if (relation === 'service') return { kind: 'resourceDoesNotAllow' };
  if (relation === 'otherAccount') {
    if (identity) return { kind: 'resourceDoesNotAllow' };
    return resource.grade > GRADE.none ? { kind: 'identityDoesNotAllow' } : { kind: 'neitherAllows' };
  }
  const isLeftToIdentity = resource.grade === GRADE.account || request.resource.kind === 'registry';
  return isLeftToIdentity ? { kind: 'identityDoesNotAllow' } : { kind: 'nobodyAllows' };
}

/** Lists only the layers whose unknown values can change the decision. */
function whyUnknown(results: LayerResults, relation: Relation): Reason {
  // The grade of a resource-based policy matters within one account only.
  const graded = (grade: Grade) => (relation === 'sameAccount' ? grade : Math.min(grade, GRADE.account));
  const unclear = LAYER_NAMES.filter((layer) => {
    const { state, allow, deny } = results[layer];
    const isUnknown = graded(allow.sure) !== graded(allow.possible) || deny.sure !== deny.possible;
    return state.kind === 'notKnown' || isUnknown;
  });
  const unknowns = unclear.flatMap((layer) => results[layer].unknowns ?? []);
  return { kind: 'notKnown', layers: unclear, unknowns: mergeUnknowns(unknowns) };
}

function mergeUnknowns(unknowns: readonly Unknowns[]): Unknowns {
  return {
    keys: sortedUnique(unknowns.flatMap(({ keys }) => keys)),
    operators: sortedUnique(unknowns.flatMap(({ operators }) => operators)),
    principals: sortedUnique(unknowns.flatMap(({ principals }) => principals)),
  };
}
