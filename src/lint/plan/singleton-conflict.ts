import { registryKey, type RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { groupBy } from '../../base/collections';
import { formatList, shellWord } from '../../base/text';
import { isKnown, type Unknown } from '../../model/unknown';
import type { PlannedResource } from '../../plan/model/planned-resource';
import { shiftedResources } from '../../plan/review/count-shifts';
import { settingNameOf } from '../../plan/topology/settings';
import { importHcl, movedHcl } from '../../terraform/hcl';
import { registryMark, repositoryMark } from '../finding-text';
import { addressOf } from '../predicates/plan-resources';
import { defineRule, type Problem } from '../rule';

export const singletonConflict = defineRule({
  id: 'singleton-conflict',
  severity: 'error',
  doc: 'One resource manages a repository and each policy, and each setting of a registry.',
  why:
    'A registry has one policy, one replication configuration and one scanning configuration, and one creation template and ' +
    'pull-through cache for a prefix, each put and deleted as a whole: of two resources, the one applied last wins, and ' +
    'each plan undoes the other. ' +
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_registry_policy',
  options: {},
  check: ({ resources }) => {
    const singletons = resources.flatMap((resource) => singletonOf(resource) ?? []);
    const shifted = shiftedResources(resources);
    return [...groupBy(singletons, ({ key }) => key).values()]
      .filter((all) => !all.every(({ resource }) => shifted.has(resource)))
      .flatMap(problemsOf);
  },
});

/** A resource that must be the only one that manages its object. */
interface Singleton {
  readonly resource: PlannedResource;
  readonly kind: SingletonKind;
  readonly registry: RegistryId;
  readonly repository: RepositoryName | undefined;
  /** The prefix or name, for types of which a registry can have several objects. */
  readonly name: string | undefined;
  /** Identifies the managed object. */
  readonly key: string;
}

type SingletonKind = keyof typeof NAMES;

/** Names of the managed objects, printed after "one". */
const NAMES = {
  repository: 'repository of that name',
  'repository-policy': 'policy',
  'lifecycle-policy': 'lifecycle policy',
  'registry-policy': 'registry policy',
  replication: 'replication configuration',
  scanning: 'scanning configuration',
  'creation-template': 'creation template for the prefix',
  'cache-rule': 'pull-through cache for the prefix',
  'account-setting': 'value of the account setting',
} as const;

/** The error if the object already exists. Objects without an entry are overwritten. */
const EXISTS_ERRORS: Readonly<Partial<Record<SingletonKind, string>>> = {
  repository: 'RepositoryAlreadyExistsException',
  'creation-template': 'TemplateAlreadyExistsException',
  'cache-rule': 'PullThroughCacheRuleAlreadyExistsException',
};

function singletonOf(resource: PlannedResource): Singleton | undefined {
  switch (resource.kind) {
    case 'repository':
      // `repository-destroyed` reports a repository that is destroyed at one address and created at another.
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
    case 'account-setting':
    case 'cache-rule':
    case 'creation-template': {
      const name = settingNameOf(resource, resource.after === undefined ? 'before' : 'after');
      return name === undefined ? undefined : singleton(resource, resource.kind, undefined, name);
    }
    case 'inspector':
    case 'identity-policy':
    case 'policy-attachment':
      return undefined;
  }
}

function singleton(
  resource: PlannedResource,
  kind: SingletonKind,
  repository: RepositoryName | Unknown | undefined,
  name?: string,
): Singleton | undefined {
  const registry = (resource.after ?? resource.before)?.registry;
  if (registry === undefined || (repository !== undefined && !isKnown(repository))) return undefined;
  const key = [kind, registryKey(registry), repository ?? name ?? ''].join('\n');
  return { resource, kind, registry, repository, name, key };
}

function problemsOf(all: readonly [Singleton, ...Singleton[]]): readonly Problem[] {
  // Terraform no longer manages a forgotten resource.
  const managed = all.filter(({ resource }) => resource.action !== 'forget');
  const kept = managed.filter(({ resource }) => resource.after !== undefined && !resource.isDeposed);
  // The provider does not change an account setting on destroy.
  const destroyed = managed.filter(
    ({ resource, kind }) => resource.after === undefined && kind !== 'account-setting',
  );
  if (kept.length > 1) return kept.map((one) => managedTwiceProblem(one, others(one, kept)));
  const [only] = kept;
  // A destroy without another resource is not a conflict.
  if (only === undefined) return [];
  const [forgotten] = all.filter(({ resource }) => resource.action === 'forget');
  return [
    ...(destroyed.length === 0 ? [] : [destroyedElsewhereProblem(only, destroyed)]),
    ...(forgotten === undefined || only.resource.action !== 'create'
      ? []
      : existsAlreadyProblems(only, forgotten)),
  ];
}

function others(one: Singleton, all: readonly Singleton[]): readonly Singleton[] {
  return all.filter((other) => other !== one);
}

function managedTwiceProblem(one: Singleton, rest: readonly Singleton[]): Problem {
  const { kind, registry, repository } = one;
  const isCreated =
    kind in EXISTS_ERRORS && [one, ...rest].some(({ resource }) => resource.action === 'create');
  return {
    at: addressOf(one.resource),
    subject: { registry, repository },
    message:
      `${locationText(one)} has one ${singletonText(one)}, and ${addressesText(rest, one)} ${rest.length === 1 ? 'manages' : 'manage'} it too: ` +
      (isCreated
        ? `the second apply fails, for ${existsText(kind)}.`
        : 'the one applied last wins, and each plan undoes what the other has done.'),
    help:
      kind === 'repository'
        ? 'Keep one, and refer to it from elsewhere with the data source aws_ecr_repository.'
        : `Put everything into one of them, and take the other out of its state with a 'removed' block that has destroy = false: a destroy would take away what the one that stays has put.`,
    helpForDeclaration: keepOneHelp(rest),
  };
}

/** Recommends `terraform state rm`, because a destroy would delete the object for the remaining resource. */
function keepOneHelp(rest: readonly Singleton[]): string {
  const commands = rest.map(
    ({ resource: { address, plan } }) => `terraform state rm ${shellWord(address)} (${plan})`,
  );
  return `Manage it in topology.yaml alone: move what the other one sets there, and remove the other one from its state without destroying it: ${formatList(commands, 3)}. Or remove it from topology.yaml.`;
}

/** Reports an object that is managed at one address and destroyed at another: the destroy deletes it for both. */
function destroyedElsewhereProblem(only: Singleton, destroyed: readonly Singleton[]): Problem {
  const { kind, registry, repository, resource } = only;
  return {
    at: addressOf(resource),
    subject: { registry, repository },
    message:
      `${locationText(only)} has one ${singletonText(only)}, which ${actionText(resource.action)} here while ${addressesText(destroyed, only)} ` +
      `${destroyed.length === 1 ? 'is' : 'are'} destroyed: ` +
      (resource.action === 'no-op'
        ? 'the destroy deletes it, and nothing is left until somebody plans and applies once more.'
        : kind in EXISTS_ERRORS && resource.action === 'create'
          ? `where it is created first, the apply fails, for ${existsText(kind)}.`
          : 'where the destroy comes last, nothing is left.'),
    ...helpFor(resource, destroyed),
    helpForDeclaration: keepOneHelp(destroyed),
  };
}

function actionText(action: PlannedResource['action']): string {
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
function helpFor(
  { plan, action, address }: PlannedResource,
  destroyed: readonly Singleton[],
): Pick<Problem, 'code' | 'help'> {
  if (destroyed.every(({ resource }) => resource.isDeposed)) {
    return {
      help: 'No address leads to what a replacement left over: plan and apply once more afterwards, which puts it again.',
    };
  }
  const isOnePlan = destroyed.every(({ resource }) => resource.plan === plan);
  if (action === 'create') {
    const [from] = destroyed;
    return isOnePlan
      ? {
          help: 'If only its address changed, add a moved block to the root module, so that nothing is destroyed.',
          code: from === undefined ? undefined : movedHcl(from.resource.address, address),
        }
      : {
          help: "Remove it from the other state with a 'removed' block that has destroy = false, and import it here.",
        };
  }
  return {
    help: "Remove the other from its state with a 'removed' block that has destroy = false, so that nothing is destroyed.",
  };
}

/** Reports an object that is forgotten and created, if ECR does not overwrite an existing one. */
function existsAlreadyProblems(only: Singleton, forgotten: Singleton): readonly Problem[] {
  const { kind, registry, repository, resource } = only;
  const id = repository ?? only.name;
  if (!(kind in EXISTS_ERRORS) || id === undefined) return [];
  const isReplaced =
    forgotten.resource.plan === resource.plan && forgotten.resource.address === resource.address;
  return [
    {
      at: addressOf(resource),
      subject: { registry, repository },
      message:
        `${subjectOf(only)} is created here, and ${addressesText([forgotten], only)}, which is forgotten, leaves it there: ` +
        `the apply fails, for ${existsText(kind)}.`,
      ...(isReplaced
        ? {
            help: `Leave ${formatList(resource.replacedFor.length === 0 ? ['what it is replaced for'] : resource.replacedFor, 4)} as it is, or give the new ${kind === 'repository' ? 'repository another name' : 'one another prefix'}.`,
          }
        : {
            help: 'Import it instead of creating it.',
            helpForDeclaration:
              "Set 'import: true' for it in topology.yaml: Terraform then imports it instead of creating it.",
            code: importHcl(resource.address, id),
          }),
    },
  ];
}

function existsText(kind: SingletonKind): string {
  const what = kind === 'repository' ? 'a repository of that name' : 'one';
  return `ECR has ${what} already (${EXISTS_ERRORS[kind] ?? ''})`;
}

/** Returns the name of the managed object, printed after "one". */
function singletonText({ kind, name }: Singleton): string {
  return name === undefined ? NAMES[kind] : `${NAMES[kind]} '${name}'`;
}

function subjectOf(singleton: Singleton): string {
  return singleton.name === undefined
    ? locationText(singleton)
    : `The ${singletonText(singleton)} (${locationText(singleton)})`;
}

function locationText({ registry, repository }: Singleton): string {
  return repository === undefined ? registryMark(registry) : repositoryMark(registry, repository);
}

function addressesText(singletons: readonly Singleton[], { resource: { plan } }: Singleton): string {
  const texts = singletons.map(({ resource }) => {
    const leftOver = resource.isDeposed ? ', left over from a replacement,' : '';
    return `'${resource.address}'${resource.plan === plan ? '' : ` of ${resource.plan}`}${leftOver}`;
  });
  return formatList(texts, 4);
}
