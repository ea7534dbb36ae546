import {
  grouped,
  isAccountId,
  isKnown,
  registryKey,
  sortedBy,
  type AccountId,
  type Region,
  type RegistryId,
} from '../../registry';
import { addressOf } from '../managing';
import { registryText } from '../words/place-text';
import type { PlannedResource } from '../resources/planned';
import { isOfRegistry } from '../resources/services';
import { isOfFormerProvider, isRegionKnown } from '../resources/stand-ins';
import type { Reviewed } from '../reviewed';
import type { Problem } from '../rule';
import { sentence } from '../words/sentence';

interface Placed {
  readonly resource: PlannedResource;
  readonly registry: RegistryId;
}

/** Reports each account and Region that these plans do not show, at one of its resources. */
export function untoldPlaces({ resources }: Reviewed): readonly Problem[] {
  const placed = resources.flatMap((resource): readonly Placed[] => {
    const registry = (resource.after ?? resource.before)?.registry;
    return registry === undefined ? [] : [{ resource, registry }];
  });
  // Roles have an account, but no Region.
  const accounts = grouped(
    placed.filter(({ registry }) => !isAccountId(registry.accountId)),
    ({ registry }) => oneForAllGone(registry.accountId),
  );
  const regions = grouped(
    placed.filter(({ resource, registry }) => isOfRegistry(resource) && !isRegionKnown(registry.region)),
    ({ registry }) => oneForAllGone(registry.region),
  );
  return [
    ...[...accounts].map(([account, same]) =>
      untold(same, account, 'allowed_account_ids = ["<account id>"]', ACCOUNT),
    ),
    ...[...regions].map(([region, same]) => untold(same, region, 'region = "<region>"', REGION)),
  ];
}

/**
 * Each resource that was removed from the configuration has its own placeholder, because the providers may have differed.
 * All of them are reported together.
 */
const GONE = 'gone';

function oneForAllGone(place: AccountId | Region): AccountId | Region | typeof GONE {
  return isOfFormerProvider(place) ? GONE : place;
}

const ACCOUNT = {
  so: 'whose registries these are, and whether other plans are about the same ones',
  also: ', which also keeps it from being applied with the wrong credentials',
};
const REGION = { so: 'which registries these are', also: '' };

function untold(
  placed: readonly [Placed, ...Placed[]],
  what: AccountId | Region | typeof GONE,
  argument: string,
  { so, also }: typeof ACCOUNT,
): Problem {
  // Prefer a repository, because readers recognize it most easily.
  const { resource, registry } = placed.find((each) => each.resource.kind === 'repository') ?? placed[0];
  const others = placed.length - 1;
  const more = others === 0 ? '' : ` and ${others} more`;
  const where = `'${resource.address}'${more} ${others === 0 ? 'is' : 'are'}`;
  // The configuration contains the provider only of resources that are still in it.
  const isGone = what === GONE;
  return {
    at: addressOf(resource),
    subject: { registry },
    message: isGone
      ? `${sentence(where)} taken out of the configuration, and the plans no longer tell through which provider, so nobody can tell ${so}, nor what goes with it.`
      : `The plans do not tell the ${what}, where ${where}, so nobody can tell ${so}.`,
    help: isGone
      ? 'Look yourself who used it, and what was replicated by it. The values of version 6 of the AWS provider name the Region.'
      : `Write ${argument} in the provider${also}.`,
  };
}

/** Reports destinations in other accounts that are in no plan. Replication within one account requires no permission. */
export function untoldDestinations({ resources, after }: Reviewed): readonly Problem[] {
  const held = new Set(after.registries.map(registryKey));
  return resources.flatMap((resource) => {
    if (resource.kind !== 'replication' || resource.after === undefined) return [];
    const { registry, rules } = resource.after;
    const destinations = isKnown(rules) ? rules.flatMap((each) => each.destinations) : [];
    const missing = grouped(
      destinations.filter((each) => each.accountId !== registry.accountId && !held.has(registryKey(each))),
      registryKey,
    );
    return sortedBy(missing.values(), ([each]) => registryKey(each)).map(([destination]) => ({
      at: addressOf(resource),
      subject: { registry, destination },
      message:
        `Images are replicated to the registry ${registryText(destination)}, which is in no plan, so nobody can tell whether ` +
        'it takes them.',
      help: 'Check its plan together with this one (ecr-topology check A.json B.json), or name a declaration that has it (--topology).',
    }));
  });
}
