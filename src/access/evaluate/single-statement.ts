import type { RepositoryName } from '../../aws/names';
import type { EcrAction } from '../../aws/policy/actions';
import type { PolicyStatement } from '../../aws/policy/document';
import type { Caller } from './caller';
import { REPLICATION_ROLE_POLICY } from './caller.replication';
import { decide } from './decide';
import type { Decision, ResourceLayer } from './decision';
import type { Layers } from './decision.layers';
import { createRequest, NO_CONTEXT, type RequestTarget } from './evaluation-context';
import { coversAction } from './statement-scope';

/** A statement as the only one in the policy of a repository or registry. */
export interface SingleStatementPolicy {
  readonly layer: ResourceLayer;
  readonly statements: readonly PolicyStatement[];
}

/** Whether a statement matches an action. Checked once, instead of evaluating it for every repository. */
export function matchesAction({ statements }: SingleStatementPolicy, action: EcrAction): boolean {
  return statements.some(({ actions }) => coversAction(actions, action));
}

/**
 * Returns the repositories to evaluate a statement for. A repository policy has no Resource, so one repository represents all.
 */
export function repositoriesToEvaluate(
  { layer }: SingleStatementPolicy,
  repositories: readonly RepositoryName[],
): readonly RepositoryName[] {
  return layer === 'repositoryPolicy' ? repositories.slice(0, 1) : repositories;
}

/**
 * Whether a statement certainly denies an action to a caller. A condition that may exempt the caller is assumed to do so.
 */
export function isDeniedBy(
  singleStatement: SingleStatementPolicy,
  caller: Caller,
  action: EcrAction,
  target: RequestTarget,
): boolean {
  return (
    evaluateStatement(singleStatement, 'notKnown', caller, action, target).reason.kind === 'explicitDeny'
  );
}

/** Whether a single registry policy statement certainly allows a source account to replicate. */
export function allowsReplication(
  statement: PolicyStatement,
  source: Caller,
  action: EcrAction,
  target: RequestTarget,
): boolean {
  const identity = {
    policies: [{ label: '', policy: REPLICATION_ROLE_POLICY }],
    isComplete: true,
  };
  const singleStatement: SingleStatementPolicy = { layer: 'registryPolicy', statements: [statement] };
  return evaluateStatement(singleStatement, identity, source, action, target).verdict === 'allowed';
}

function evaluateStatement(
  { layer, statements }: SingleStatementPolicy,
  identity: Layers['identity'],
  caller: Caller,
  action: EcrAction,
  target: RequestTarget,
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
  return decide(createRequest(caller, action, target, NO_CONTEXT), layers);
}
