import { registriesByKey, registryKey, type KnownRegistryId } from '../aws/arn';
import type { RepositoryName } from '../aws/names';
import { shellWord } from '../base/text';
import type { Deployment } from '../model/deployment';
import { isReplicated } from '../model/replication';
import type { Registry, Topology } from '../model/topology';
import { logicalId } from '../terraform/resources';

/** Existing images of a source that a change does not replicate automatically. */
export interface Backfill {
  readonly from: Registry;
  readonly to: Registry;
  /** Repositories that exist before the change and are replicated to the destination after it. Sorted. */
  readonly repositories: readonly RepositoryName[];
  readonly command: string;
}

interface BackfillInput {
  readonly topology: Topology;
  readonly deployment: Pick<Deployment, 'accounts' | 'imports'>;
}

/**
 * Returns a backfill for each destination of a source, including a destination for which a rule matches more
 * repositories than before. A backfill evaluates the rules at its start.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication-backfill.html
 */
export function backfillsFor(before: BackfillInput, after: BackfillInput): readonly Backfill[] {
  const previousRegistries = registriesByKey(before.topology.registries);
  const imports = new Set(after.deployment.imports);
  return after.topology.registries.flatMap((from) => {
    const previous = previousRegistries.get(registryKey(from));
    if (previous === undefined) return [];
    const existing = existingRepositories(previous, from, imports);
    const destinations = new Set(from.replication.flatMap((rule) => rule.destinations.map(registryKey)));
    return after.topology.registries.flatMap((to): readonly Backfill[] => {
      if (!destinations.has(registryKey(to))) return [];
      const repositories = existing.filter(
        (name) => isReplicated(from, to, name) && !isReplicated(previous, to, name),
      );
      if (repositories.length === 0) return [];
      return [{ from, to, repositories, command: backfillCommand(from, to, profileOf(after, from)) }];
    });
  });
}

function existingRepositories(
  previous: Registry,
  current: Registry,
  imports: ReadonlySet<string>,
): readonly RepositoryName[] {
  const names = new Set(previous.repositories.map(({ name }) => name));
  return current.repositories
    .map(({ name }) => name)
    .filter((name) => names.has(name) || imports.has(`aws_ecr_repository.${logicalId(current.name, name)}`));
}

function profileOf({ deployment }: BackfillInput, { accountId }: Registry): string | undefined {
  const credentials = deployment.accounts.find(({ id }) => id === accountId)?.credentials;
  return credentials?.kind === 'profile' ? credentials.profile : undefined;
}

/**
 * Returns the AWS CLI command that replicates to one destination the images that the source already contains.
 * Only images in repositories that the replication rules of the source match are replicated.
 * https://docs.aws.amazon.com/cli/latest/reference/ecr/start-replication-backfill.html
 *
 * @param profile AWS CLI profile of the source account
 */
export function backfillCommand(
  from: Pick<KnownRegistryId, 'region'>,
  to: KnownRegistryId,
  profile?: string,
): string {
  const options = profile === undefined ? '' : ` --profile ${shellWord(profile)}`;
  return `aws ecr start-replication-backfill --region ${from.region} --destination region=${to.region},registryId=${to.accountId}${options}`;
}
