import { isKnown } from '../../model/unknown';
import type { PlannedResource } from '../../plan/model/planned-resource';
import { repositoryMark } from '../finding-text';
import { defineRule, type Problem } from '../rule';

export const forceDeleteEnabled = defineRule({
  id: 'force-delete-enabled',
  severity: 'warning',
  doc: 'force_delete is not turned on for a repository that may hold images.',
  why:
    'Turning it on changes nothing yet, but the next destroy or replacement deletes all images without a question. ' +
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_repository#force_delete',
  options: {
    onCreate: {
      kind: 'flag',
      default: false,
      doc: 'Also find repositories that are created with force_delete.',
    },
  },
  check: ({ resources }, { onCreate }) => resources.flatMap((resource) => problemOf(resource, onCreate)),
});

function problemOf(resource: PlannedResource, onCreate: boolean): readonly Problem[] {
  if (resource.kind !== 'repository' || resource.after?.forceDelete !== true) return [];
  const { plan, address, action, before } = resource;
  const isEnabled = action === 'update' && before?.forceDelete !== true;
  // A replacement creates an empty repository, like a create.
  const isCreated = action === 'create' || (action === 'replace' && before?.forceDelete !== true);
  if (!isEnabled && !(onCreate && isCreated)) return [];
  const { registry, name } = resource.after;
  const repository = `The repository ${repositoryMark(registry, name)}`;
  return [
    {
      at: { plan, address },
      subject: { registry, repository: isKnown(name) ? name : undefined },
      message: isEnabled
        ? `${repository} gets force_delete = true: the next destroy, or replacement, deletes all its images.`
        : `${repository} is created with force_delete = true: its first destroy, or replacement, deletes all its images.`,
      help: isEnabled
        ? 'Leave force_delete off where images matter. To empty a repository that is to go, delete its images first, so that nothing else goes with it.'
        : 'Leave force_delete out where images matter; then ECR refuses to delete a repository that holds any.',
      helpForDeclaration:
        "Remove 'forceDelete: true' from the repository, or from 'defaults.repository', in topology.yaml if images matter. Then ECR refuses to delete the repository while it contains images.",
    },
  ];
}
