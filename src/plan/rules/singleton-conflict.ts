import { grouped, isKnown, listed, registryKey, type RegistryId, type RepositoryName } from '../../registry';
import { importHcl } from '../words/hcl';
import { addressOf } from '../managing';
import { registryText, repositoryText } from '../words/place-text';
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
  const key = [kind, registryKey(registry), repository ?? ''].join('\n');
  return { resource, kind, registry, repository, key };
}

function problemsOf(all: readonly [Singleton, ...Singleton[]]): readonly Problem[] {
  // What is forgotten is managed no more; all that is there can be put again, but a repository.
  const managed = all.filter(({ resource }) => resource.action !== 'forget');
  const stay = managed.filter(({ resource }) => resource.after !== undefined && !resource.isDeposed);
  const go = managed.filter(({ resource }) => resource.after === undefined);
  if (stay.length > 1) return stay.map((one) => bothManage(one, others(one, stay)));
  const [only] = stay;
  // What is destroyed alone is no conflict.
  if (only === undefined) return [];
  const [forgotten] = all.filter(({ resource }) => resource.action === 'forget');
  return [
    ...(go.length === 0 ? [] : [takenAway(only, go)]),
    ...(forgotten === undefined || only.resource.action !== 'create' ? [] : leftThere(only, forgotten)),
  ];
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

/** Managed at one address and destroyed at another, which deletes it for both. */
function takenAway(only: Singleton, go: readonly Singleton[]): Problem {
  const { kind, registry, repository, resource } = only;
  return {
    at: addressOf(resource),
    subject: { registry, repository },
    message:
      `${placeOf(only)} has one ${NAMES[kind]}, which ${becomes(resource.action)} here while ${addressesOf(go, only)} ` +
      `${go.length === 1 ? 'is' : 'are'} destroyed: ` +
      (resource.action === 'no-op'
        ? 'the destroy deletes it, and nothing is left until somebody plans and applies once more.'
        : 'where the destroy comes last, nothing is left.'),
    help: helpFor(resource, go),
  };
}

function becomes(action: PlannedResource['action']): string {
  switch (action) {
    case 'create':
      return 'is created';
    case 'replace':
      return 'is replaced';
    case 'update':
      return 'is changed';
    case 'delete':
    case 'forget':
    case 'no-op':
      return 'stays as it is';
  }
}

/** https://developer.hashicorp.com/terraform/language/state/remove */
function helpFor({ plan, action }: PlannedResource, go: readonly Singleton[]): string {
  if (go.every(({ resource }) => resource.isDeposed)) {
    return 'No address leads to what a replacement left over: plan and apply once more afterwards, which puts it again.';
  }
  const isOnePlan = go.every(({ resource }) => resource.plan === plan);
  if (action === 'create') {
    return isOnePlan
      ? "Say that it is the same with a 'moved' block, so that nothing is destroyed."
      : "Take it out of the other state with a 'removed' block that has destroy = false, and import it here.";
  }
  return "Take the other out of its state with a 'removed' block that has destroy = false, so that nothing is destroyed.";
}

/** Forgotten at one address and created at another, or at the same. Only a repository cannot be put where there is one. */
function leftThere(only: Singleton, forgotten: Singleton): readonly Problem[] {
  const { kind, registry, repository, resource } = only;
  if (kind !== 'repository' || repository === undefined) return [];
  const isReplaced =
    forgotten.resource.plan === resource.plan && forgotten.resource.address === resource.address;
  return [
    {
      at: addressOf(resource),
      subject: { registry, repository },
      message:
        `${placeOf(only)} is created here, and ${addressesOf([forgotten], only)}, which is forgotten, leaves it there: ` +
        'the apply fails, for ECR has a repository of that name already (RepositoryAlreadyExistsException).',
      ...(isReplaced
        ? {
            help: `Leave ${listed(resource.replacedFor.length === 0 ? ['what it is replaced for'] : resource.replacedFor, 4)} as it is, or give the new repository another name.`,
          }
        : {
            help: 'Import it instead of creating it.',
            code: importHcl(resource.address, repository),
          }),
    },
  ];
}

function placeOf({ registry, repository }: Singleton): string {
  return repository === undefined ? registryText(registry) : repositoryText(registry, repository);
}

function addressesOf(singletons: readonly Singleton[], { resource: { plan } }: Singleton): string {
  const texts = singletons.map(({ resource }) => {
    const leftOver = resource.isDeposed ? ', left over from a replacement,' : '';
    return `'${resource.address}'${resource.plan === plan ? '' : ` of ${resource.plan}`}${leftOver}`;
  });
  return listed(texts, 4);
}
