import type { RegistryName } from '../../aws/names';
import { backfillCommand } from '../../change/backfills';
import { isReplicated } from '../../model/replication';
import type { Registry } from '../../model/topology';
import { callerAccountOf, type Case } from '../model/case';
import type { Step } from '../model/diagnosis';
import { parseRepositoryName, preferMatching, type DeclaredTopology } from '../model/location';
import { profileOption } from './steps';

/** Returns whether the topology replicates a repository of this name into the registry from another account. */
export function isReplicatedInto(
  registry: Registry,
  repository: string | undefined,
  { registries }: DeclaredTopology['topology'],
): boolean {
  const name = parseRepositoryName(repository);
  return (
    name !== undefined &&
    registries.some((from) => from.accountId !== registry.accountId && isReplicated(from, registry, name))
  );
}

/**
 * Returns the registries of any account whose replication rules match the repository and have this registry as
 * destination.
 */
export function replicationSources({ declared, location }: Case): readonly Registry[] {
  const { registry, repositoryName } = location;
  if (declared === undefined || registry === undefined || repositoryName === undefined) return [];
  return declared.topology.registries.filter((from) => isReplicated(from, registry, repositoryName));
}

/**
 * Returns the registries that fill the repository of a message. Empty if the topology declares the repository in this
 * registry and in no source, because images are then pushed to this registry.
 */
export function sourcesOfReplica(failure: Case): readonly Registry[] {
  const { repository } = failure.location;
  return replicationSources(failure).filter(
    (from) => repository === undefined || from.repositories.some(({ name }) => name === repository.name),
  );
}

/** Returns the replication sources that are in other accounts. Only these need the registry policy of the destination. */
export function crossAccountSources(failure: Case): readonly Registry[] {
  return replicationSources(failure).filter(({ accountId }) => accountId !== failure.location.accountId);
}

/**
 * Returns the account of the caller, or of the only replication source if the message has a placeholder or only names
 * the destination.
 */
export function sourceAccountId(denied: Case): string | undefined {
  const own = callerAccountOf(denied.caller);
  if (own !== undefined) return own;
  const accounts = new Set(crossAccountSources(denied).map(({ accountId }) => accountId));
  return accounts.size === 1 ? [...accounts][0] : undefined;
}

/**
 * Returns the source registry of the images. If no replication rule matches, returns the only registry that could be
 * the source.
 */
export function sourceRegistryName(denied: Case): RegistryName | undefined {
  const [declared] = crossAccountSources(denied);
  if (declared !== undefined) return declared.name;
  const { registry: destination, repositoryName } = denied.location;
  const account = sourceAccountId(denied);
  const own = (denied.declared?.topology.registries ?? []).filter(({ accountId }) => accountId === account);
  const withRepository = preferMatching(own, ({ repositories }) =>
    repositories.some(({ name }) => name === repositoryName),
  );
  const [only, ...others] = preferMatching(
    withRepository,
    (each) => destination !== undefined && isReplicatedTo(each, destination),
  );
  return others.length === 0 ? only?.name : undefined;
}

/** Returns whether any repository of `from` is replicated to the destination. */
function isReplicatedTo(from: Registry, destination: Registry): boolean {
  return from.repositories.some(({ name }) => isReplicated(from, destination, name));
}

/**
 * ECR does not replicate images that were pushed before the rule existed. A second push of the same tag and image
 * fails, so that it does not help. https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
 */
export function backfillStep({ declared, location }: Case, sources: readonly Registry[]): Step {
  const { id } = location;
  const commands =
    id === undefined || sources.length === 0
      ? [
          'aws ecr start-replication-backfill --region SOURCE_REGION --destination region=REGION,registryId=ACCOUNT',
        ]
      : sources.map((from) => `${backfillCommand(from, id)}${profileOption(from.accountId, declared)}`);
  return {
    text: `Replicate the existing images${declared === undefined ? '' : " with 'ecr-topology backfill', or with the AWS CLI"}. Use credentials of the source account. A rule replicates only images that are pushed after you create it, and ECR rejects a second push of the same image.`,
    code: { language: 'sh', text: `${commands.join('\n')}\n` },
  };
}
