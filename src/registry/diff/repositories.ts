import type { RepositoryName } from '../names';
import { sortedBy } from '../order';
import type { PlannedRepository } from '../topology';
import type { TopologyChange } from './change';
import { settingChange, type WordedSetting } from './setting-words';

/** What becomes of the repositories of a registry, in the order of their names. */
export function diffRepositories(
  registry: string,
  before: readonly PlannedRepository[],
  after: readonly PlannedRepository[],
): readonly TopologyChange[] {
  const old = new Map(before.map((repository) => [repository.name, repository]));
  const fresh = new Map(after.map((repository) => [repository.name, repository]));
  return sortedBy(new Set([...old.keys(), ...fresh.keys()]), (name) => name).flatMap((name) =>
    diffRepository(registry, name, old.get(name), fresh.get(name)),
  );
}

function diffRepository(
  registry: string,
  repository: RepositoryName,
  was: PlannedRepository | undefined,
  is: PlannedRepository | undefined,
): readonly TopologyChange[] {
  if (is === undefined) {
    if (was === undefined) return [];
    const { forceDelete, preventDestroy } = was;
    return [{ kind: 'repository-removed', registry, repository, forceDelete, preventDestroy }];
  }
  if (was === undefined) return [{ kind: 'repository-added', registry, repository }];
  // Of a large plan, most is the same object.
  if (was === is) return [];
  const changes = [...flagChanges(registry, was, is), ...settingChanges(registry, was, is)];
  return hasUnknownSetting(is) && !hasUnknownSetting(was)
    ? [...changes, { kind: 'not-known', registry, repository, what: 'settings' }]
    : changes;
}

function flagChanges(
  registry: string,
  was: PlannedRepository,
  is: PlannedRepository,
): readonly TopologyChange[] {
  const flags = [
    ['forceDelete', was.forceDelete, is.forceDelete],
    ['preventDestroy', was.preventDestroy, is.preventDestroy],
    ['scanOnPush', was.settings.scanOnPush, is.settings.scanOnPush],
  ] as const;
  return flags.flatMap(([setting, before, after]): readonly TopologyChange[] =>
    before === after || before === 'notKnown' || after === 'notKnown'
      ? []
      : [{ kind: 'repository-setting', registry, repository: is.name, setting, after }],
  );
}

const WORDED = [
  'imageTagMutability',
  'encryption',
  'lifecyclePolicy',
] as const satisfies readonly WordedSetting[];

function settingChanges(
  registry: string,
  was: PlannedRepository,
  is: PlannedRepository,
): readonly TopologyChange[] {
  return WORDED.flatMap((setting): readonly TopologyChange[] => {
    const words = settingChange(setting, was.settings, is.settings);
    if (words === undefined) return [];
    return [{ kind: 'repository-setting-changed', registry, repository: is.name, setting, ...words }];
  });
}

function hasUnknownSetting({ forceDelete, settings }: PlannedRepository): boolean {
  const { imageTagMutability, scanOnPush, encryption, lifecyclePolicy } = settings;
  return [forceDelete, imageTagMutability, scanOnPush, encryption, lifecyclePolicy].includes('notKnown');
}
