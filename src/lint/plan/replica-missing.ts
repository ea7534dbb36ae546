import { registriesByKey, registryKey } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { wildcardMatch } from '../../aws/wildcard';
import { formatList, quoteAll } from '../../base/text';
import type { PlannedRegistry } from '../../model/topology';
import { isKnown, UNKNOWN } from '../../model/unknown';
import type { PlanReview } from '../../plan/review/review';
import { registryMark } from '../finding-text';
import { findReplicationAddress } from '../predicates/plan-resources';
import { createReplicationEvaluator } from '../replication/arrival';
import { compareAccounts, replicationPaths, type ReplicationPath } from '../replication/paths';
import { defineRule, type Problem } from '../rule';

export const replicaMissing = defineRule({
  id: 'replica-missing',
  severity: 'error',
  doc: 'Replication destination has no repository for the images, and ECR is not allowed to create it.',
  why:
    'Without ecr:CreateRepository in the registry policy of the destination, ECR replicates only into an existing repository ' +
    'with the same name. Otherwise replication fails, and only CloudTrail shows the failure. Within one account, ECR always ' +
    'creates the repository. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-create-replication.html',
  options: {
    repositoriesElsewhere: {
      kind: 'texts',
      default: [],
      doc: 'Registries whose repositories are managed outside of these plans, as account/Region. * matches any text.',
    },
  },
  check: (reviewed, { repositoriesElsewhere }) => {
    const registries = registriesByKey(reviewed.after.registries);
    return replicationPaths(reviewed.after).flatMap((path): readonly Problem[] => {
      const key = registryKey(path.to);
      const to = registries.get(key);
      // A repository whose name is known only after apply may be the missing replica.
      const hasUnnamed = reviewed.resourceOf('after', 'repository', path.to, UNKNOWN) !== undefined;
      const isElsewhere = hasUnnamed || repositoriesElsewhere.some((each) => wildcardMatch(each, key));
      return to === undefined || isElsewhere ? [] : problemOf(path, to, reviewed);
    });
  },
});

function problemOf(path: ReplicationPath, to: PlannedRegistry, reviewed: PlanReview): readonly Problem[] {
  const { from } = path;
  const at = findReplicationAddress(reviewed, from, to);
  const isDeclaredOnly = [from, to].every((each) => reviewed.fromDeclaration.has(registryKey(each)));
  if (at === undefined || isDeclaredOnly || compareAccounts(from, to) === 'open' || !isKnown(to.policy)) {
    return [];
  }
  const names = missingAt(path, to);
  const [only, ...others] = names;
  if (only === undefined) return [];
  return [
    {
      at,
      subject: { registry: from, repository: others.length === 0 ? only : undefined, destination: to },
      message:
        `Replicates ${formatList(
          quoteAll(names),
          6,
        )} from ${registryMark(from)} to ${registryMark(to)}, which has no such ${others.length === 0 ? 'repository' : 'repositories'} in these plans. ` +
        `ECR is not allowed to create ${others.length === 0 ? 'it' : 'them'}, so images do not arrive unless another stack has the ${others.length === 0 ? 'repository' : 'repositories'}.`,
      help: `Create an aws_ecr_repository with the same name in ${registryMark(to)}, or also allow ecr:CreateRepository in its registry policy. ${ELSEWHERE}`,
      helpForDeclaration: `Declare the repository in ${registryMark(to)}, or set 'createRepositories: true' for the rule from ${registryMark(from)}, in topology.yaml. ${ELSEWHERE}`,
    },
  ];
}

const ELSEWHERE =
  'If another stack has it, check the plan of that stack together with these plans, or add the registry to the option repositoriesElsewhere.';

function missingAt({ from, names }: ReplicationPath, to: PlannedRegistry): readonly RepositoryName[] {
  const decisionFor = createReplicationEvaluator(from, to);
  return names.filter((name) => {
    // The evaluator checks ecr:CreateRepository only if the repository does not exist.
    const { actions } = decisionFor(name);
    return actions.some(
      ({ action, decision }) => action === 'ecr:CreateRepository' && decision.verdict === 'denied',
    );
  });
}
