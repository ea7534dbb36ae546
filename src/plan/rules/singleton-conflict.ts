import { grouped, isKnown, listed, registryKey, type RegistryId, type RepositoryName } from '../../registry';
import { addressOf } from '../managing';
import { registryText, repositoryText } from '../place-text';
import { isStandInRegion } from '../resources/places';
import type { PlannedResource } from '../resources/planned';
import type { Problem } from '../reviewed';
import { rule } from '../rule';

export const singletonConflict = rule({
  id: 'singleton-conflict',
  severity: 'error',
  doc: 'One resource manages a repository and each policy, and the replication and scanning of a registry.',
  why:
    'A registry has one policy, one replication configuration and one scanning configuration, each put and deleted as a ' +
    'whole: of two resources, the one applied last wins, and each plan undoes the other. ' +
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_registry_policy',
  options: {},
  check: ({ resources }) => {
    const singletons = resources.flatMap((resource) => singletonOf(resource) ?? []);
    return [...grouped(singletons, ({ key }) => key).values()].flatMap(problemsOf);
  },
});

/** A resource that has to be the only one for what it manages. */
interface Singleton {
  readonly resource: PlannedResource;
  readonly kind: SingletonKind;
  readonly registry: RegistryId;
  readonly repository: RepositoryName | undefined;
  /** One text for what it manages. */
  readonly key: string;
}

type SingletonKind = keyof typeof NAMES;

/** What they manage, to follow "one". */
const NAMES = {
  repository: 'repository of that name',
  'repository-policy': 'policy',
  'lifecycle-policy': 'lifecycle policy',
  'registry-policy': 'registry policy',
  replication: 'replication configuration',
  scanning: 'scanning configuration',
} as const;

function singletonOf(resource: PlannedResource): Singleton | undefined {
  // What is forgotten is managed no more.
  if (resource.action === 'forget') return undefined;
  switch (resource.kind) {
    case 'repository':
      // A repository that goes here and comes there is a matter of its images.
      return resource.after === undefined
        ? undefined
        : singleton(resource, resource.kind, resource.after.name);
    case 'repository-policy':
    case 'lifecycle-policy':
      return singleton(resource, resource.kind, (resource.after ?? resource.before)?.repository);
    case 'registry-policy':
    case 'replication':
    case 'scanning':
      return singleton(resource, resource.kind, undefined);
    case 'creation-template':
    case 'identity-policy':
    case 'policy-attachment':
      return undefined;
  }
}

function singleton(
  resource: PlannedResource,
  kind: SingletonKind,
  repository: RepositoryName | 'notKnown' | undefined,
): Singleton | undefined {
  const registry = (resource.after ?? resource.before)?.registry;
  if (registry === undefined || (repository !== undefined && !isKnown(repository))) return undefined;
  // One provider may be called alike in two plans, and reach another Region in each.
  const where = isStandInRegion(registry.region) ? resource.plan : '';
  const key = [kind, registryKey(registry), repository ?? '', where].join('\n');
  return { resource, kind, registry, repository, key };
}

function problemsOf(all: readonly [Singleton, ...Singleton[]]): readonly Problem[] {
  const stay = all.filter(({ resource }) => resource.after !== undefined);
  const go = all.filter(({ resource }) => resource.after === undefined);
  // What is destroyed alone is no conflict, and what stays as it is was there before the other one was taken away.
  if (stay.length > 1) return stay.map((one) => bothManage(one, others(one, stay)));
  const [only] = stay;
  if (only === undefined || go.length === 0 || only.resource.action !== 'create') return [];
  return [takenAway(only, go)];
}

function others(one: Singleton, all: readonly Singleton[]): readonly Singleton[] {
  return all.filter((other) => other !== one);
}

function bothManage(one: Singleton, rest: readonly Singleton[]): Problem {
  const { kind, registry, repository } = one;
  const isCreated =
    kind === 'repository' && [one, ...rest].some(({ resource }) => resource.action === 'create');
  return {
    at: addressOf(one.resource),
    subject: { registry, repository },
    message:
      `${placeOf(one)} has one ${NAMES[kind]}, and ${addressesOf(rest, one)} ${rest.length === 1 ? 'manages' : 'manage'} it too: ` +
      (isCreated
        ? 'the second apply fails, for ECR has a repository of that name already (RepositoryAlreadyExistsException).'
        : 'the one applied last wins, and each plan undoes what the other has done.'),
    help:
      kind === 'repository'
        ? 'Keep one, and refer to it from elsewhere with the data source aws_ecr_repository.'
        : `Put everything into one of them, and take the other out of its state with a 'removed' block that has destroy = false: a destroy would take away what the one that stays has put.`,
  };
}

/** Created at one address and destroyed at another: whichever comes last decides. */
function takenAway(only: Singleton, go: readonly Singleton[]): Problem {
  const { kind, registry, repository, resource } = only;
  const isOnePlan = go.every((other) => other.resource.plan === resource.plan);
  return {
    at: addressOf(resource),
    subject: { registry, repository },
    message:
      `${placeOf(only)} has one ${NAMES[kind]}, which is created here while ${addressesOf(go, only)} ` +
      `${go.length === 1 ? 'is' : 'are'} destroyed: where the destroy comes last, nothing is left.`,
    help: isOnePlan
      ? "Say that it is the same with a 'moved' block, so that nothing is destroyed."
      : "Take it out of the other state with a 'removed' block that has destroy = false, and import it here.",
  };
}

function placeOf({ registry, repository }: Singleton): string {
  return repository === undefined ? registryText(registry) : repositoryText(registry, repository);
}

function addressesOf(singletons: readonly Singleton[], { resource: { plan } }: Singleton): string {
  const texts = singletons.map(({ resource }) =>
    resource.plan === plan ? `'${resource.address}'` : `'${resource.address}' of ${resource.plan}`,
  );
  return listed(texts, 4);
}
