import { registryKey, repositoryArn, type RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { matchingActions, REPLICATION_ACTIONS, type EcrAction } from '../../aws/policy/actions';
import type { PolicyStatement } from '../../aws/policy/document';
import { sortedUnique } from '../../base/collections';
import { capitalizeSentence, formatList } from '../../base/text';
import { isKnown } from '../../model/unknown';
import { isChangedInAws, UNCHANGED_OPTION, type PlannedResource } from '../../plan/model/planned-resource';
import type { PlanReview } from '../../plan/review/review';
import { accountOrPlaceholder, registryPolicyHcl } from '../../terraform/hcl';
import { registryMark } from '../finding-text';
import { addressOf } from '../predicates/plan-resources';
import { policyName, policySubject } from '../predicates/policies-after';
import { compareAccounts, replicationPaths } from '../replication/paths';
import { findReplicationStatements } from '../replication/permission';
import { withTemplatePolicies } from '../predicates/template-policies';
import { defineRule, type Problem } from '../rule';

const rule = defineRule({
  id: 'replicate-in-repository-policy',
  severity: 'error',
  doc: 'Repository policy allows ecr:ReplicateImage, which has no effect there.',
  why:
    'ECR accepts such a repository policy, but replicates nothing. Replication requires the registry policy of the ' +
    'destination. Each account has one registry policy in each Region. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-create-replication.html',
  options: { unchanged: UNCHANGED_OPTION },
  check: (reviewed, { unchanged }) =>
    reviewed.resources
      .filter((resource) => unchanged || isChangedInAws(resource))
      .flatMap((resource) => problemOf(resource, reviewed)),
});

export const replicateInRepositoryPolicy = withTemplatePolicies(rule);

function problemOf(resource: PlannedResource, reviewed: PlanReview): readonly Problem[] {
  if (resource.kind !== 'repository-policy' || resource.after === undefined) return [];
  const { registry, repository, policy } = resource.after;
  const found = findReplicationStatements(policy);
  if (found === undefined) return [];
  const hasCode =
    found.statements.length > 0 && isKnown(repository) && !isRegistryPolicyShown(registry, reviewed);
  return [
    {
      at: addressOf(resource),
      subject: policySubject(resource, registry),
      message:
        `${capitalizeSentence(policyName(resource))} allows ecr:ReplicateImage in ${formatList(found.labels, 4)}, which has no ` +
        'effect. Replication requires the registry policy of the destination.',
      help:
        `Remove it from this policy, and allow it in the aws_ecr_registry_policy of ${registryMark(registry)}. A registry has only one policy. ` +
        'If that policy exists, add the statement to it.',
      helpForDeclaration:
        "Remove the statement from 'statements' of the repository in topology.yaml. " +
        `To replicate to ${registryMark(registry)}, add a rule under 'replication'. The rule also generates the registry policy.`,
      code: hasCode
        ? registryPolicyHcl(
            registry,
            reviewed.nameOf(registry),
            toRegistryStatements(found.statements, registry, repository),
          )
        : undefined,
    },
  ];
}

/** Whether `replication-not-permitted` already prints the complete registry policy. */
function isRegistryPolicyShown(registry: RegistryId, { after }: PlanReview): boolean {
  const key = registryKey(registry);
  const destination = after.registries.find((each) => registryKey(each) === key);
  if (destination === undefined || destination.policy !== undefined) return false;
  return replicationPaths(after).some(
    ({ from, to }) => registryKey(to) === key && compareAccounts(from, to) !== 'one',
  );
}

/** Converts statements of a repository policy for a registry policy: only replication actions, and with a Resource. */
function toRegistryStatements(
  statements: readonly PolicyStatement[],
  { accountId, region }: RegistryId,
  repository: RepositoryName,
): readonly PolicyStatement[] {
  const arn = repositoryArn(
    { accountId: accountOrPlaceholder(accountId, 'THIS_ACCOUNT_ID'), region },
    repository,
  );
  const needed = new Set<EcrAction>(REPLICATION_ACTIONS.created);
  return statements.map((statement) => ({
    ...statement,
    actions: {
      isNot: false,
      values: sortedUnique(
        statement.actions.values.flatMap(matchingActions).filter((action) => needed.has(action)),
      ),
    },
    resources: { isNot: false, values: [arn] },
  }));
}
