import { registryKey, type RegistryId } from '../../aws/arn';
import { groupBy } from '../../base/collections';
import { isKnown, type Unknown } from '../../model/unknown';
import type { Address, RepositoryResource } from '../../plan/model/planned-resource';
import { shiftCauseText, shiftedResources, type CountShift } from '../../plan/review/count-shifts';
import { actionReasonText } from '../../plan/review/generated-resources';
import type { PlanReview } from '../../plan/review/review';
import { nameList, type Line } from './line';

/** A change of a repository, and the effect on its images. */
export interface RepositoryEvent {
  readonly kind: 'destroyed' | 'replaced' | 'forgotten' | 'created' | 'moved' | 'imported';
  /**
   * Set if the repository is deleted: `destroyed`, `kept` if Terraform fails while the repository contains images, or
   * `unknown` if `force_delete` is unknown.
   */
  readonly images: 'destroyed' | 'kept' | 'unknown' | undefined;
  /** Whether the repository is created because it was deleted outside of Terraform. */
  readonly isRecreated: boolean;
  readonly resource: RepositoryResource;
  readonly registry: RegistryId;
  /** The shifted `count` list that contains the repository. */
  readonly shift: CountShift | undefined;
  /** Undefined if the name is known only after apply. */
  readonly name: string | undefined;
}

/** Returns the changes of repositories, in the order of the resources. Changes of settings are not included. */
export function repositoryEvents({
  resources,
  drift,
}: Pick<PlanReview, 'drift' | 'resources'>): readonly RepositoryEvent[] {
  const deleted = new Set(drift.flatMap((each) => (each.kind === 'deleted' ? addressKey(each) : [])));
  const shifts = shiftedResources(resources);
  return resources.flatMap((resource) => {
    if (resource.kind !== 'repository') return [];
    const context = { wasDeleted: deleted.has(addressKey(resource)), shift: shifts.get(resource) };
    return kindsOf(resource).flatMap((kind) => eventOf(kind, resource, context) ?? []);
  });
}

function addressKey({ plan, address }: Address): string {
  return `${plan}\n${address}`;
}

function kindsOf(resource: RepositoryResource): readonly RepositoryEvent['kind'][] {
  const { action, isImported, previousAddress } = resource;
  return [
    ...(isImported ? (['imported'] as const) : []),
    ...(previousAddress === undefined ? [] : (['moved'] as const)),
    ...(action === 'no-op' || action === 'update' ? [] : [KINDS[action]]),
  ];
}

const KINDS = {
  create: 'created',
  delete: 'destroyed',
  forget: 'forgotten',
  replace: 'replaced',
} as const satisfies Readonly<Record<string, RepositoryEvent['kind']>>;

function eventOf(
  kind: RepositoryEvent['kind'],
  resource: RepositoryResource,
  { wasDeleted, shift }: { readonly wasDeleted: boolean; readonly shift: CountShift | undefined },
): RepositoryEvent | undefined {
  const { before, after } = resource;
  // A destroyed repository is described by its values before, a created one by its values after.
  const values = kind === 'created' ? (after ?? before) : (before ?? after);
  if (values === undefined) return undefined;
  return {
    kind,
    images: kind === 'destroyed' || kind === 'replaced' ? imagesAfter(before?.forceDelete) : undefined,
    isRecreated: kind === 'created' && wasDeleted,
    resource,
    shift,
    registry: values.registry,
    name: isKnown(values.name) ? values.name : undefined,
  };
}

function imagesAfter(forceDelete: boolean | Unknown | undefined): RepositoryEvent['images'] {
  if (forceDelete === undefined) return undefined;
  if (!isKnown(forceDelete)) return 'unknown';
  return forceDelete ? 'destroyed' : 'kept';
}

/**
 * Describes changes of repositories, the most dangerous first. Repositories of a registry with the same change share a
 * line, and so do registries with the same changes of the same repositories.
 */
export function repositoryLines(
  events: readonly RepositoryEvent[],
  registryName: (registry: RegistryId) => string,
): readonly Line[] {
  const inShifts = groupBy(
    events.filter(({ shift }) => shift !== undefined),
    ({ shift }) => shift,
  );
  const single = events.filter(({ shift }) => shift === undefined);
  return [
    ...[...inShifts].flatMap(([shift, same]) =>
      shift === undefined ? [] : shiftLine(shift, same, registryName),
    ),
    ...singleLines(single, registryName),
  ];
}

/** Describes everything that happens because indexes shift in one line. */
function shiftLine(
  shift: CountShift,
  events: readonly [RepositoryEvent, ...RepositoryEvent[]],
  registryName: (registry: RegistryId) => string,
): Line {
  const { removed, added, moved, registry } = shift;
  const deletedEvents = events.filter(({ images }) => images !== undefined);
  const images = new Set(deletedEvents.map((each) => imagesText(each, deletedEvents.length)));
  const [imagesOfAll = ''] =
    images.size === 1 ? [...images] : [' with all their images if force_delete is enabled'];
  const destroyed = nameList([...removed, ...moved]);
  const created =
    added.length === 0 ? '' : `; ${nameList(added)} ${added.length === 1 ? 'is' : 'are'} created`;
  return {
    mark: '-',
    isCritical: deletedEvents.some((each) => each.images !== 'kept'),
    text:
      `${registryName(registry)}: ${shiftCauseText(shift)}: ${deletedEvents.length === 1 ? 'repository' : 'repositories'} ${destroyed} ` +
      `${deletedEvents.length === 1 ? 'is' : 'are'} destroyed${imagesOfAll}, and ${nameList(moved)} created again, empty${created}`,
  };
}

function singleLines(
  events: readonly RepositoryEvent[],
  registryName: (registry: RegistryId) => string,
): readonly Line[] {
  const inRegistry = [
    ...groupBy(events, (event) =>
      JSON.stringify([registryKey(event.registry), eventText(event, 1)]),
    ).values(),
  ].map((group) => ({
    first: group[0],
    number: group.length,
    names: nameList(group.map(({ name, resource }) => name ?? resource.address)),
  }));
  const byNames = groupBy(inRegistry, ({ first, number, names }) =>
    JSON.stringify([number, names, eventText(first, 1)]),
  );
  return [...byNames.values()]
    .map((group) => ({ group, rank: RANK_ORDER.indexOf(rankOf(group[0].first)) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ group }) => {
      const [{ first, number, names }] = group;
      const registries = nameList(group.map((each) => registryName(each.first.registry)));
      const noun = number === 1 ? 'repository' : 'repositories';
      return {
        mark: MARKS[first.kind],
        isCritical: first.isRecreated || (first.images !== undefined && first.images !== 'kept'),
        text: `${registries}: ${noun} ${names} ${eventText(first, number)}`,
      };
    });
}

const RANK_ORDER = [
  'destroyed destroyed',
  'replaced destroyed',
  'destroyed unknown',
  'replaced unknown',
  'destroyed kept',
  'replaced kept',
  'forgotten',
  'created',
  'moved',
  'imported',
];

function rankOf({ kind, images }: RepositoryEvent): string {
  return images === undefined ? kind : `${kind} ${images}`;
}

const MARKS = {
  destroyed: '-',
  replaced: '-',
  forgotten: '~',
  created: '+',
  moved: '~',
  imported: '~',
} as const satisfies Readonly<Record<RepositoryEvent['kind'], Line['mark']>>;

function eventText(event: RepositoryEvent, number: number): string {
  const { kind, resource } = event;
  const be = number === 1 ? 'is' : 'are';
  switch (kind) {
    case 'destroyed': {
      const leftOver = resource.isDeposed ? `${be} left over from a replacement and ` : '';
      const reason = actionReasonText(resource.reason, number);
      return `${leftOver}${be} destroyed${imagesText(event, number)}${reason === '' ? '' : `,${reason}`}`;
    }
    case 'replaced':
      return `${be} replaced${reasonText(resource, number)}: destroyed${imagesText(event, number)} and created again, empty`;
    case 'forgotten':
      return `${be} forgotten: Terraform no longer manages ${number === 1 ? 'it' : 'them'}, and nothing in AWS changes`;
    case 'created':
      return event.isRecreated
        ? `${be} created again, empty: ${number === 1 ? 'it was' : 'they were'} deleted outside of Terraform`
        : `${be} created`;
    case 'moved':
      return `${number === 1 ? 'has another Terraform address' : 'have other Terraform addresses'} (moved)`;
    case 'imported':
      return `${be} imported into the state`;
  }
}

function reasonText({ replacedFor, reason }: RepositoryResource, number: number): string {
  if (replacedFor.length === 0) return actionReasonText(reason, number);
  return ` because ${replacedFor.join(' and ')} ${replacedFor.length === 1 ? 'changes' : 'change'}`;
}

function imagesText({ images }: RepositoryEvent, number: number): string {
  const [its, contains] = number === 1 ? ['its', 'it contains'] : ['their', 'they contain'];
  switch (images) {
    case 'destroyed':
      return ` with all ${its} images (force_delete is enabled)`;
    case 'kept':
      return ` (fails while ${contains} images)`;
    case 'unknown':
      return ` (with all ${its} images if force_delete is enabled, which is unknown)`;
    case undefined:
      return '';
  }
}
