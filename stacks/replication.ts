import { EcrReplicationConfiguration } from '@cdktf/provider-aws/lib/ecr-replication-configuration';
import type { TerraformStack } from 'cdktf';
import type { ReplicationRule, ResourceOf } from '../src/registry';
import type { Placement } from './placement';

/** The one replication configuration of a source registry. */
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
    // No filter means all repositories; ECR refuses an empty list of them.
    ...(filters === 'all'
      ? {}
      : { repositoryFilter: filters.map((filter) => ({ filter, filterType: 'PREFIX_MATCH' })) }),
    destination: destinations.map(({ accountId, region }) => ({ registryId: accountId, region })),
  };
}
