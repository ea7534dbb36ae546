import { EcrReplicationConfiguration } from '@cdktf/provider-aws/lib/ecr-replication-configuration';
import type { TerraformStack } from 'cdktf';
import type { ResourceOf } from '../src/model/deployment.resource';
import type { ReplicationRule } from '../src/model/topology';
import type { Placement } from './arguments.placement';

/** Adds the replication configuration of a source registry. A registry has at most one. */
export function addReplication(
  stack: TerraformStack,
  { id, rules }: ResourceOf<'aws_ecr_replication_configuration'>,
  placement: Placement,
): EcrReplicationConfiguration {
  return new EcrReplicationConfiguration(stack, `replication.${id}`, {
    ...placement,
    replicationConfiguration: { rule: rules.map(rule) },
  });
}

function rule({ filters, destinations }: ReplicationRule) {
  return {
    // A rule without filters replicates all repositories. ECR rejects an empty list.
    ...(filters === 'all'
      ? {}
      : { repositoryFilter: filters.map((filter) => ({ filter, filterType: 'PREFIX_MATCH' })) }),
    destination: destinations.map(({ accountId, region }) => ({ registryId: accountId, region })),
  };
}
