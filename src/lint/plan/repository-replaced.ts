import { registryKey } from '../../aws/arn';
import { isKnown } from '../../model/unknown';
import type { PlannedResource, RepositoryResource } from '../../plan/model/planned-resource';
import { shiftedResources } from '../../plan/review/count-shifts';
import { actionReasonText, helpForReason } from '../../plan/review/generated-resources';
import type { PlanReview } from '../../plan/review/review';
import { registryMark, repositoryMark } from '../finding-text';
import { deletedPoliciesText, RECREATE_POLICIES_HELP } from '../predicates/plan-resources';
import { defineRule, type Problem } from '../rule';

export const repositoryReplaced = defineRule({
  id: 'repository-replaced',
  severity: 'error',
  doc: 'Repository is destroyed and created again while it may contain images.',
  why:
    'ECR cannot rename a repository or change its encryption, so Terraform deletes the repository and creates an empty one. ' +
    'With force_delete, the images are deleted. Without it, the apply fails while the repository contains images. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html',
  options: {},
  check: (reviewed) => {
    const shifted = shiftedResources(reviewed.resources);
    const replaced = reviewed.resources.filter(isReplaced).filter((each) => !shifted.has(each));
    return replaced.flatMap((resource) => problemOf(resource, reviewed));
  },
});

function isReplaced(resource: PlannedResource): resource is RepositoryResource {
  return resource.kind === 'repository' && resource.action === 'replace';
}

function problemOf(resource: RepositoryResource, reviewed: PlanReview): readonly Problem[] {
  const { plan, address, before, after } = resource;
  if (before === undefined) return [];
  const { registry, name } = before;
  const isSame = after?.name === name && registryKey(after.registry) === registryKey(registry);
  // A repository with another name does not get these policies again.
  const policiesText = isSame && isKnown(name) ? deletedPoliciesText(reviewed, registry, name) : '';
  return [
    {
      at: { plan, address },
      subject: { registry, repository: isKnown(name) ? name : undefined },
      message: `Destroys the repository ${repositoryMark(registry, name)} and creates it again${causeText(resource)}. ${imagesText(resource)}${policiesText}`,
      help: policiesText === '' ? helpFor(resource) : `${helpFor(resource)} ${RECREATE_POLICIES_HELP}`,
      helpForDeclaration: STATE_REASONS.has(resource.reason ?? '') ? undefined : RESTORE,
    },
  ];
}

function causeText({ replacedFor, reason, before, after }: RepositoryResource): string {
  if (replacedFor.length === 0) {
    return reason === undefined ? ' (the plan does not show why)' : actionReasonText(reason);
  }
  const isMoved =
    before !== undefined &&
    after !== undefined &&
    registryKey(before.registry) !== registryKey(after.registry);
  const changes = [
    ...(replacedFor.includes('name') && after !== undefined && isKnown(after.name)
      ? [`its new name is '${after.name}'`]
      : []),
    ...(isMoved ? [`its new registry is ${registryMark(after.registry)}`] : []),
  ];
  const detail = changes.length === 0 ? '' : ` (${changes.join(', ')})`;
  return ` because ${replacedFor.join(' and ')} cannot be changed in place${detail}`;
}

/** Reasons that are in the state and not in the configuration, so `help` applies to generated resources as well. */
const STATE_REASONS: ReadonlySet<string> = new Set(['replace_because_tainted', 'replace_by_request']);

const RESTORE =
  'Restore the previous value in topology.yaml. ECR cannot change some settings of an existing repository, such as encryption. To use another ' +
  'value, declare a repository with another name, copy the images, and remove this repository in a separate change. ' +
  "With 'preventDestroy: true', such a plan fails.";

function imagesText({ before }: RepositoryResource): string {
  const forceDelete = before?.forceDelete;
  if (forceDelete === undefined || !isKnown(forceDelete)) {
    return 'All its images are deleted if force_delete is enabled.';
  }
  return forceDelete
    ? 'All its images are deleted, because force_delete is enabled.'
    : 'The apply fails while the repository contains images, because force_delete is disabled.';
}

function helpFor({ replacedFor, reason }: RepositoryResource): string {
  if (replacedFor.includes('name')) {
    return 'ECR cannot rename a repository. Create a new repository, copy the images, and destroy this repository in a separate change.';
  }
  if (replacedFor.some((attribute) => attribute.startsWith('encryption_configuration'))) {
    return 'ECR cannot change the encryption of an existing repository. Keep the encryption (lifecycle { ignore_changes = [encryption_configuration] }), or create a repository with another name and copy the images.';
  }
  return (
    helpForReason(reason) ??
    'Keep the attribute unchanged. Or create a new repository, copy the images, and destroy this repository in a separate change.'
  );
}
