import { EcrReplicationConfiguration } from '@cdktf/provider-aws/lib/ecr-replication-configuration';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { ITerraformDependable, TerraformStack } from 'cdktf';
import type { Registry, ReplicationRule } from '../src/registry';

/**
 * The one replication configuration of a source registry, where it has rules. It comes after everything it needs at
 * its destinations, because an image that is pushed in between would not be replicated later.
 */
export function addReplication(
  stack: TerraformStack,
  registry: Registry,
  provider: AwsProvider,
  needed: readonly ITerraformDependable[],
): void {
  if (registry.replication.length === 0) return;
  const resource = new EcrReplicationConfiguration(stack, `replication.${registry.name}`, {
    provider,
    replicationConfiguration: { rule: registry.replication.map(rule) },
    ...(needed.length === 0 ? {} : { dependsOn: [...needed] }),
  });
  resource.overrideLogicalId(registry.name);
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
