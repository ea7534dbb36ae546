import type { RepositoryName } from '../names';
import type { PlannedRepository } from '../topology';
import type { TopologyChange } from './change';
import { paired } from './paired';
import { encryptionOutcome, settingChange, type WordedSetting } from './setting-words';
import { tagChanges } from './tags';

/** Returns the changes to the repositories of a registry, sorted by name. */
export function diffRepositories(
  registry: string,
  before: readonly PlannedRepository[],
  after: readonly PlannedRepository[],
): readonly TopologyChange[] {
  return paired(before, after, ({ name }) => name).flatMap(({ name, was, is }) =>
    diffRepository(registry, name, was, is),
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
  // In a large plan, most repositories are the same object.
  if (was === is) return [];
  return [
    ...flagChanges(registry, was, is),
    ...settingChanges(registry, was, is),
    ...tagChanges(was.settings.tags, is.settings.tags).map(
      (change) => ({ kind: 'repository-tag', registry, repository, ...change }) as const,
    ),
    ...unknownChanges(registry, was, is),
  ];
}

function unknownChanges(
  registry: string,
  was: PlannedRepository,
  is: PlannedRepository,
): readonly TopologyChange[] {
  const notKnown = (what: string) => ({ kind: 'not-known', registry, repository: is.name, what }) as const;
  return [
    ...(hasUnknownSetting(is) && !hasUnknownSetting(was) ? [notKnown('settings')] : []),
    ...(is.settings.tags === 'notKnown' && was.settings.tags !== 'notKnown' ? [notKnown('tags')] : []),
  ];
}

function flagChanges(
  registry: string,
  was: PlannedRepository,
  is: PlannedRepository,
): readonly TopologyChange[] {
  const flags = [
    ['forceDelete', was.forceDelete, is.forceDelete],
    ['preventDestroy', was.preventDestroy, is.preventDestroy],
    ['scanOnPush', was.settings.scanOnPush ?? false, is.settings.scanOnPush],
  ] as const;
  return flags.flatMap(([setting, before, after]): readonly TopologyChange[] =>
    before === (after ?? false) || before === 'notKnown' || after === 'notKnown'
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
    const change = {
      kind: 'repository-setting-changed',
      registry,
      repository: is.name,
      setting,
      ...words,
    } as const;
    if (setting !== 'encryption') return [change];
    return [{ ...change, outcome: encryptionOutcome(was.settings, is.settings) }];
  });
}

function hasUnknownSetting({ forceDelete, settings }: PlannedRepository): boolean {
  const { imageTagMutability, scanOnPush, encryption, lifecyclePolicy } = settings;
  return [forceDelete, imageTagMutability, scanOnPush, encryption, lifecyclePolicy].includes('notKnown');
}
