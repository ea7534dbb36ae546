import {
  actionsMeant,
  isKnown,
  listed,
  registryKey,
  REPLICATION_ACTIONS,
  repositoryArn,
  sortedUnique,
  type EcrAction,
  type PolicyStatement,
  type RegistryId,
  type RepositoryName,
} from '../../registry';
import { isWritten, UNCHANGED } from '../changed';
import { addressOf } from '../managing';
import { policyName, policySubject } from '../policies/policies-after';
import { accountToFillIn, registryPolicyHcl } from '../words/policy-hcl';
import { registryText } from '../words/place-text';
import { replicateStatements } from '../replication/replicate-statements';
import { accountsOf, replicationPaths } from '../replication/replication-paths';
import type { PlannedResource } from '../resources/planned';
import type { Reviewed } from '../reviewed';
import { rule, type Problem } from '../rule';
import { sentence } from '../words/sentence';

export const replicateInRepositoryPolicy = rule({
  id: 'replicate-in-repository-policy',
  severity: 'error',
  doc: 'A repository policy allows ecr:ReplicateImage, which has no effect there.',
  why:
    'ECR accepts such a repository policy and replicates nothing. Replication needs the registry policy of the ' +
    'destination, of which there is one for each account and Region. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-create-replication.html',
  options: { unchanged: UNCHANGED },
  check: (reviewed, { unchanged }) =>
    reviewed.resources
      .filter((resource) => unchanged || isWritten(resource))
      .flatMap((resource) => problemOf(resource, reviewed)),
});

function problemOf(resource: PlannedResource, reviewed: Reviewed): readonly Problem[] {
  if (resource.kind !== 'repository-policy' || resource.after === undefined) return [];
  const { registry, repository, policy } = resource.after;
  const found = replicateStatements(policy);
  if (found === undefined) return [];
  const hasCode = found.statements.length > 0 && isKnown(repository) && !isShown(registry, reviewed);
  return [
    {
      at: addressOf(resource),
      subject: policySubject(resource, registry),
      message:
        `${sentence(policyName(resource))} allows ecr:ReplicateImage in ${listed(found.places, 4)}, which has no ` +
        'effect: replication needs the registry policy of the destination, not a repository policy.',
      help:
        `Remove it here, and allow it in the aws_ecr_registry_policy of ${registryText(registry)}. A registry has only one: ` +
        'if it exists already, add the statement to it.',
      helpForDeclaration:
        "Remove the statement from 'statements' of the repository in topology.yaml. " +
        `To replicate to ${registryText(registry)}, write a rule under 'replication': it generates the registry policy too.`,
      code: hasCode
        ? registryPolicyHcl(
            registry,
            reviewed.nameOf(registry),
            forRegistry(found.statements, registry, repository),
          )
        : undefined,
    },
  ];
}

/** Whether `replication-not-permitted` already prints the complete registry policy. */
function isShown(registry: RegistryId, { after }: Reviewed): boolean {
  const key = registryKey(registry);
  const there = after.registries.find((each) => registryKey(each) === key);
  if (there === undefined || there.policy !== undefined) return false;
  return replicationPaths(after).some(
    ({ from, to }) => registryKey(to) === key && accountsOf(from, to) !== 'one',
  );
}

/** Converts statements of a repository policy for a registry policy: only replication actions, and with a Resource. */
function forRegistry(
  statements: readonly PolicyStatement[],
  { accountId, region }: RegistryId,
  repository: RepositoryName,
): readonly PolicyStatement[] {
  const own = repositoryArn({ accountId: accountToFillIn(accountId, 'THIS_ACCOUNT_ID'), region }, repository);
  const needed = new Set<EcrAction>(REPLICATION_ACTIONS.created);
  return statements.map((statement) => ({
    ...statement,
    actions: {
      isNot: false,
      values: sortedUnique(
        statement.actions.values.flatMap(actionsMeant).filter((action) => needed.has(action)),
      ),
    },
    resources: { isNot: false, values: [own] },
  }));
}
