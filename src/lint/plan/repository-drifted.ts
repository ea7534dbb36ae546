import { isKnown } from '../../model/unknown';
import { repositoryMark } from '../finding-text';
import { addressOf } from '../predicates/plan-resources';
import { defineRule } from '../rule';

export const repositoryDrifted = defineRule({
  id: 'repository-drifted',
  severity: 'warning',
  doc: 'Repository was deleted outside of Terraform, and the plan creates it again without images.',
  why:
    'The plan shows a create action, which looks like a new repository. But the repository existed, and its images are lost. ' +
    'https://developer.hashicorp.com/terraform/tutorials/state/resource-drift',
  options: {},
  check: ({ drift, resources }) => {
    const deleted = new Set(
      drift
        .filter(({ kind, type }) => kind === 'deleted' && type === 'aws_ecr_repository')
        .map(({ plan, address }) => `${plan}\n${address}`),
    );
    return resources.flatMap((resource) => {
      if (resource.kind !== 'repository' || resource.action !== 'create' || resource.after === undefined) {
        return [];
      }
      if (!deleted.has(`${resource.plan}\n${resource.address}`)) return [];
      const { registry, name } = resource.after;
      return [
        {
          at: addressOf(resource),
          subject: { registry, repository: isKnown(name) ? name : undefined },
          message: `Creates the repository ${repositoryMark(registry, name)} again without images, because it was deleted outside of Terraform together with its images.`,
          help:
            'Find out which principal deleted it (CloudTrail event DeleteRepository). After the apply, push or replicate its ' +
            'images again. Pulls fail until then.',
        },
      ];
    });
  },
});
