import { registryKey, type RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { formatList, shellWord } from '../../base/text';
import { isKnown } from '../../model/unknown';
import type { PlannedResource, RepositoryResource } from '../../plan/model/planned-resource';
import { shiftedResources } from '../../plan/review/count-shifts';
import type { PlanReview } from '../../plan/review/review';
import { importHcl, isPlainAddress, movedHcl } from '../../terraform/hcl';
import { registryMark, repositoryMark } from '../finding-text';
import { deletedPoliciesText } from '../predicates/plan-resources';
import { droppedPaths } from '../replication/dropped-paths';
import { defineRule, type Problem } from '../rule';

export const repositoryDestroyed = defineRule({
  id: 'repository-destroyed',
  severity: 'error',
  doc: 'Repository is destroyed while it may contain images.',
  why:
    'With force_delete, ECR deletes the images together with the repository, and you cannot restore them. Without it, ECR ' +
    'does not delete a repository that contains images, and the apply stops halfway. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteRepository.html',
  options: {},
  check: (reviewed) => {
    const { resources } = reviewed;
    const shifted = shiftedResources(resources);
    const destroyed = resources.filter(isDestroyed).filter((each) => !shifted.has(each));
    if (destroyed.length === 0) return [];
    const sourcesOf = sourcesOfReplicas(reviewed);
    return destroyed.flatMap((resource) => problemOf(resource, reviewed, sourcesOf));
  },
});

type FindSources = (registry: RegistryId, name: RepositoryName) => readonly RegistryId[];

function isDestroyed(resource: PlannedResource): resource is RepositoryResource {
  return resource.kind === 'repository' && resource.action === 'delete';
}

function problemOf(
  resource: RepositoryResource,
  reviewed: PlanReview,
  sourcesOf: FindSources,
): readonly Problem[] {
  const { plan, address, before } = resource;
  if (before === undefined) return [];
  const { registry, name } = before;
  // The destroy also affects another resource that manages the same repository.
  const other = isKnown(name) ? reviewed.resourceOf('after', 'repository', registry, name) : undefined;
  const sources = isKnown(name) && !resource.isDeposed ? sourcesOf(registry, name) : [];
  return [
    {
      at: { plan, address },
      subject: { registry, repository: isKnown(name) ? name : undefined },
      ...describeDestroy(
        resource,
        other,
        isKnown(name) ? deletedPoliciesText(reviewed, registry, name) : '',
        sources,
      ),
    },
  ];
}

/** Returns the registries that no longer replicate into a destroyed repository. */
function sourcesOfReplicas(reviewed: PlanReview): FindSources {
  const dropped = droppedPaths(reviewed);
  return (registry, name) =>
    dropped
      .filter(({ to, destroyed }) => registryKey(to) === registryKey(registry) && destroyed.includes(name))
      .map(({ from }) => from);
}

type DestroyText = Pick<Problem, 'code' | 'help' | 'helpForDeclaration' | 'message'>;

function describeDestroy(
  resource: RepositoryResource,
  kept: RepositoryResource | undefined,
  policiesText: string,
  sources: readonly RegistryId[],
): DestroyText {
  const message = `${destroyedText(resource)}${replicaText(sources)}${policiesText}`;
  if (kept === undefined) return { message, ...adviceToKeep(resource, sources) };
  const keptAddress = `'${kept.address}'${kept.plan === resource.plan ? '' : ` of ${kept.plan}`}`;
  return kept.action === 'create'
    ? {
        message: `${message} ${keptAddress} creates it again. Without a moved block, Terraform does not know that the repository moved.`,
        ...adviceToMove(resource, kept),
      }
    : {
        message: `${message} ${keptAddress} also manages the repository and loses it.`,
        ...adviceToKeep(resource, sources),
      };
}

function destroyedText({ before, isDeposed }: RepositoryResource): string {
  const repository = before === undefined ? '' : ` ${repositoryMark(before.registry, before.name)}`;
  const what = `Destroys the ${isDeposed ? 'deposed ' : ''}repository${repository}`;
  const forceDelete = before?.forceDelete;
  if (forceDelete === undefined || !isKnown(forceDelete)) {
    return `${what}, and all its images if force_delete is enabled.`;
  }
  return forceDelete
    ? `${what} and all its images, because force_delete is enabled.`
    : `${what}. force_delete is disabled, so the apply fails while the repository contains images.`;
}

function replicaText(sources: readonly RegistryId[]): string {
  if (sources.length === 0) return '';
  return ` It is a replica, and ${formatList(sources.map(registryMark), 3)} no longer ${sources.length === 1 ? 'replicates' : 'replicate'} into it.`;
}

/** https://developer.hashicorp.com/terraform/language/state/remove */
function adviceToKeep(
  { address, isDeposed }: RepositoryResource,
  sources: readonly RegistryId[],
): Omit<DestroyText, 'message'> {
  if (isDeposed) {
    return {
      help: 'Before you apply, copy the images that you still need to the repository that replaced it.',
    };
  }
  const remove = `remove it from the state: terraform state rm ${shellWord(address)}.`;
  const renamed = 'If only its address changed, write a moved block instead.';
  const declare =
    sources.length === 0
      ? 'To keep the repository, declare it in topology.yaml again.'
      : `To keep the repository, keep the rule from ${formatList(sources.map(registryMark), 3)} under 'replication' in topology.yaml, or declare the repository there.`;
  const forDeclaration = {
    helpForDeclaration: `${declare} To keep it without managing it, ${remove} With 'preventDestroy: true', such a plan fails.`,
  };
  // A `removed` block applies to all instances of a resource.
  if (address.includes('[')) {
    return {
      help: `To keep the repository without managing it, ${remove} ${renamed}`,
      ...forDeclaration,
    };
  }
  return {
    help: `To keep the repository without managing it, write a removed block with destroy = false. ${renamed}`,
    code: isPlainAddress(address)
      ? ['removed {', `  from = ${address}`, '', '  lifecycle {', '    destroy = false', '  }', '}'].join(
          '\n',
        )
      : undefined,
    ...forDeclaration,
  };
}

function adviceToMove(from: RepositoryResource, to: RepositoryResource): Omit<DestroyText, 'message'> {
  if (from.plan === to.plan) {
    return {
      help: 'Add a moved block to the root module. Then nothing is destroyed.',
      code: movedHcl(from.address, to.address),
      helpForDeclaration:
        'Move the repository in the state. Then nothing is destroyed: ' +
        `terraform state mv ${shellWord(from.address)} ${shellWord(to.address)}.`,
    };
  }
  const name = to.after === undefined || !isKnown(to.after.name) ? '' : to.after.name;
  const remove = `For ${from.plan}, remove it from the state: terraform state rm ${shellWord(from.address)}.`;
  return {
    help: `A moved block works only within one state. Import the repository in ${to.plan}. ${remove}`,
    code: importHcl(to.address, name),
    helpForDeclaration: `Set 'import: [repositories]' for its registry in topology.yaml. ${remove}`,
  };
}
