import { registryKey, type RegistryId } from '../../aws/arn';
import { uncheckedRepositoryName, type RepositoryName } from '../../aws/names';
import { groupBy } from '../../base/collections';
import { capitalizeSentence, formatList, shellWord } from '../../base/text';
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
  doc: 'Several resources manage the same repository, policy or registry setting.',
  why:
    'A registry has one policy, one replication configuration and one scanning configuration, and one creation template and ' +
    'pull-through cache rule for each prefix. Each is written and deleted as a whole. If two resources manage the same one, ' +
    'the last apply overwrites it, and each plan reverts the changes of the other. ' +
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
  /** What is managed, printed after "only one". */
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
      `${capitalizeSentence(ownerText(one))} can have only one ${singletonText(one)}, but ${addressesText(rest, one)} also ${rest.length === 1 ? 'manages' : 'manage'} it. ` +
      (isCreated
        ? `The second apply fails, because ${existsText(one)}.`
        : 'The last apply overwrites it, and each plan reverts the changes of the other.'),
    help:
      one.resource.kind === 'repository'
        ? 'Keep one resource. In other configurations, use the data source aws_ecr_repository.'
        : `Move all settings to one resource. Remove the other resource from its state with a 'removed' block that has destroy = false. A destroy would delete the settings of both.`,
    helpForDeclaration: keepOneHelp(rest),
  };
}

/** Recommends `terraform state rm`, because a destroy would delete the object for the remaining resource. */
function keepOneHelp(rest: readonly Singleton[]): string {
  const commands = rest.map(
    ({ resource: { address, plan } }) => `terraform state rm ${shellWord(address)} (${plan})`,
  );
  return `Manage it only in topology.yaml: move the settings of the other resource there, and remove the other resource from its state without destroying it: ${formatList(commands, 3)}. Or remove it from topology.yaml.`;
}

/** Reports an object that is managed at one address and destroyed at another: the destroy deletes it for both. */
function destroyedElsewhereProblem(only: Singleton, destroyed: readonly Singleton[]): Problem {
  const { existsError, registry, repository, resource } = only;
  return {
    at: addressOf(resource),
    subject: { registry, repository },
    message:
      `${capitalizeSentence(ownerText(only))} can have only one ${singletonText(only)}, which ${actionText(resource.action)} here while ${addressesText(destroyed, only)} ` +
      `${destroyed.length === 1 ? 'is' : 'are'} destroyed. ` +
      (resource.action === 'no-op'
        ? 'The destroy deletes it, and only another plan and apply creates it again.'
        : existsError !== undefined && resource.action === 'create'
          ? `If the create runs first, the apply fails, because ${existsText(only)}.`
          : 'If the destroy runs last, it is deleted.'),
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
      return 'does not change';
  }
}

/** https://developer.hashicorp.com/terraform/language/state/remove */
function helpFor(
  { plan, action, address }: PlannedResource,
  destroyed: readonly Singleton[],
): Pick<Problem, 'code' | 'help'> {
  if (destroyed.every(({ resource }) => resource.isDeposed)) {
    return {
      help: 'A deposed object has no address that you can remove from the state. After the apply, plan and apply again to restore it.',
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
    help: "Remove the other resource from its state with a 'removed' block that has destroy = false, so that nothing is destroyed.",
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
        `Creates ${subjectOf(only)}, but ${addressesText([forgotten], only)} is removed only from the state and remains in AWS. ` +
        `The apply fails, because ${existsText(only)}.`,
      ...(isReplaced
        ? {
            help: `Keep ${formatList(resource.replacedFor.length === 0 ? ['the attributes that force the replacement'] : resource.replacedFor, 4)} unchanged, or give the new ${resource.kind === 'repository' ? 'repository another name' : `one another ${rowOfKind(resource.kind).named?.label ?? 'name'}`}.`,
          }
        : {
            help: 'Import it instead of creating it.',
            helpForDeclaration:
              "Set 'import: true' for it in topology.yaml. Then Terraform imports it instead of creating it.",
            code: importHcl(resource.address, id),
          }),
    },
  ];
}

function existsText({ resource: { kind }, existsError = '' }: Singleton): string {
  const what = kind === 'repository' ? 'a repository with that name' : 'one';
  return `ECR already has ${what} (${existsError})`;
}

/** Returns the name of the managed object, printed after "only one". */
function singletonText({ resource, object, name, repository }: Singleton): string {
  if (resource.kind === 'repository') return `repository '${repository ?? ''}'`;
  return name === undefined ? object : `${object} '${name}'`;
}

function subjectOf(singleton: Singleton): string {
  const { resource, registry, repository } = singleton;
  return resource.kind === 'repository' && repository !== undefined
    ? `the repository ${repositoryMark(registry, repository)}`
    : `the ${singletonText(singleton)} (${registryMark(registry)})`;
}

/** Returns what can have only one of the managed object: a registry or a repository. */
function ownerText({ resource, registry, repository }: Singleton): string {
  return repository === undefined || resource.kind === 'repository'
    ? `the registry ${registryMark(registry)}`
    : `the repository ${repositoryMark(registry, repository)}`;
}

function addressesText(singletons: readonly Singleton[], { resource: { plan } }: Singleton): string {
  const texts = singletons.map(({ resource }) => {
    const deposed = resource.isDeposed ? ' (deposed)' : '';
    return `'${resource.address}'${resource.plan === plan ? '' : ` of ${resource.plan}`}${deposed}`;
  });
  return formatList(texts, 4);
}
