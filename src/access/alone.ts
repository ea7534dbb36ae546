import type { EcrAction, PolicyStatement, RepositoryName } from '../registry';
import type { Caller } from './caller';
import { coversAction } from './coverage';
import { decide } from './decide';
import type { Decision, ResourceLayer } from './decision';
import type { Layers } from './layers';
import { REPLICATION_ROLE_POLICY } from './replication';
import { NOTHING_GIVEN, requestFor, type Place } from './situation';

/** A statement as the only one in the policy of a repository or registry. */
export interface LoneStatement {
  readonly layer: ResourceLayer;
  readonly statements: readonly PolicyStatement[];
}

/** Whether a statement matches an action. Checked once, instead of evaluating it for every repository. */
export function isAbout({ statements }: LoneStatement, action: EcrAction): boolean {
  return statements.some(({ actions }) => coversAction(actions, action));
}

/**
 * Returns the repositories to evaluate a statement for. A repository policy has no Resource, so one repository represents all.
 */
export function judgedFor(
  { layer }: LoneStatement,
  repositories: readonly RepositoryName[],
): readonly RepositoryName[] {
  return layer === 'repositoryPolicy' ? repositories.slice(0, 1) : repositories;
}

/**
 * Whether a statement certainly denies an action to a caller. A condition that may exempt the caller is assumed to do so.
 */
export function isDeniedBy(lone: LoneStatement, caller: Caller, action: EcrAction, place: Place): boolean {
  return decideAlone(lone, 'notKnown', caller, action, place).reason.kind === 'explicitDeny';
}

/** Whether a single registry policy statement certainly allows a source account to replicate. */
export function letsReplicate(
  statement: PolicyStatement,
  source: Caller,
  action: EcrAction,
  place: Place,
): boolean {
  const identity = {
    policies: [{ label: '', policy: REPLICATION_ROLE_POLICY }],
    isAll: true,
  };
  const lone: LoneStatement = { layer: 'registryPolicy', statements: [statement] };
  return decideAlone(lone, identity, source, action, place).verdict === 'allowed';
}

function decideAlone(
  { layer, statements }: LoneStatement,
  identity: Layers['identity'],
  caller: Caller,
  action: EcrAction,
  place: Place,
): Decision {
  const layers: Layers = {
    identity,
    boundary: undefined,
    scps: [],
    rcps: [],
    repositoryPolicy: undefined,
    registryPolicy: undefined,
    registryPolicyScope: 'V2',
    [layer]: { label: '', policy: { statements } },
  };
  return decide(requestFor(caller, action, place, NOTHING_GIVEN), layers);
}
