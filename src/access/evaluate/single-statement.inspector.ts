import type { RepositoryName } from '../../aws/names';
import { getPartition } from '../../aws/partitions';
import type { EcrAction } from '../../aws/policy/actions';
import type { PlannedRegistry } from '../../model/topology';
import type { Caller } from './caller';
import {
  isDeniedBy,
  matchesAction,
  repositoriesToEvaluate,
  type SingleStatementPolicy,
} from './single-statement';

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
