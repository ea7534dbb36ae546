import { parseCaller, type Caller } from '../access/evaluate/caller';
import { findIdentityPath } from '../access/evaluate/evaluation-context';
import { identityArn, type IdentityId } from '../aws/arn';
import { isRepositoryName, uncheckedAccountId, type RepositoryName } from '../aws/names';
import { nearestNamespace } from '../aws/namespaces';
import { PARTITIONS } from '../aws/partitions';
import { formatList } from '../base/text';
import { didYouMean } from '../declaration/syntax/suggestions';
import type { Registry, Topology } from '../model/topology';
import { UsageError } from './exit';

/**
 * Returns the registry with this name.
 * @throws UsageError that lists the declared registries
 */
export function findRegistry({ registries }: Topology, name: string): Registry {
  const match = registries.find((registry) => registry.name === name);
  if (match !== undefined) return match;
  const names = registries.map((registry) => registry.name);
  throw new UsageError(
    joinHelp(`Registry '${name}' is not declared. Declared: ${formatList(names)}.`, didYouMean(name, names)),
  );
}

/**
 * Returns the repository with this name, in any registry.
 * @throws UsageError that lists the declared repositories
 */
export function findRepository({ registries }: Topology, name: string): RepositoryName {
  const all = new Map(
    registries.flatMap(({ repositories }) => repositories.map((each) => [each.name, each])),
  );
  const match = [...all.keys()].find((each) => each === name);
  if (match !== undefined) return match;
  rejectCachedName(registries, name);
  throw new UsageError(
    joinHelp(
      `Repository '${name}' is not declared. Declared: ${formatList(all.keys())}.`,
      didYouMean(name, all.keys()),
    ),
  );
}

/**
 * Rejects a name that a pull-through cache rule matches: it is unknown whether ECR has created the repository and with
 * which policy.
 * @throws UsageError that lists the actions that the first pull requires
 */
function rejectCachedName(registries: Topology['registries'], name: string): void {
  for (const { name: registry, pullThroughCache } of registries) {
    const rule = nearestNamespace(pullThroughCache, name);
    if (rule === undefined || !isRepositoryName(name)) continue;
    throw new UsageError(
      `Repository '${name}' is not declared: a pull-through cache rule of '${registry}' matches it, and ECR creates it with the first pull from ${rule.upstream}. ` +
        'The first pull requires ecr:CreateRepository and ecr:BatchImportUpstreamImage in addition to the actions of every pull. ' +
        `Grant them in the caller's policies or in statements of '${registry}'. 'explain' cannot evaluate such repositories, because they are not in the topology.`,
    );
  }
}

/**
 * Returns the only registry that contains the repository.
 * @throws UsageError that lists the registries if there are several
 */
export function findOnlyRegistry({ registries }: Topology, repository: RepositoryName): Registry {
  const matches = registries.filter(({ repositories }) =>
    repositories.some(({ name }) => name === repository),
  );
  const [only, ...others] = matches;
  if (only !== undefined && others.length === 0) return only;
  const names = matches.map(({ name }) => name);
  throw new UsageError(
    `Repository '${repository}' is in several registries: ${formatList(names)}. Select one with --registry.`,
  );
}

function joinHelp(message: string, help: string | undefined): string {
  return help === undefined ? message : `${message} ${help}`;
}

/**
 * Returns the caller that an ARN or a service name identifies.
 * @throws UsageError that says which caller to set instead
 */
export function readCaller(text: string, topology: Topology): Caller {
  const caller = parseCaller(text);
  if (caller !== undefined) return caller;
  throw new UsageError(`'${text}' is not a caller: ${describeCallerFault(text, topology)}`);
}

function describeCallerFault(text: string, topology: Topology): string {
  const [, partition = '', account = '', kind = '', name = ''] =
    /^arn:([a-z-]+):iam::([0-9]{12}):([a-z-]+)\/(?:[!-~]+\/)?([\w+=,.@:-]+)$/.exec(text) ?? [];
  switch (kind) {
    case 'instance-profile': {
      const role = roleArnIn(partition, account, name, topology);
      return (
        `it is an instance profile, and its role makes the requests. If the role has the same name, use --as ${role}. ` +
        `To look up the ARN of the role: aws iam get-instance-profile --instance-profile-name ${name} --query InstanceProfile.Roles[].Arn`
      );
    }
    case 'oidc-provider':
    case 'saml-provider':
      return (
        'it is an identity provider, and its users assume a role. Use --as ' +
        `arn:${partition}:iam::${account}:role/<name>, or the ARN of a session: arn:${partition}:sts::${account}:assumed-role/<name>/<session>.`
      );
    case 'group':
      return 'it is a group, and its users make the requests. Use --as with the ARN of a user, and --identity-policy with the policies of the group.';
    default:
      return describeSessionFault(text) ?? EXPECTED_CALLERS;
  }
}

const EXPECTED_CALLERS =
  'use the ARN of a role (arn:aws:iam::<12 digits>:role/<name>), a role session, a user, a federated user ' +
  '(arn:aws:sts::<12 digits>:federated-user/<name>) or an account root, or the name of an AWS service.';

function describeSessionFault(text: string): string | undefined {
  const [, role] = /^(arn:[a-z-]+:sts::[0-9]{12}:assumed-role\/[\w+=,.@-]+)\/?$/.exec(text) ?? [];
  return role === undefined
    ? undefined
    : `the session name is missing. Use ${role}/<session>, or the ARN of the role.`;
}

/** Uses the path of the role in the topology if the topology has a role of this name. */
function roleArnIn(partitionId: string, account: string, name: string, topology: Topology): string {
  const partition = PARTITIONS.find(({ id }) => id === partitionId)?.id ?? 'aws';
  // The pattern requires 12 digits.
  const accountId = uncheckedAccountId(account);
  const role: IdentityId = { kind: 'role', partition, accountId, path: '/', name };
  return identityArn({ ...role, path: findIdentityPath(topology, role) ?? '/' });
}
