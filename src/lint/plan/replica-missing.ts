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
  doc: 'A destination has no repository for the images that are replicated, and ECR may not create it.',
  why:
    'Without ecr:CreateRepository in the registry policy of the destination, ECR replicates only into an existing repository ' +
    'of the same name. Otherwise replication fails, and only CloudTrail shows it. Within one account ECR may always create it. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-create-replication.html',
  options: {
    repositoriesElsewhere: {
      kind: 'texts',
      default: [],
      doc: 'Registries whose repositories are managed where no plan shows them, as account/Region; * stands for anything.',
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
        `${registryMark(from)} replicates ${formatList(
          quoteAll(names),
          6,
        )} to ${registryMark(to)}, which has no such ${others.length === 0 ? 'repository' : 'repositories'} in these plans, and ` +
        `ECR may not create ${others.length === 0 ? 'it' : 'them'}: images do not arrive there, unless another stack has what is missing.`,
      help:
        `Create an aws_ecr_repository of the same name there, or also allow ecr:CreateRepository in the registry policy of ${registryMark(to)}. ` +
        'If another stack has it, check the plan of that stack together with these, or name the registry in repositoriesElsewhere.',
      helpForDeclaration:
        `Declare the repository in ${registryMark(to)}, or set 'createRepositories: true' for the rule from ${registryMark(from)}, in topology.yaml. ` +
        'If another stack has it, check the plan of that stack together with these, or name the registry in repositoriesElsewhere.',
    },
  ];
}

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
