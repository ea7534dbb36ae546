import { registryKey, type RegistryId } from '../../aws/arn';
import { isAccountId } from '../../aws/names';
import { isRegionKnown } from '../../aws/partitions';
import { groupBy, sortedBy } from '../../base/collections';
import { isKnown } from '../../model/unknown';
import { isRegistryResource, type PlannedResource } from '../../plan/model/planned-resource';
import { isOfPreviousProvider } from '../../plan/model/values';
import type { PlanReview } from '../../plan/review/review';
import { registryMark } from '../finding-text';
import { addressOf } from '../predicates/plan-resources';
import { findUnknowns } from '../predicates/unknown-values';
import { defineRule, type Problem } from '../rule';

export const undecidable = defineRule({
  id: 'undecidable',
  severity: 'note',
  doc: 'Plans do not show a value that the checks require.',
  why:
    'The checks cannot evaluate values that are known only after apply, that are sensitive, or that are in no plan. A check ' +
    'that passes does not include them. ' +
    'https://developer.hashicorp.com/terraform/language/expressions/references#values-not-yet-known',
  options: {},
  check: (reviewed) =>
    mergeByResource([
      ...reviewed.resources.flatMap(findUnknownValues),
      ...findUnknownDestinations(reviewed),
      ...findUnknownRegistries(reviewed),
    ]),
});

/** Settings of a repository, each with a value that hides its unknown value from `findUnknowns`. */
const REPOSITORY_SETTINGS = [
  { argument: 'force_delete', value: { forceDelete: false } },
  {
    argument: 'image_tag_mutability',
    value: { imageTagMutability: { mode: 'MUTABLE', exclusionFilters: [] } },
  },
  { argument: 'image_scanning_configuration', value: { scanOnPush: false } },
] as const;

/** The arguments of each kind whose unknown values `findUnknowns` reports. It reports a sensitive ECR policy as sensitive. */
const CHECKED_ARGUMENTS: Readonly<Record<PlannedResource['kind'], readonly string[]>> = {
  repository: ['name', ...REPOSITORY_SETTINGS.map(({ argument }) => argument)],
  'repository-policy': ['repository'],
  'lifecycle-policy': ['repository'],
  'registry-policy': [],
  replication: ['replication_configuration'],
  scanning: ['scan_type', 'rule'],
  inspector: ['account_ids', 'resource_types'],
  'creation-template': ['prefix'],
  'cache-rule': ['ecr_repository_prefix'],
  'account-setting': ['name'],
  'pull-time-update-exclusion': ['principal_arn'],
  'identity-policy': ['inline_policy', 'policy', 'role', 'user'],
  'policy-attachment': ['policy_arn', 'role', 'roles', 'user', 'users'],
};

/** Reports unknown values, and distinguishes sensitive values from those that are known only after apply. */
function findUnknownValues(resource: PlannedResource): readonly Problem[] {
  const sensitive = CHECKED_ARGUMENTS[resource.kind].filter((each) =>
    resource.sensitiveArguments.includes(each),
  );
  const unknowns = findUnknowns(resource);
  if (sensitive.length === 0) return unknowns;
  const [first] = unknowns;
  if (first === undefined) return [];
  return [...unknownsWithoutSensitive(resource, unknowns, sensitive), sensitiveProblem(first, sensitive)];
}

/** Returns the problems that remain without those of sensitive arguments. */
function unknownsWithoutSensitive(
  resource: PlannedResource,
  unknowns: readonly Problem[],
  sensitive: readonly string[],
): readonly Problem[] {
  // The problem of the repository is the last one.
  if (resource.kind === 'repository-policy') return unknowns.slice(0, -1);
  if (resource.kind !== 'repository' || resource.after === undefined || sensitive.includes('name')) return [];
  const known = REPOSITORY_SETTINGS.filter(({ argument }) => sensitive.includes(argument));
  const after = Object.assign(
    {},
    resource.after,
    ...known.map(({ value }) => value),
  ) as typeof resource.after; // typed as any
  return findUnknowns({ ...resource, after });
}

function sensitiveProblem(problem: Problem, sensitive: readonly string[]): Problem {
  const names = sensitive.join(' and ');
  const text =
    sensitive.length === 1
      ? 'is sensitive in this plan, so its value is'
      : 'are sensitive in this plan, so their values are';
  return {
    ...problem,
    message: `${names} ${text} not visible and cannot be checked.`,
    help: `Remove "sensitive" from the variables in ${names}, or write nonsensitive(…), because ${sensitive.length === 1 ? 'the value is' : 'the values are'} not secret.`,
  };
}

/** Merges all problems of one resource into one. */
function mergeByResource(problems: readonly Problem[]): readonly Problem[] {
  const byAddress = groupBy(problems, ({ at }) => `${at.plan}\n${at.address}`);
  return [...byAddress.values()].map((same) => ({
    ...same[0],
    message: joinUnique(same.map(({ message }) => message)),
    help: joinUnique(same.map(({ help }) => help)),
  }));
}

/** Joins the sentences in their order, without duplicates. */
function joinUnique(texts: readonly string[]): string {
  return [...new Set(texts)].join(' ');
}

interface LocatedResource {
  readonly resource: PlannedResource;
  readonly registry: RegistryId;
}

/** Reports each account and Region that these plans do not show, at one of its resources. */
function findUnknownRegistries({ resources }: PlanReview): readonly Problem[] {
  const located = resources.flatMap((resource): readonly LocatedResource[] => {
    const registry = (resource.after ?? resource.before)?.registry;
    return registry === undefined ? [] : [{ resource, registry }];
  });
  // Roles have an account, but no Region.
  const accounts = groupBy(
    located.filter(({ registry }) => !isAccountId(registry.accountId)),
    ({ registry }) => locationGroup(registry.accountId),
  );
  const regions = groupBy(
    located.filter(
      ({ resource, registry }) => isRegistryResource(resource) && !isRegionKnown(registry.region),
    ),
    ({ registry }) => locationGroup(registry.region),
  );
  return [
    ...[...accounts].map(([account, same]) =>
      unknownLocationProblem(same, account, 'allowed_account_ids = ["<account id>"]', ACCOUNT),
    ),
    ...[...regions].map(([region, same]) =>
      unknownLocationProblem(same, region, 'region = "<region>"', REGION),
    ),
  ];
}

/**
 * Each resource that was removed from the configuration has its own placeholder, because the providers may have differed.
 * All of them are reported together.
 */
const REMOVED = 'gone';

type Location = RegistryId['accountId' | 'region'];

function locationGroup(location: Location): Location | typeof REMOVED {
  return isOfPreviousProvider(location) ? REMOVED : location;
}

const ACCOUNT = {
  consequence: 'which account owns these registries, or whether other plans change the same registries',
  advantage: '. This also prevents an apply with the wrong credentials',
};
const REGION = { consequence: 'which registries these are', advantage: '' };

function unknownLocationProblem(
  located: readonly [LocatedResource, ...LocatedResource[]],
  unknownLocation: Location | typeof REMOVED,
  argument: string,
  { consequence, advantage }: typeof ACCOUNT,
): Problem {
  // Prefer a repository, because readers recognize it most easily.
  const { resource, registry } = located.find((each) => each.resource.kind === 'repository') ?? located[0];
  const others = located.length - 1;
  const more = others === 0 ? '' : ` and ${others} more`;
  const resourcesText = `'${resource.address}'${more}`;
  // The configuration contains the provider only of resources that are still in it.
  const isRemoved = unknownLocation === REMOVED;
  return {
    at: addressOf(resource),
    subject: { registry },
    message: isRemoved
      ? `These plans do not show the provider of ${resourcesText}, because the configuration no longer contains ${others === 0 ? 'the resource' : 'the resources'}. The review cannot determine ${consequence}, or which access and replication is lost.`
      : `${resourcesText} ${others === 0 ? 'uses' : 'use'} the ${unknownLocation}, which these plans do not show. The review cannot determine ${consequence}.`,
    help: isRemoved
      ? 'Check which principals used it, and what it replicated. With version 6 of the AWS provider, the values of a resource contain its Region.'
      : `Set ${argument} in the provider${advantage}.`,
  };
}

/** Reports destinations in other accounts that are in no plan. Replication within one account requires no permission. */
function findUnknownDestinations({ resources, after }: PlanReview): readonly Problem[] {
  const plannedKeys = new Set(after.registries.map(registryKey));
  return resources.flatMap((resource) => {
    if (resource.kind !== 'replication' || resource.after === undefined) return [];
    const { registry, rules } = resource.after;
    const destinations = isKnown(rules) ? rules.flatMap((each) => each.destinations) : [];
    const missing = groupBy(
      destinations.filter(
        (each) => each.accountId !== registry.accountId && !plannedKeys.has(registryKey(each)),
      ),
      registryKey,
    );
    return sortedBy(missing.values(), ([each]) => registryKey(each)).map(([destination]) => ({
      at: addressOf(resource),
      subject: { registry, destination },
      message:
        `Replicates to the registry ${registryMark(destination)}, which is in no plan. The review cannot determine whether ` +
        'that registry allows the replication.',
      help: 'Check the plan of that registry together with this plan (ecr-topology check A.json B.json), or specify a declaration that contains the registry (--topology).',
    }));
  });
}
