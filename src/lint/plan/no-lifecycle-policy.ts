import { registryKey, type RegistryId } from '../../aws/arn';
import { isKnown } from '../../model/unknown';
import { UNCHANGED_OPTION } from '../../plan/model/planned-resource';
import type { PlanReview } from '../../plan/review/review';
import { repositoriesAfter, repositoryProblem, type RepositoryAfter } from '../predicates/plan-resources';
import { defineRule } from '../rule';

export const noLifecyclePolicy = defineRule({
  id: 'no-lifecycle-policy',
  severity: 'note',
  doc: 'Every repository has a lifecycle policy, so that images do not pile up.',
  why:
    'Without one, ECR keeps every image indefinitely. Replicas need their own: ECR replicates no lifecycle ' +
    'policies, and deletions only if delete replication is enabled for the rule. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html',
  options: { unchanged: UNCHANGED_OPTION },
  check: (reviewed, { unchanged }) => {
    const before = lifecyclePolicyTest(reviewed, 'before');
    const after = lifecyclePolicyTest(reviewed, 'after');
    return repositoriesAfter(reviewed).flatMap((repository) => {
      if (after(repository)) return [];
      const isRemoved = before(repository);
      if (!repository.isChanged && !unchanged && !isRemoved) return [];
      return repositoryProblem(
        repository,
        isRemoved
          ? 'loses its lifecycle policy, so ECR keeps every image from then on.'
          : 'has no lifecycle policy, so ECR keeps every image for good.',
        HELP,
      );
    });
  },
});

const HELP = {
  help: 'Add an aws_ecr_lifecycle_policy, such as one that expires untagged images after some days.',
  helpForDeclaration:
    "Set 'lifecycle' for the repository or in 'defaults.repository' in topology.yaml, such as [{ tagStatus: untagged, daysSincePushed: 7, action: expire }].",
};

/**
 * Returns a test for repositories with a lifecycle policy. A lifecycle policy whose repository is known only after apply may
 * belong to any of them: `undecidable` reports it.
 */
function lifecyclePolicyTest(
  { resources }: PlanReview,
  when: 'after' | 'before',
): (repository: RepositoryAfter) => boolean {
  const keys = new Set(
    resources.flatMap((resource) => {
      const policy = resource.kind === 'lifecycle-policy' ? resource[when] : undefined;
      if (policy === undefined) return [];
      // A key without a name, which no repository has.
      return keyOf(policy.registry, isKnown(policy.repository) ? policy.repository : '');
    }),
  );
  return ({ values: { registry }, name }) =>
    keys.has(keyOf(registry, name)) || (when === 'after' && keys.has(keyOf(registry, '')));
}

function keyOf(registry: RegistryId, name: string): string {
  return `${registryKey(registry)} ${name}`;
}
