import { grouped, isKnown, registryKey, shellWord } from '../../registry';
import { importHcl, isPlainAddress } from '../words/hcl';
import { lostWithRepositories, type LostWith } from '../lost-with-repository';
import { repositoryText } from '../words/place-text';
import type { PlannedResource, RepositoryResource } from '../resources/planned';
import type { Problem } from '../reviewed';
import { rule } from '../rule';

export const repositoryDestroyed = rule({
  id: 'repository-destroyed',
  severity: 'error',
  doc: 'No repository is destroyed while it may hold images.',
  why:
    'With force_delete, images are deleted with the repository and nobody can bring them back; without, ECR refuses to ' +
    'delete a repository that holds images, and the apply stops halfway. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteRepository.html',
  options: {},
  check: ({ resources }) => {
    const destroyed = resources.filter(isDestroyed);
    if (destroyed.length === 0) return [];
    const kept = grouped(resources.filter(isKept), ({ after }) => keyOf(after));
    const lostWith = lostWithRepositories(resources);
    return destroyed.flatMap((resource) => problemOf(resource, kept, lostWith));
  },
});

/** What the plans leave there, by registry and name. */
type Kept = ReadonlyMap<string | undefined, readonly RepositoryResource[]>;

function isKept(resource: PlannedResource): resource is RepositoryResource {
  return resource.kind === 'repository' && !resource.isDeposed && resource.after !== undefined;
}

/** Undefined where nobody can tell which repository it is. */
function keyOf(values: RepositoryResource['after']): string | undefined {
  if (values === undefined || !isKnown(values.name)) return undefined;
  return `${registryKey(values.registry)} ${values.name}`;
}

function isDestroyed(resource: PlannedResource): resource is RepositoryResource {
  return resource.kind === 'repository' && resource.action === 'delete';
}

function problemOf(resource: RepositoryResource, kept: Kept, lostWith: LostWith): readonly Problem[] {
  const { plan, address, before } = resource;
  if (before === undefined) return [];
  const { registry, name } = before;
  const key = keyOf(before);
  // A destroy takes the repository from wherever else it is managed, too.
  const [other] = key === undefined ? [] : (kept.get(key) ?? []);
  return [
    {
      at: { plan, address },
      subject: { registry, repository: isKnown(name) ? name : undefined },
      ...wordsFor(resource, other, isKnown(name) ? lostWith(registry, name) : ''),
    },
  ];
}

function wordsFor(
  resource: RepositoryResource,
  kept: RepositoryResource | undefined,
  alsoLost: string,
): Pick<Problem, 'message' | 'help' | 'code'> {
  if (kept === undefined) return { message: `${lost(resource)}${alsoLost}`, ...toKeep(resource) };
  const isCreated = kept.action === 'create';
  const where = `'${kept.address}'${kept.plan === resource.plan ? '' : ` of ${kept.plan}`}`;
  const message = isCreated
    ? `${lost(resource)}${alsoLost} ${where} creates it anew: it is a move that Terraform was not told of.`
    : `${lost(resource)}${alsoLost} ${where} has it too, and loses it.`;
  return { message, ...(isCreated ? toMove(resource, kept) : toKeep(resource)) };
}

function lost({ before, isDeposed }: RepositoryResource): string {
  const repository = before === undefined ? '' : ` ${repositoryText(before.registry, before.name)}`;
  const what = `The repository${repository}${isDeposed ? ', left over from a replacement,' : ''} is destroyed`;
  switch (before?.forceDelete) {
    case true:
      return `${what}, and all its images with it, for its force_delete is on.`;
    case false:
      return `${what}. Its force_delete is off, so the destroy fails as long as it holds images, and deletes it once it holds none.`;
    case 'notKnown':
    case undefined:
      return `${what}, and its images with it where its force_delete is on.`;
  }
}

/** https://developer.hashicorp.com/terraform/language/state/remove */
function toKeep({ address, isDeposed }: RepositoryResource): Pick<Problem, 'help' | 'code'> {
  if (isDeposed) {
    return {
      help: 'Copy the images that are still needed to the repository that replaced it, before you apply.',
    };
  }
  const renamed = 'Where it only got another address, write a moved block instead.';
  // A `removed` block takes a whole resource, not one instance of it.
  if (address.includes('[')) {
    return {
      help: `To keep the repository and manage it no longer, take it out of the state: terraform state rm ${shellWord(address)}. ${renamed}`,
    };
  }
  return {
    help: `To keep the repository and manage it no longer, write a removed block with destroy = false; in a stack of this project, which is generated, take it out of the state: terraform state rm ${shellWord(address)}. ${renamed}`,
    code: code(
      [address],
      ['removed {', `  from = ${address}`, '', '  lifecycle {', '    destroy = false', '  }', '}'],
    ),
  };
}

/** https://developer.hashicorp.com/terraform/language/block/moved */
function toMove(from: RepositoryResource, to: RepositoryResource): Pick<Problem, 'help' | 'code'> {
  if (from.plan === to.plan) {
    return {
      help: 'Say in the root module that it moved; then nothing is destroyed.',
      code: code(
        [from.address, to.address],
        ['moved {', `  from = ${from.address}`, `  to   = ${to.address}`, '}'],
      ),
    };
  }
  const name = to.after?.name ?? '';
  return {
    help:
      `A moved block works within one state, and these are two. Import it in ${to.plan} and, for ${from.plan}, take it out of ` +
      `the state instead of destroying it: terraform state rm ${shellWord(from.address)}.`,
    code: importHcl(to.address, name),
  };
}

function code(addresses: readonly string[], lines: readonly string[]): string | undefined {
  return addresses.every(isPlainAddress) ? lines.join('\n') : undefined;
}
