import { getPartition, type EcrAction, type PlannedRegistry, type RepositoryName } from '../registry';
import { isAbout, isDeniedBy, judgedFor, type LoneStatement } from './alone';
import type { Caller } from './caller';

/**
 * What Amazon Inspector cannot scan without.
 * https://docs.aws.amazon.com/inspector/latest/user/scanning-ecr.html
 */
const REGISTRY_NEEDS = ['ecr:PutRegistryScanningConfiguration'] as const satisfies readonly EcrAction[];
const REPOSITORY_NEEDS = [
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
] as const satisfies readonly EcrAction[];

/**
 * What a statement that denies something certainly denies Inspector, of what it needs to scan images.
 *
 * @param repositories what the statement may be about
 */
export function deniedToInspector(
  denial: LoneStatement,
  registry: PlannedRegistry,
  repositories: readonly RepositoryName[],
): readonly EcrAction[] {
  const caller = inspectorOf(registry);
  const isDenied = (action: EcrAction, repository: RepositoryName | undefined) =>
    isDeniedBy(denial, caller, action, { registry, repository });
  const named = (action: EcrAction) => isAbout(denial, action);
  return [
    ...REGISTRY_NEEDS.filter(named).filter((action) => isDenied(action, undefined)),
    ...REPOSITORY_NEEDS.filter(named).filter((action) =>
      judgedFor(denial, repositories).some((repository) => isDenied(action, repository)),
    ),
  ];
}

/** The service-linked role with which Inspector scans. */
function inspectorOf({ accountId, region }: PlannedRegistry): Caller {
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
