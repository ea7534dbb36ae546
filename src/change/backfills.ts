import { registriesByKey, registryKey, type RegistryId } from '../aws/arn';
import type { RepositoryName } from '../aws/names';
import { sortedUnique } from '../base/collections';
import { formatList, shellWord } from '../base/text';
import type { Deployment } from '../model/deployment';
import { isReplicated } from '../model/replication';
import type { Registry, ReplicationRule, Topology } from '../model/topology';
import { layOut, type StackLayout } from '../terraform/layout';
import { logicalId } from '../terraform/resources';
import type { Declaration } from './stacks';

/**
 * A stack whose replication rules are removed. Terraform has no dependency between a deleted rule and a deleted
 * replica in another stack. If the replica is deleted first, the rule continues to replicate and ECR may create
 * the replica again.
 */
export interface ReplicationOrderChange {
  readonly kind: 'replication-first';
  readonly stack: string;
  /** The stacks to deploy after it, sorted. */
  readonly destinations: readonly string[];
}

/** Returns the order of deployment if rules are removed and the layout has several stacks. */
export function diffReplicationOrder(
  before: Declaration,
  after: Declaration,
): readonly ReplicationOrderChange[] {
  const by = after.deployment.stacksBy;
  if (by === 'topology' || before.deployment.stacksBy !== by) return [];
  const current = registriesByKey(after.topology.registries);
  const reduced = before.topology.registries.flatMap((previous) => {
    const keys = reducedDestinations(previous, current.get(registryKey(previous)));
    return keys.size === 0 ? [] : [{ source: registryKey(previous), keys }];
  });
  if (reduced.length === 0) return [];
  const stacks = layOut(before.topology, before.deployment);
  const remainingStacks = new Set(layOut(after.topology, after.deployment).map(({ name }) => name));
  return stacks.flatMap((stack): readonly ReplicationOrderChange[] => {
    if (!remainingStacks.has(stack.name)) return [];
    const keys = new Set(
      reduced.filter(({ source }) => replicates(stack, source)).flatMap((each) => [...each.keys]),
    );
    const destinations = stacks.filter(
      ({ name, registries }) =>
        name !== stack.name &&
        remainingStacks.has(name) &&
        stack.dependsOn.includes(name) &&
        registries.some((registry) => keys.has(registryKey(registry))),
    );
    if (destinations.length === 0) return [];
    const names = sortedUnique(destinations.map(({ name }) => name));
    return [{ kind: 'replication-first', stack: stack.name, destinations: names }];
  });
}

/** Returns the destinations, by `registryKey`, to which fewer repositories are replicated. */
function reducedDestinations(previous: Registry, current: Registry | undefined): ReadonlySet<string> {
  const reduced = new Set<string>();
  for (const rule of previous.replication) {
    for (const key of rule.destinations.map(registryKey)) {
      const remainingRules =
        current?.replication.filter((each) => each.destinations.map(registryKey).includes(key)) ?? [];
      if (!isCovered(rule.filters, remainingRules)) reduced.add(key);
    }
  }
  return reduced;
}

/** Returns whether rules match everything that filters match. */
function isCovered(filters: ReplicationRule['filters'], rules: readonly ReplicationRule[]): boolean {
  if (rules.some((rule) => rule.filters === 'all')) return true;
  const remainingFilters = rules.flatMap((rule) => (rule.filters === 'all' ? [] : rule.filters));
  // A filter that starts with another filter matches a subset of its names.
  return (
    filters !== 'all' && filters.every((filter) => remainingFilters.some((other) => filter.startsWith(other)))
  );
}

function replicates({ resources }: StackLayout, source: string): boolean {
  return resources.some(
    ({ resource }) =>
      resource.type === 'aws_ecr_replication_configuration' && registryKey(resource.registry) === source,
  );
}

export function describeReplicationOrder({ stack, destinations }: ReplicationOrderChange): string {
  return (
    `deploy ${stack} before ${formatList(destinations)}: it stops to replicate there, and the plans know no order for what ` +
    'goes (docs/layouts.md, Taking replication away)'
  );
}

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
export function backfillCommand(from: RegistryId, to: RegistryId, profile?: string): string {
  const options = profile === undefined ? '' : ` --profile ${shellWord(profile)}`;
  return `aws ecr start-replication-backfill --region ${from.region} --destination region=${to.region},registryId=${to.accountId}${options}`;
}
