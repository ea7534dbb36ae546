import type { RepositoryName } from '../aws/names';
import { pairByName } from '../base/collections';
import type { PlannedRepository } from '../model/topology';
import { isKnown, UNKNOWN } from '../model/unknown';
import type { TopologyChange } from './change';
import { tagChanges } from './change-parts';
import { encryptionOutcome, settingChange, type ComparedSetting } from './setting-text';

/** Returns the changes to the repositories of a registry, sorted by name. */
export function diffRepositories(
  registry: string,
  before: readonly PlannedRepository[],
  after: readonly PlannedRepository[],
): readonly TopologyChange[] {
  return pairByName(before, after, ({ name }) => name).flatMap(({ name, previous, current }) =>
    diffRepository(registry, name, previous, current),
  );
}

function diffRepository(
  registry: string,
  repository: RepositoryName,
  previous: PlannedRepository | undefined,
  current: PlannedRepository | undefined,
): readonly TopologyChange[] {
  if (current === undefined) {
    if (previous === undefined) return [];
    const { forceDelete, preventDestroy } = previous;
    return [{ kind: 'repository-removed', registry, repository, forceDelete, preventDestroy }];
  }
  if (previous === undefined) return [{ kind: 'repository-added', registry, repository }];
  // In a large plan, most repositories are the same object.
  if (previous === current) return [];
  return [
    ...flagChanges(registry, previous, current),
    ...settingChanges(registry, previous, current),
    ...tagChanges(previous.settings.tags, current.settings.tags).map(
      (change) => ({ kind: 'repository-tag', registry, repository, ...change }) as const,
    ),
    ...unknownChanges(registry, previous, current),
  ];
}

function unknownChanges(
  registry: string,
  previous: PlannedRepository,
  current: PlannedRepository,
): readonly TopologyChange[] {
  const unknownChange = (what: string) =>
    ({ kind: 'not-known', registry, repository: current.name, what }) as const;
  return [
    ...(hasUnknownSetting(current) && !hasUnknownSetting(previous) ? [unknownChange('settings')] : []),
    ...(!isKnown(current.settings.tags) && isKnown(previous.settings.tags) ? [unknownChange('tags')] : []),
  ];
}

function flagChanges(
  registry: string,
  previous: PlannedRepository,
  current: PlannedRepository,
): readonly TopologyChange[] {
  const flags = [
    ['forceDelete', previous.forceDelete, current.forceDelete],
    ['preventDestroy', previous.preventDestroy, current.preventDestroy],
    ['scanOnPush', previous.settings.scanOnPush ?? false, current.settings.scanOnPush],
  ] as const;
  return flags.flatMap(([setting, before, after]): readonly TopologyChange[] =>
    before === (after ?? false) || !isKnown(before) || !isKnown(after)
      ? []
      : [{ kind: 'repository-setting', registry, repository: current.name, setting, after }],
  );
}

const COMPARED_SETTINGS = [
  'imageTagMutability',
  'encryption',
  'lifecyclePolicy',
] as const satisfies readonly ComparedSetting[];

function settingChanges(
  registry: string,
  previous: PlannedRepository,
  current: PlannedRepository,
): readonly TopologyChange[] {
  return COMPARED_SETTINGS.flatMap((setting): readonly TopologyChange[] => {
    const texts = settingChange(setting, previous.settings, current.settings);
    if (texts === undefined) return [];
    const change = {
      kind: 'repository-setting-changed',
      registry,
      repository: current.name,
      setting,
      ...texts,
    } as const;
    if (setting !== 'encryption') return [change];
    return [{ ...change, outcome: encryptionOutcome(previous.settings, current.settings) }];
  });
}

function hasUnknownSetting({ forceDelete, settings }: PlannedRepository): boolean {
  const { imageTagMutability, scanOnPush, encryption, lifecyclePolicy } = settings;
  return [forceDelete, imageTagMutability, scanOnPush, encryption, lifecyclePolicy].includes(UNKNOWN);
}
