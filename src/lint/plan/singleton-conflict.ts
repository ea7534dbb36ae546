import { registryKey, type RegistryId } from '../../aws/arn';
import { uncheckedRepositoryName, type RepositoryName } from '../../aws/names';
import { groupBy } from '../../base/collections';
import { formatList, shellWord } from '../../base/text';
import { ONLY } from '../../model/resource-types';
import { isKnown } from '../../model/unknown';
import {
  isNamedResource,
  isRegistryResource,
  rowOfKind,
  type PlannedRegistryResource,
  type PlannedResource,
} from '../../plan/model/planned-resource';
import { shiftedResources } from '../../plan/review/count-shifts';
import { slotNameOf } from '../../plan/topology/slots';
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
  readonly resource: PlannedRegistryResource;
  /** What is managed, printed after "one". */
  readonly object: string;
  /** Undefined if the object is overwritten. */
  readonly existsError: string | undefined;
  readonly registry: RegistryId;
  readonly repository: RepositoryName | undefined;
  /** The prefix or name, for types of which a registry can have several objects. */
  readonly name: string | undefined;
  /** Identifies the managed object. */
  readonly key: string;
}

function singletonOf(resource: PlannedResource): Singleton | undefined {
  if (!isRegistryResource(resource)) return undefined;
  const { kind, after, before } = resource;
  const { singleton: object, existsError } = rowOfKind(kind);
  // `repository-destroyed` reports a repository that is destroyed at one address and created at another.
  if (object === undefined || (kind === 'repository' && after === undefined)) return undefined;
  const registry = (after ?? before)?.registry;
  const name = slotNameOf(resource, after === undefined ? 'before' : 'after');
  if (registry === undefined || name === undefined || !isKnown(name)) return undefined;
  const isNamed = isNamedResource(resource);
  return {
    resource,
    object,
    existsError,
    registry,
    repository: isNamed || name === ONLY ? undefined : uncheckedRepositoryName(name),
    name: isNamed ? name : undefined,
    key: [kind, registryKey(registry), name].join('\n'),
  };
}

function problemsOf(all: readonly [Singleton, ...Singleton[]]): readonly Problem[] {
  // Terraform no longer manages a forgotten resource.
  const managed = all.filter(({ resource }) => resource.action !== 'forget');
  const kept = managed.filter(({ resource }) => resource.after !== undefined && !resource.isDeposed);
  const destroyed = managed.filter(
    ({ resource }) => resource.after === undefined && rowOfKind(resource.kind).isKeptOnDestroy === undefined,
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
  const { existsError, registry, repository } = one;
  const isCreated =
    existsError !== undefined && [one, ...rest].some(({ resource }) => resource.action === 'create');
  return {
    at: addressOf(one.resource),
    subject: { registry, repository },
    message:
      `${locationText(one)} has one ${singletonText(one)}, and ${addressesText(rest, one)} ${rest.length === 1 ? 'manages' : 'manage'} it too: ` +
      (isCreated
        ? `the second apply fails, for ${existsText(one)}.`
        : 'the one applied last wins, and each plan undoes what the other has done.'),
    help:
      one.resource.kind === 'repository'
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
  const { existsError, registry, repository, resource } = only;
  return {
    at: addressOf(resource),
    subject: { registry, repository },
    message:
      `${locationText(only)} has one ${singletonText(only)}, which ${actionText(resource.action)} here while ${addressesText(destroyed, only)} ` +
      `${destroyed.length === 1 ? 'is' : 'are'} destroyed: ` +
      (resource.action === 'no-op'
        ? 'the destroy deletes it, and nothing is left until somebody plans and applies once more.'
        : existsError !== undefined && resource.action === 'create'
          ? `where it is created first, the apply fails, for ${existsText(only)}.`
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
  const { registry, repository, resource } = only;
  const id = repository ?? only.name;
  if (only.existsError === undefined || id === undefined) return [];
  const isReplaced =
    forgotten.resource.plan === resource.plan && forgotten.resource.address === resource.address;
  return [
    {
      at: addressOf(resource),
      subject: { registry, repository },
      message:
        `${subjectOf(only)} is created here, and ${addressesText([forgotten], only)}, which is forgotten, leaves it there: ` +
        `the apply fails, for ${existsText(only)}.`,
      ...(isReplaced
        ? {
            help: `Leave ${formatList(resource.replacedFor.length === 0 ? ['what it is replaced for'] : resource.replacedFor, 4)} as it is, or give the new ${resource.kind === 'repository' ? 'repository another name' : `one another ${rowOfKind(resource.kind).named?.label ?? 'name'}`}.`,
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

function existsText({ resource: { kind }, existsError = '' }: Singleton): string {
  const what = kind === 'repository' ? 'a repository of that name' : 'one';
  return `ECR has ${what} already (${existsError})`;
}

/** Returns the name of the managed object, printed after "one". */
function singletonText({ object, name }: Singleton): string {
  return name === undefined ? object : `${object} '${name}'`;
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
