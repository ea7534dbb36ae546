import { getPartition, type EcrAction, type PlannedRegistry, type RepositoryName } from '../registry';
import { isAbout, isDeniedBy, judgedFor, type LoneStatement } from './alone';
import type { Caller } from './caller';

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

/** The service-linked role of Amazon Inspector. */
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
