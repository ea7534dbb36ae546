import { registriesByKey, registryKey } from '../../aws/arn';
import { isAccountId, type RepositoryFilter, type RepositoryName } from '../../aws/names';
import { wildcardMatch } from '../../aws/wildcard';
import { groupBy } from '../../base/collections';
import { formatList, quoteAll } from '../../base/text';
import { filtersMatch } from '../../model/replication';
import type { PlannedRegistry } from '../../model/topology';
import { isKnown } from '../../model/unknown';
import type { PlanReview } from '../../plan/review/review';
import { registryPolicyHcl, statementHcl } from '../../terraform/hcl';
import { registryMark } from '../finding-text';
import { findReplicationAddress } from '../predicates/plan-resources';
import { createReplicationEvaluator, namesStartingWith } from '../replication/arrival';
import { compareAccounts, replicationPaths, type ReplicationPath } from '../replication/paths';
import {
  buildReplicationStatements,
  describeMisplacedPolicies,
  describeReplicationFault,
} from '../replication/permission';
import { defineRule, type Problem } from '../rule';

export const replicationNotPermitted = defineRule({
  id: 'replication-not-permitted',
  severity: 'error',
  doc: 'Registry policy of a destination in another account does not allow the replication.',
  why:
    'The apply succeeds, but images are not replicated. Only CloudTrail shows that ECR is denied. The registry policy of the ' +
    'destination must allow ecr:ReplicateImage for the root of the source account. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-create-replication.html',
  options: {
    policiesElsewhere: {
      kind: 'texts',
      default: [],
      doc: 'Registries whose policy is managed outside of these plans, as account/Region. * matches any text.',
    },
  },
  check: (reviewed, { policiesElsewhere }) => {
    const paths = replicationPaths(reviewed.after);
    const registries = registriesByKey(reviewed.after.registries);
    return paths.flatMap((path): readonly Problem[] => {
      const to = registries.get(registryKey(path.to));
      if (to === undefined || !requiresPermission(path, to, reviewed)) return [];
      if (!isKnown(to.policy)) return [];
      if (to.policy !== undefined) return insufficientPolicyProblems(path, to, reviewed);
      const key = registryKey(to);
      const isElsewhere = policiesElsewhere.some((each) => wildcardMatch(each, key));
      return isElsewhere ? [] : missingPolicyProblems(path, to, paths, reviewed);
    });
  },
});

/** Whether the destination must allow the replication, and at least one of the two registries is in a plan. */
function requiresPermission(
  { from }: ReplicationPath,
  to: PlannedRegistry,
  { fromDeclaration }: PlanReview,
): boolean {
  const isDeclaredOnly = [from, to].every((registry) => fromDeclaration.has(registryKey(registry)));
  return !isDeclaredOnly && compareAccounts(from, to) !== 'one';
}

/** Reports a destination without a registry policy. */
function missingPolicyProblems(
  path: ReplicationPath,
  to: PlannedRegistry,
  paths: readonly ReplicationPath[],
  reviewed: PlanReview,
): readonly Problem[] {
  const { from } = path;
  const at = findReplicationAddress(reviewed, from, to);
  if (at === undefined) return [];
  const removed = reviewed.resourceOf('before', 'registry-policy', to);
  const unless = [
    ...(removed === undefined ? ['another stack has it'] : []),
    ...(compareAccounts(from, to) === 'open' ? ['both registries are in one account'] : []),
  ].join(' or ');
  const sources = paths.filter(
    (other) => registryKey(other.to) === registryKey(to) && compareAccounts(other.from, to) !== 'one',
  );
  return [
    {
      at,
      subject: { registry: from, destination: to },
      message: [
        `Replicates ${repositoriesText(path)} from ${registryMark(from)} to ${registryMark(to)},`,
        removed === undefined
          ? 'which has no registry policy in these plans.'
          : `whose registry policy ('${removed.address}') is removed.`,
        `Images do not arrive${unless === '' ? '' : ` unless ${unless}`}.`,
        ...describeMisplacedPolicies(from, to, reviewed),
      ].join(' '),
      help: `Add an aws_ecr_registry_policy for ${registryMark(to)} that allows the replication. ${ELSEWHERE}`,
      helpForDeclaration: `The replication rule in topology.yaml also generates the registry policy of ${registryMark(to)}. ${ELSEWHERE}`,
      code: registryPolicyHcl(to, to.name, buildReplicationStatements(sources)),
    },
  ];
}

const ELSEWHERE =
  'If another stack has it, check the plan of that stack together with these plans, or add the registry to the option policiesElsewhere.';

function repositoriesText({ filters, names }: ReplicationPath): string {
  if (names.length > 0) return formatList(quoteAll(names), 6);
  return filters === 'all'
    ? 'all repositories'
    : `repositories that start with ${formatList(quoteAll(filters), 6)}`;
}

/** Reports a registry policy that does not allow replication of all repositories. */
function insufficientPolicyProblems(
  path: ReplicationPath,
  to: PlannedRegistry,
  reviewed: PlanReview,
): readonly Problem[] {
  const { from } = path;
  const at = findReplicationAddress(reviewed, from, to);
  // Whether a principal matches an unknown account is unknown.
  if (at === undefined || !isAccountId(from.accountId) || !isAccountId(to.accountId)) return [];
  const faults = faultsOf(path, to);
  return [...groupBy(faults, ({ fault }) => fault)].map(([fault, alike]): Problem => {
    const names = alike.flatMap(({ name }) => name ?? []);
    const filters = alike.flatMap(({ filter }) => filter ?? []);
    const [only, ...others] = names;
    return {
      at,
      subject: {
        registry: from,
        repository: others.length === 0 ? only : undefined,
        destination: to,
      },
      message:
        `Replicates ${repositoriesText({ ...path, names, filters })} from ${registryMark(from)} to ${registryMark(to)}, whose ` +
        `registry policy does not allow the replication: ${fault}.`,
      ...(fault.endsWith('denies it')
        ? {
            help: 'Limit the principals, actions or resources of the Deny, or exclude the source account with a Condition on aws:PrincipalAccount.',
          }
        : {
            help: 'Fix the statement, or add this statement to the policy.',
            helpForDeclaration: `The replication rule in topology.yaml also generates this statement. Synthesize and plan the stack of ${registryMark(to)} again.`,
          }),
      code: fault.endsWith('denies it')
        ? undefined
        : buildReplicationStatements([{ ...path, names, filters }])
            .map(statementHcl)
            .join(''),
    };
  });
}

interface Fault {
  readonly fault: string;
  readonly name?: RepositoryName;
  readonly filter?: RepositoryFilter;
}

function faultsOf(path: ReplicationPath, to: PlannedRegistry): readonly Fault[] {
  const { from, filters, names } = path;
  const decisionFor = createReplicationEvaluator(from, to);
  const faultFor = (name: RepositoryName) => {
    const { actions } = decisionFor(name);
    const denied = actions.find(
      ({ action, decision }) => action === 'ecr:ReplicateImage' && decision.verdict === 'denied',
    );
    return denied === undefined ? undefined : describeReplicationFault(from, to, name, denied.decision);
  };
  const unmatchedFilters =
    filters === 'all' ? [] : filters.filter((filter) => !names.some((name) => filtersMatch([filter], name)));
  return [
    ...names.flatMap((name): readonly Fault[] => {
      const fault = faultFor(name);
      return fault === undefined ? [] : [{ name, fault }];
    }),
    ...unmatchedFilters.flatMap((filter): readonly Fault[] => {
      const faults = namesStartingWith(filter).map(faultFor);
      const [fault] = faults;
      // If the policy allows one of the names, it may allow exactly the repositories that will exist.
      return fault === undefined || faults.includes(undefined) ? [] : [{ filter, fault }];
    }),
  ];
}
