import type { RepositoryName } from '../../aws/names';
import { getPartition } from '../../aws/partitions';
import type { EcrAction } from '../../aws/policy/actions';
import type { PolicyStatement } from '../../aws/policy/document';
import type { PlannedRegistry } from '../../model/topology';
import { UNKNOWN } from '../../model/unknown';
import { REPLICATION_ROLE_POLICY, type Caller } from './caller';
import { decide } from './decide';
import type { Decision, Layers, ResourceLayer } from './decision';
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
  return evaluateStatement(singleStatement, UNKNOWN, caller, action, target).reason.kind === 'explicitDeny';
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

/**
 * The actions that Amazon Inspector requires.
 * https://docs.aws.amazon.com/inspector/latest/user/scanning-ecr.html
 */
const REGISTRY_NEEDS = ['ecr:PutRegistryScanningConfiguration'] as const satisfies readonly EcrAction[];
const REPOSITORY_NEEDS = [
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
] as const satisfies readonly EcrAction[];

/**
 * Returns the actions that Inspector requires and that a Deny statement certainly denies.
 *
 * @param repositories the repositories that the statement may apply to
 */
export function actionsDeniedToInspector(
  statement: SingleStatementPolicy,
  registry: PlannedRegistry,
  repositories: readonly RepositoryName[],
): readonly EcrAction[] {
  const caller = inspectorCaller(registry);
  const isDenied = (action: EcrAction, repository: RepositoryName | undefined) =>
    isDeniedBy(statement, caller, action, { registry, repository });
  const isCovered = (action: EcrAction) => matchesAction(statement, action);
  return [
    ...REGISTRY_NEEDS.filter(isCovered).filter((action) => isDenied(action, undefined)),
    ...REPOSITORY_NEEDS.filter(isCovered).filter((action) =>
      repositoriesToEvaluate(statement, repositories).some((repository) => isDenied(action, repository)),
    ),
  ];
}

/** The service-linked role of Amazon Inspector. */
function inspectorCaller({ accountId, region }: PlannedRegistry): Caller {
  return {
    kind: 'identity',
    identity: {
      kind: 'role',
      partition: getPartition(region).id,
      accountId,
      path: '/aws-service-role/inspector2.amazonaws.com/',
      name: 'AWSServiceRoleForAmazonInspector2',
    },
    session: undefined,
    isPathKnown: true,
  };
}
