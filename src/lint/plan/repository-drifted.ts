import { isKnown } from '../../model/unknown';
import { repositoryMark } from '../finding-text';
import { addressOf } from '../predicates/plan-resources';
import { defineRule } from '../rule';

export const repositoryDrifted = defineRule({
  id: 'repository-drifted',
  severity: 'warning',
  doc: 'A repository was deleted outside of Terraform, and the plan creates it again without its images.',
  why:
    'The plan shows it as a creation, which looks like a new repository; but it was there, and its images are lost. ' +
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
          message: `The repository ${repositoryMark(registry, name)} was deleted outside of Terraform, with its images. The plan creates it again, empty.`,
          help:
            'Find out who deleted it (CloudTrail: DeleteRepository), and push or replicate its images again after the apply; ' +
            'until then, pulls fail.',
        },
      ];
    });
  },
});
