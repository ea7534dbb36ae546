import { registryKey, type RegistryId } from '../../aws/arn';
import { LIMITS } from '../../aws/limits';
import { REPOSITORY_FILTER } from '../../aws/names';
import { isRegionKnown, getPartition } from '../../aws/partitions';
import { sortedUnique } from '../../base/collections';
import { formatList } from '../../base/text';
import type { PlannedReplicationRule } from '../../model/topology';
import { isKnown } from '../../model/unknown';
import type { PlannedResource } from '../../plan/model/planned-resource';
import { registryMark } from '../finding-text';
import { addressOf } from '../predicates/plan-resources';
import { defineRule, type Problem } from '../rule';

export const replicationLimits = defineRule({
  id: 'replication-limits',
  severity: 'error',
  doc: 'ECR rejects the replication configuration during the apply, because it is not valid or exceeds a limit.',
  why:
    'terraform plan does not check the filters or the number of rules and destinations, so the apply fails halfway. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html',
  options: {},
  check: ({ resources }) => resources.flatMap(problemsOf),
});

type LimitText = Pick<Problem, 'message' | 'help' | 'helpForDeclaration'> & {
  readonly destination?: RegistryId;
};

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
  ].map(({ destination, ...text }) => ({
    at: addressOf(resource),
    subject: { registry, destination },
    ...text,
  }));
}

function tooManyRules(registry: RegistryId, rules: readonly PlannedReplicationRule[]): readonly LimitText[] {
  const { replicationRulesPerRegistry: limit, filtersPerReplicationRule } = LIMITS;
  if (rules.length <= limit) return [];
  return [
    {
      message: `The registry ${registryMark(registry)} has ${rules.length} replication rules. ECR allows ${limit}.`,
      help: `Combine rules with the same destinations. A rule can have up to ${filtersPerReplicationRule} filters.`,
    },
  ];
}

function tooManyDestinations(
  registry: RegistryId,
  rules: readonly PlannedReplicationRule[],
): readonly LimitText[] {
  const { replicationDestinationsPerRegistry: limit } = LIMITS;
  const { length } = sortedUnique(rules.flatMap(({ destinations }) => destinations.map(registryKey)));
  if (length <= limit) return [];
  return [
    {
      message: `The registry ${registryMark(registry)} replicates to ${length} registries. ECR allows ${limit} in all rules of a registry, and AWS does not raise this limit.`,
      help: 'Push the images to a second registry too, or let the other registries pull through a cache.',
    },
  ];
}

function filterFaults({ filters, destinations }: PlannedReplicationRule): readonly LimitText[] {
  if (filters === 'all') return [];
  const { filtersPerReplicationRule: limit } = LIMITS;
  const ruleText = `The rule to ${formatList(destinations.map(registryMark), 3)}`;
  const tooMany: readonly LimitText[] =
    filters.length <= limit
      ? []
      : [
          {
            message: `${ruleText} has ${filters.length} filters. ECR allows ${limit} in a rule.`,
            help: 'Use a shorter prefix that matches the names of several filters, or split the rule.',
          },
        ];
  const faulty = filters.flatMap((filter): readonly LimitText[] => {
    const fault = REPOSITORY_FILTER.fault(filter);
    if (fault === undefined) return [];
    return [
      {
        message: `${ruleText} has the filter '${filter}', which is not valid: ${fault}.`,
        help: `A filter must ${REPOSITORY_FILTER.requirement}. To replicate every repository, omit repository_filter.`,
        helpForDeclaration: `A filter must ${REPOSITORY_FILTER.requirement}. To replicate every repository, set 'repositories: all' in topology.yaml.`,
      },
    ];
  });
  return [...tooMany, ...faulty];
}

function destinationFaults(
  source: RegistryId,
  { destinations }: PlannedReplicationRule,
): readonly LimitText[] {
  const seen = new Set<string>();
  return destinations.flatMap((destination): readonly LimitText[] => {
    const isSeen = seen.has(registryKey(destination));
    seen.add(registryKey(destination));
    const text = isSeen ? duplicateDestination(destination) : destinationFault(source, destination);
    return text === undefined ? [] : [{ ...text, destination }];
  });
}

function duplicateDestination(destination: RegistryId): LimitText {
  return {
    message: `Duplicate destination ${registryMark(destination)} in a replication rule.`,
    help: 'Remove one of them.',
  };
}

function destinationFault(source: RegistryId, destination: RegistryId): LimitText | undefined {
  if (registryKey(source) === registryKey(destination)) {
    return {
      message: `The registry ${registryMark(source)} replicates to itself, which ECR rejects ('Replication destination cannot be the same as the source registry').`,
      help: 'Remove the destination. The source is the account and Region of the provider.',
    };
  }
  // The partition of an unknown Region is unknown.
  const areRegionsKnown = isRegionKnown(source.region) && isRegionKnown(destination.region);
  const [sourcePartition, destinationPartition] = [
    getPartition(source.region).id,
    getPartition(destination.region).id,
  ];
  if (!areRegionsKnown || sourcePartition === destinationPartition) return undefined;
  return {
    message: `The registry ${registryMark(source)} replicates to ${registryMark(destination)} in another partition (${sourcePartition} to ${destinationPartition}). ECR does not replicate between partitions.`,
    help: 'Copy the images with a pipeline that logs in to both registries.',
  };
}
