import { isKnown, registryKey } from '../../registry';
import { lostWithRepositories, PUT_AGAIN, type LostWith } from '../lost-with-repository';
import { registryText, repositoryText } from '../words/place-text';
import type { PlannedResource, RepositoryResource } from '../resources/planned';
import type { Problem } from '../reviewed';
import { rule } from '../rule';

export const repositoryReplaced = rule({
  id: 'repository-replaced',
  severity: 'error',
  doc: 'No repository is destroyed and created anew, which loses its images.',
  why:
    'ECR cannot rename a repository nor change its encryption, so Terraform deletes it and creates an empty one: with ' +
    'force_delete the images are gone, without it the apply stops halfway. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html',
  options: {},
  check: ({ resources }) => {
    const replaced = resources.filter(isReplaced);
    if (replaced.length === 0) return [];
    const lostWith = lostWithRepositories(resources);
    return replaced.flatMap((resource) => problemOf(resource, lostWith));
  },
});

function isReplaced(resource: PlannedResource): resource is RepositoryResource {
  return resource.kind === 'repository' && resource.action === 'replace';
}

function problemOf(resource: RepositoryResource, lostWith: LostWith): readonly Problem[] {
  const { plan, address, before, after } = resource;
  if (before === undefined) return [];
  const { registry, name } = before;
  const isSame = after?.name === name && registryKey(after.registry) === registryKey(registry);
  // Of another name, the next plan finds nothing to attach it to.
  const lost = isSame && isKnown(name) ? lostWith(registry, name) : '';
  return [
    {
      at: { plan, address },
      subject: { registry, repository: isKnown(name) ? name : undefined },
      message: `The repository ${repositoryText(registry, name)} is destroyed and created anew, ${causeOf(resource)}${imagesOf(resource)}${lost}`,
      help: lost === '' ? helpFor(resource) : `${helpFor(resource)} ${PUT_AGAIN}`,
      helpForDeclaration: REASONS.get(resource.reason ?? '')?.helpForDeclaration ?? RESTORE,
    },
  ];
}

function causeOf(resource: RepositoryResource): string {
  const { replacedFor, reason, before, after } = resource;
  if (replacedFor.length > 0) {
    const changes = [
      ...(before !== undefined && after !== undefined && isRenamed(resource) && isKnown(after.name)
        ? [`its new name is '${after.name}'`]
        : []),
      ...(before !== undefined &&
      after !== undefined &&
      registryKey(before.registry) !== registryKey(after.registry)
        ? [`its new place is ${registryText(after.registry)}`]
        : []),
    ];
    const detail = changes.length === 0 ? '' : ` (${changes.join(', ')})`;
    return `because ${replacedFor.join(' and ')} cannot be changed in place${detail}: `;
  }
  const told = reason === undefined ? undefined : REASONS.get(reason);
  if (told !== undefined) return `because ${told.because}: `;
  return reason === undefined ? 'for a reason that the plan does not tell: ' : `for '${reason}': `;
}

const RESTORE =
  'Restore the previous value in topology.yaml, such as encryption, which ECR sets once and for all. To change it, declare a repository of another ' +
  "name, copy the images, and remove this one in a change of its own. With 'preventDestroy: true', such a plan fails.";

const UNTAINT =
  'If the repository is as it should be, take the mark away with terraform untaint, and plan again.';

interface Reason {
  readonly because: string;
  readonly help: string;
  /** Undefined for what a generated resource does not have. */
  readonly helpForDeclaration?: string;
}

/** https://developer.hashicorp.com/terraform/internals/json-format, `action_reason` */
const REASONS: ReadonlyMap<string, Reason> = new Map<string, Reason>([
  [
    'replace_because_tainted',
    {
      because: 'Terraform has it as tainted: its creation failed halfway, or somebody tainted it',
      help: UNTAINT,
      helpForDeclaration: UNTAINT,
    },
  ],
  [
    'replace_by_request',
    {
      because: 'the plan was made with -replace',
      help: 'Plan again without -replace.',
      helpForDeclaration: 'Plan again without -replace.',
    },
  ],
  [
    'replace_by_triggers',
    {
      because: 'something that its replace_triggered_by names changes',
      help: 'Take the reference out of replace_triggered_by, or copy the images away first.',
    },
  ],
]);

function imagesOf({ before }: RepositoryResource): string {
  switch (before?.forceDelete) {
    case true:
      return 'all its images are lost, for its force_delete is on.';
    case false:
      return 'its force_delete is off, so the destroy fails as long as it holds images.';
    case 'notKnown':
    case undefined:
      return 'all its images are lost where its force_delete is on.';
  }
}

function helpFor(resource: RepositoryResource): string {
  const { replacedFor, reason } = resource;
  if (isRenamed(resource)) {
    return 'ECR cannot rename: create the new repository beside this one, copy the images, and destroy the old one in a change of its own.';
  }
  if (replacedFor.some((attribute) => attribute.startsWith('encryption_configuration'))) {
    return 'ECR sets the encryption of a repository when it creates it, for good: leave it as it is (lifecycle { ignore_changes = [encryption_configuration] }), or create a repository of another name and copy the images.';
  }
  return (
    REASONS.get(reason ?? '')?.help ??
    'Leave the attribute as it is, or create a new repository beside this one, copy the images, and destroy the old one in a change of its own.'
  );
}

function isRenamed({ replacedFor }: RepositoryResource): boolean {
  return replacedFor.includes('name');
}
