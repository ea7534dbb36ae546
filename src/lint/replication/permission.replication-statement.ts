import { accountRootArn, repositoryArn, type RegistryId } from '../../aws/arn';
import { getPartition } from '../../aws/partitions';
import type { PolicyStatement } from '../../aws/policy/document';
import { sortedUnique } from '../../base/collections';
import { groupBy } from '../../base/collections.grouped';
import { accountOrPlaceholder } from '../../terraform/hcl.policy-hcl';
import type { ReplicationPath } from './paths';

/**
 * Builds the statements that the registry policy of a destination requires, one for each source account. Resources are the
 * repositories of the plans, or prefixes if the plans have none or more than `MOST_NAMES`.
 *
 * @param paths paths to the same destination
 */
export function buildReplicationStatements(paths: readonly ReplicationPath[]): readonly PolicyStatement[] {
  const sources = groupBy(paths, ({ from }) => from.accountId);
  return [...sources.values()].map((same) => buildReplicationStatement(same));
}

function buildReplicationStatement(paths: readonly [ReplicationPath, ...ReplicationPath[]]): PolicyStatement {
  const [{ from, to }] = paths;
  const source = accountOrPlaceholder(from.accountId, 'SOURCE_ACCOUNT_ID');
  const root = accountRootArn(getPartition(to.region).id, source);
  return {
    // IAM allows only letters and digits in a Sid.
    sid: `ReplicateFrom${source.replace(/\W|_/g, '')}`,
    effect: 'Allow',
    principals: { isNot: false, values: [{ type: 'AWS', value: root }] },
    actions: { isNot: false, values: ['ecr:ReplicateImage'] },
    resources: { isNot: false, values: sortedUnique(paths.flatMap(resourcesOf)) },
    conditions: [],
  };
}

const MOST_NAMES = 20;

function resourcesOf({ to, filters, names }: ReplicationPath): readonly string[] {
  const destination: RegistryId = {
    accountId: accountOrPlaceholder(to.accountId, 'THIS_ACCOUNT_ID'),
    region: to.region,
  };
  if (names.length > 0 && names.length <= MOST_NAMES) {
    return names.map((name) => repositoryArn(destination, name));
  }
  return filters === 'all'
    ? [repositoryArn(destination, '*')]
    : filters.map((filter) => repositoryArn(destination, `${filter}*`));
}
