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
      ...reviewed.resources.flatMap(findUnknowns),
      ...findUnknownDestinations(reviewed),
      ...findUnknownRegistries(reviewed),
    ]),
});

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
      ? `The plans do not show the provider of ${resourcesText}, because the configuration no longer contains ${others === 0 ? 'the resource' : 'the resources'}. The review cannot determine ${consequence}, or which access and replication is lost.`
      : `The plans do not show the ${unknownLocation} for ${resourcesText}. The review cannot determine ${consequence}.`,
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
