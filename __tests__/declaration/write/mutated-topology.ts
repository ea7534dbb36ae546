import { policyFromStatements } from '../../../src/aws/policy/grants';
import type { PolicyStatement } from '../../../src/aws/policy/document';
import { isAccountId } from '../../../src/aws/names';
import type { PlannedRegistry, PlannedRepository, PlannedTopology } from '../../../src/model/topology';
import { DEFAULT_SETTINGS } from '../../../src/model/settings';
import { isKnown, UNKNOWN } from '../../../src/model/unknown';

type Pick = () => number;

/** Returns the topology with differences that users make by hand, and with values that were not read. */
export function mutatedTopology(topology: PlannedTopology, pick: Pick): PlannedTopology {
  return {
    registries: topology.registries.map((registry) =>
      pick() % 3 ? registry : mutatedRegistry(registry, pick),
    ),
    identities: topology.identities.map((identity) => {
      if (pick() % 4) return identity;
      return pick() % 2
        ? { ...identity, policy: UNKNOWN }
        : { ...identity, managedPolicies: ['AmazonEC2ContainerRegistryReadOnly'] };
    }),
  };
}

function mutatedRegistry(registry: PlannedRegistry, pick: Pick): PlannedRegistry {
  const repositories = registry.repositories.map((repository) =>
    pick() % 3 ? repository : mutatedRepository(repository, pick),
  );
  const mutated = { ...registry, repositories };
  switch (pick() % 10) {
    case 0:
      return { ...mutated, policy: pick() % 2 ? UNKNOWN : undefined };
    case 1:
      return { ...mutated, policy: withStatement(registry.policy, foreignStatement(pick, ['*'])) };
    case 2:
      return { ...mutated, policy: renamed(registry.policy) };
    case 3:
      return { ...mutated, replication: withDestination(registry, pick) };
    case 4:
      return { ...mutated, replication: pick() % 2 ? UNKNOWN : [] };
    case 5:
      return { ...mutated, scanning: UNKNOWN, pullThroughCache: UNKNOWN };
    case 6:
      return { ...mutated, repositories: repositories.slice(1) };
    case 7:
      return {
        ...mutated,
        accountSettings: [{ name: 'REGISTRY_POLICY_SCOPE', value: pick() % 2 ? 'V1' : UNKNOWN }],
      };
    case 8:
      return { ...mutated, policy: withStatement(registry.policy, coveringStatement(pick)) };
    default:
      return mutated;
  }
}

function withDestination(
  { replication, accountId }: PlannedRegistry,
  pick: Pick,
): PlannedRegistry['replication'] {
  if (!isKnown(replication) || !isAccountId(accountId)) return replication;
  const region = (pick() % 2 ? 'sa-east-1' : 'eu-west-1') as PlannedRegistry['region'];
  return [...replication, { filters: 'all', destinations: [{ accountId, region }] }];
}

function mutatedRepository(repository: PlannedRepository, pick: Pick): PlannedRepository {
  const { settings, policy } = repository;
  switch (pick() % 8) {
    case 0:
      return { ...repository, policy: undefined, settings: { ...DEFAULT_SETTINGS, scanOnPush: false } };
    case 1:
      return { ...repository, policy: UNKNOWN };
    case 2:
      return { ...repository, policy: withStatement(policy, foreignStatement(pick, undefined)) };
    case 3:
      return { ...repository, settings: { ...settings, tags: { owner: 'x', team: 'b' } } };
    case 4:
      return { ...repository, settings: { ...settings, lifecyclePolicy: UNKNOWN, scanOnPush: UNKNOWN } };
    case 5:
      return { ...repository, settings: { ...settings, encryption: UNKNOWN } };
    case 6:
      return { ...repository, settings: { ...settings, lifecyclePolicy: { text: LIFECYCLES[pick() % 3]! } } };
    default:
      return { ...repository, policy: renamed(policy) };
  }
}

/** A policy with gaps between the priorities, one with characters that Terraform evaluates, and one that is not JSON. */
const LIFECYCLES = [
  '{"rules":[{"action":{"type":"expire"},"rulePriority":10,"selection":{"countNumber":3,"countType":"imageCountMoreThan","tagStatus":"any"}}]}',
  '{"rules":[{"action":{"type":"expire"},"description":"${x}","rulePriority":1,"selection":{"countNumber":3,"countType":"imageCountMoreThan","tagStatus":"any"}}]}',
  'not JSON',
];

function withStatement(
  policy: PlannedRepository['policy'],
  statement: PolicyStatement,
): PlannedRepository['policy'] {
  if (!isKnown(policy)) return policy;
  return policyFromStatements([], [...(policy?.statements ?? []), statement]);
}

function renamed(policy: PlannedRepository['policy']): PlannedRepository['policy'] {
  if (!isKnown(policy) || policy === undefined) return policy;
  return policyFromStatements(
    [],
    policy.statements.map((statement, index) => ({ ...statement, sid: `Renamed${index}` })),
  );
}

/** Allows what rules from an account require, next to their statements. */
function coveringStatement(pick: Pick): PolicyStatement {
  const account = String(1 + (pick() % 4)).repeat(12);
  return {
    sid: 'Replication',
    effect: 'Allow',
    principals: { isNot: false, values: [{ type: 'AWS', value: `arn:aws:iam::${account}:root` }] },
    actions: { isNot: false, values: ['ecr:CreateRepository', 'ecr:ReplicateImage'] },
    resources: { isNot: false, values: ['*'] },
    conditions: [],
  };
}

function foreignStatement(pick: Pick, resources: readonly string[] | undefined): PolicyStatement {
  const [sid, isNot, principal, condition] = (
    [
      ['new.statement', false, 'arn:aws:iam::555555555555:root', 'x'],
      ['NotThese', true, 'arn:aws:iam::555555555555:root', 'x'],
      ['Deleted', false, 'AROAEXAMPLE', 'x'],
      ['Percent', false, 'arn:aws:iam::555555555555:root', '100%'],
      ['Fine', false, 'arn:aws:iam::555555555555:role/x', 'x'],
      ['Public', false, '*', 'x'],
    ] as const
  )[pick() % 6]!;
  return {
    sid,
    effect: 'Allow',
    principals: { isNot, values: [{ type: 'AWS', value: principal }] },
    actions: { isNot: false, values: ['ecr:BatchGetImage', 'ecr:DescribeImages'] },
    resources: resources === undefined ? undefined : { isNot: false, values: resources },
    conditions:
      pick() % 2 ? [] : [{ operator: 'StringEquals', key: 'aws:PrincipalTag/team', values: [condition] }],
  };
}
