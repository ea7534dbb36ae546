import { isKnown } from '../../model/unknown';
import type { PlannedResource } from '../../plan/model/planned-resource';
import { repositoryMark } from '../finding-text';
import { defineRule, type Problem } from '../rule';

export const forceDeleteEnabled = defineRule({
  id: 'force-delete-enabled',
  severity: 'warning',
  doc: 'force_delete is enabled for a repository that may contain images.',
  why:
    'The apply itself deletes nothing, but the next destroy or replacement deletes all images without confirmation. ' +
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_repository#force_delete',
  options: {
    onCreate: {
      kind: 'flag',
      default: false,
      doc: 'Also report repositories that are created with force_delete.',
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
  const repository = `the repository ${repositoryMark(registry, name)}`;
  return [
    {
      at: { plan, address },
      subject: { registry, repository: isKnown(name) ? name : undefined },
      message: isEnabled
        ? `Enables force_delete for ${repository}. The next destroy or replacement deletes all its images.`
        : `Creates ${repository} with force_delete enabled. The first destroy or replacement deletes all its images.`,
      help: isEnabled
        ? 'Keep force_delete disabled if the images matter. To destroy a repository, delete its images first, so that no other images are lost.'
        : 'Remove force_delete if the images matter. Then ECR refuses to delete the repository while it contains images.',
      helpForDeclaration:
        "If the images matter, remove 'forceDelete: true' from the repository or from 'defaults.repository' in topology.yaml. Then ECR refuses to delete the repository while it contains images.",
    },
  ];
}
