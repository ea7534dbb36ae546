import { registryKey, type RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { groupBy } from '../../base/collections';
import { formatList, quoteAll } from '../../base/text';
import { isKnown } from '../../model/unknown';
import { movedHcl, quoteHcl } from '../../terraform/hcl';
import { numericIndexes, type NumericIndex } from '../model/addresses';
import type { PlannedOf, PlannedResource } from '../model/planned-resource';

/** Resources with one instance per repository. */
type CountedResource = PlannedOf<'lifecycle-policy' | 'repository' | 'repository-policy'>;

/**
 * A `count` over a list, or a `for_each` with list indexes as keys, whose elements have other indexes than before, because an
 * element was removed or inserted, or the order changed. Terraform identifies instances by index, so it replaces all of them.
 */
export interface CountShift<Resource extends CountedResource = CountedResource> {
  readonly plan: string;
  readonly kind: Resource['kind'];
  /** The resource or module with the `count` or `for_each`: `module.ecr.aws_ecr_repository.this`. */
  readonly counted: string;
  readonly by: 'count' | 'for_each';
  readonly registry: RegistryId;
  /** The instances that are destroyed, replaced or created because of the shift, by index. */
  readonly resources: readonly [Resource, ...Resource[]];
  /** Whether `resources` contains the first instance. */
  readonly isAtStart: boolean;
  /** Names of repositories that are no longer in the list. */
  readonly removed: readonly RepositoryName[];
  /** Names of repositories that were not in the list before. */
  readonly added: readonly RepositoryName[];
  /** Names of repositories that have another index than before. */
  readonly moved: readonly RepositoryName[];
  /** Every instance whose repository stays in the list: its address up to and including the index, and the repository. */
  readonly kept: readonly { readonly from: string; readonly name: RepositoryName }[];
}

/** Several rules and the report use the shifts. Plans are immutable, so the shifts are computed once. */
const CACHE = new WeakMap<readonly PlannedResource[], readonly CountShift[]>();

/** Returns the shifts in the order of the resources. */
export function countShifts(resources: readonly PlannedResource[]): readonly CountShift[] {
  const shifts = CACHE.get(resources) ?? findShifts(resources);
  CACHE.set(resources, shifts);
  return shifts;
}

/** Returns the shift by each resource that it destroys, replaces or creates. */
export function shiftedResources(
  resources: readonly PlannedResource[],
): ReadonlyMap<PlannedResource, CountShift> {
  return new Map(
    countShifts(resources).flatMap((shift) => shift.resources.map((each) => [each, shift] as const)),
  );
}

interface Element {
  readonly resource: CountedResource;
  readonly index: NumericIndex;
  readonly before: RepositoryName | undefined;
  readonly after: RepositoryName | undefined;
}

function findShifts(resources: readonly PlannedResource[]): readonly CountShift[] {
  const elements = resources.filter(isCounted).flatMap((resource) =>
    numericIndexes(resource.address).map((index): Element => {
      const { before, after } = resource;
      return { resource, index, before: repositoryOf(before), after: repositoryOf(after) };
    }),
  );
  const lists = groupBy(elements, ({ resource: { plan, kind }, index: { before, after } }) =>
    [plan, kind, before, after].join('\n'),
  );
  return [...lists.values()].flatMap((list) => findShift(list) ?? []);
}

function isCounted(resource: PlannedResource): resource is CountedResource {
  const { kind, isDeposed, action } = resource;
  return (
    (kind === 'repository' || kind === 'repository-policy' || kind === 'lifecycle-policy') &&
    !isDeposed &&
    action !== 'forget'
  );
}

function repositoryOf(values: CountedResource['before']): RepositoryName | undefined {
  if (values === undefined) return undefined;
  const name = 'name' in values ? values.name : values.repository;
  return isKnown(name) ? name : undefined;
}

function findShift(list: readonly [Element, ...Element[]]): CountShift | undefined {
  const sorted = [...list].sort((a, b) => a.index.value - b.index.value);
  const before = new Map(sorted.flatMap((each) => (each.before === undefined ? [] : [[each.before, each]])));
  const after = new Map(sorted.flatMap((each) => (each.after === undefined ? [] : [[each.after, each]])));
  const kept = [...before].filter(([name]) => after.has(name));
  const moved = kept.filter(([name, element]) => after.get(name) !== element);
  const changed = sorted.filter((each) => each.before !== each.after);
  const [first, ...others] = changed.map(({ resource }) => resource);
  if (moved.length === 0 || first === undefined) return undefined;
  const [{ resource, index }] = list;
  const registry = (resource.before ?? resource.after)?.registry;
  if (registry === undefined || !list.every((each) => isInRegistry(registry, each))) return undefined;
  return {
    plan: resource.plan,
    kind: resource.kind,
    counted: index.before,
    by: index.text.includes('"') ? 'for_each' : 'count',
    registry,
    resources: [first, ...others],
    isAtStart: changed.some((each) => each === sorted[0] && each.index.value === 0),
    removed: [...before.keys()].filter((name) => !after.has(name)),
    added: [...after.keys()].filter((name) => !before.has(name)),
    moved: moved.map(([name]) => name),
    kept: kept.map(([name, element]) => ({
      from: `${element.index.before}${element.index.text}`,
      name,
    })),
  };
}

function isInRegistry(registry: RegistryId, { resource: { before, after } }: Element): boolean {
  const key = registryKey(registry);
  return [before, after].every((values) => values === undefined || registryKey(values.registry) === key);
}

const MAX_NAMES = 8;

/** `'team/b', 'team/c'`. */
export function quotedNames(names: readonly string[]): string {
  return formatList(quoteAll(names), MAX_NAMES);
}

/** Describes the change of the list: `'team/b' was removed from the middle of the count list of aws_ecr_repository.team`. */
export function shiftCauseText({ counted, by, removed, added, isAtStart }: CountShift): string {
  const list = `the ${by} list of ${counted}`;
  if (removed.length === 0 && added.length === 0) return `The order of ${list} changed`;
  const parts = [
    ...(removed.length === 0 ? [] : [`${quotedNames(removed)} ${wasOrWere(removed)} removed from`]),
    ...(added.length === 0 ? [] : [`${quotedNames(added)} ${wasOrWere(added)} inserted into`]),
  ];
  return `${parts.join(' and ')} the ${isAtStart ? 'start' : 'middle'} of ${list}`;
}

function wasOrWere(names: readonly string[]): string {
  return names.length === 1 ? 'was' : 'were';
}

/** Keeps the help readable. The omitted blocks have the same form. */
const MAX_BLOCKS = 60;

/** Returns `moved` blocks from indexes to repository names as keys, or undefined if an address is not valid. */
export function movedBlocksHcl(shifts: readonly CountShift[]): string | undefined {
  const moves = new Map(
    shifts.flatMap(({ counted, kept }) =>
      kept.map(({ from, name }) => [from, `${counted}[${quoteHcl(name)}]`] as const),
    ),
  );
  const blocks = [...moves].flatMap(([from, to]) => movedHcl(from, to) ?? []);
  // All or none, because Terraform destroys every instance without a moved block.
  if (blocks.length < moves.size) return undefined;
  const rest = blocks.length - MAX_BLOCKS;
  return [
    ...blocks.slice(0, MAX_BLOCKS),
    ...(rest > 0 ? [`# and ${rest} more moved blocks of the same form`] : []),
  ].join('\n\n');
}
