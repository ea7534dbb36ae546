import {
  getPartition,
  isKnown,
  LIMITS,
  listed,
  registryKey,
  REPOSITORY_FILTER,
  sortedUnique,
  type RegistryId,
  type ReplicationRule,
} from '../../registry';
import { addressOf } from '../managing';
import { registryText } from '../words/place-text';
import type { PlannedResource } from '../resources/planned';
import { isRegionKnown } from '../resources/stand-ins';
import { rule, type Problem } from '../rule';

export const replicationLimits = rule({
  id: 'replication-limits',
  severity: 'error',
  doc: 'ECR refuses a replication configuration, or it exceeds a limit.',
  why:
    'Terraform checks neither the filters nor the number of destinations, so the apply fails halfway. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html',
  options: {},
  check: ({ resources }) => resources.flatMap(problemsOf),
});

type Words = Pick<Problem, 'message' | 'help' | 'helpForDeclaration'> & { readonly destination?: RegistryId };

function problemsOf(resource: PlannedResource): readonly Problem[] {
  if (resource.kind !== 'replication' || resource.after === undefined) return [];
  const { registry, rules } = resource.after;
  // AWS has accepted a configuration that does not change.
  if (!isKnown(rules) || resource.action === 'no-op' || resource.action === 'forget') return [];
  return [
    ...tooManyRules(registry, rules),
    ...tooManyDestinations(registry, rules),
    ...rules.flatMap(filterFaults),
    ...rules.flatMap((each) => destinationFaults(registry, each)),
  ].map(({ destination, ...words }) => ({
    at: addressOf(resource),
    subject: { registry, destination },
    ...words,
  }));
}

function tooManyRules(registry: RegistryId, rules: readonly ReplicationRule[]): readonly Words[] {
  const { replicationRulesPerRegistry: most, filtersPerReplicationRule } = LIMITS;
  if (rules.length <= most) return [];
  return [
    {
      message: `${registryText(registry)} has ${rules.length} replication rules; ECR allows ${most}.`,
      help: `Join rules with the same destinations: one rule takes up to ${filtersPerReplicationRule} filters.`,
    },
  ];
}

function tooManyDestinations(registry: RegistryId, rules: readonly ReplicationRule[]): readonly Words[] {
  const { replicationDestinationsPerRegistry: most } = LIMITS;
  const { length } = sortedUnique(rules.flatMap(({ destinations }) => destinations.map(registryKey)));
  if (length <= most) return [];
  return [
    {
      message: `${registryText(registry)} replicates to ${length} registries; ECR allows ${most} in all rules of a registry, and AWS does not raise the limit.`,
      help: 'Push to a second registry, or let the others pull through a cache.',
    },
  ];
}

function filterFaults({ filters, destinations }: ReplicationRule): readonly Words[] {
  if (filters === 'all') return [];
  const { filtersPerReplicationRule: most } = LIMITS;
  const where = `The rule to ${listed(destinations.map(registryText), 3)}`;
  const tooMany: readonly Words[] =
    filters.length <= most
      ? []
      : [
          {
            message: `${where} has ${filters.length} filters; ECR allows ${most} in a rule.`,
            help: 'Use a shorter prefix that covers several, or split the rule.',
          },
        ];
  const faulty = filters.flatMap((filter): readonly Words[] => {
    const fault = REPOSITORY_FILTER.fault(filter);
    if (fault === undefined) return [];
    return [
      {
        message: `${where} has the filter '${filter}', which ECR refuses: ${fault}.`,
        help: `A filter must ${REPOSITORY_FILTER.must}. For every repository, leave repository_filter out.`,
        helpForDeclaration: `A filter must ${REPOSITORY_FILTER.must}. For every repository, write 'repositories: all' in topology.yaml.`,
      },
    ];
  });
  return [...tooMany, ...faulty];
}

function destinationFaults(source: RegistryId, { destinations }: ReplicationRule): readonly Words[] {
  const seen = new Set<string>();
  return destinations.flatMap((destination): readonly Words[] => {
    const isSeen = seen.has(registryKey(destination));
    seen.add(registryKey(destination));
    const words = isSeen ? repeated(destination) : destinationFault(source, destination);
    return words === undefined ? [] : [{ ...words, destination }];
  });
}

function repeated(destination: RegistryId): Words {
  return {
    message: `${registryText(destination)} is twice a destination of the same rule.`,
    help: 'Remove one.',
  };
}

function destinationFault(source: RegistryId, destination: RegistryId): Words | undefined {
  if (registryKey(source) === registryKey(destination)) {
    return {
      message: `${registryText(source)} replicates to itself; ECR refuses that ('Replication destination cannot be the same as the source registry').`,
      help: 'Remove the destination. Account and Region of the provider are those of the source.',
    };
  }
  // The partition of an unknown Region is unknown.
  const areRegionsKnown = isRegionKnown(source.region) && isRegionKnown(destination.region);
  const [here, there] = [getPartition(source.region).id, getPartition(destination.region).id];
  if (!areRegionsKnown || here === there) return undefined;
  return {
    message: `${registryText(source)} is in the partition ${here} and its destination ${registryText(destination)} in ${there}; ECR does not replicate from one to another.`,
    help: 'Copy the images with a pipeline that logs in to both.',
  };
}
