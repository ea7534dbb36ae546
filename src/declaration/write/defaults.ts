import { groupBy, isSameValue } from '../../base/collections';
import type { Tags } from '../../model/settings';
import type { Topology } from '../../model/topology';
import { keysValue, type RepositoryEntry } from './repositories';
import {
  ECR_DEFAULTS,
  encryptionKeys,
  SETTING_NAMES,
  type DeclaredSettings,
  type SettingName,
} from './settings';
import { valueText, type Mapping } from './value';

/** Returns the tags that all repositories have. Empty if there is only one repository. */
export function commonTags({ registries }: Topology): Tags {
  const [first, second, ...others] = registries.flatMap(({ repositories }) =>
    repositories.map(({ settings }) => settings.tags),
  );
  if (first === undefined || second === undefined) return {};
  return Object.fromEntries(
    Object.entries(first).filter(([key, value]) =>
      [second, ...others].every((tags) => Object.hasOwn(tags, key) && tags[key] === value),
    ),
  );
}

/** Returns the topology whose repositories have only the tags that the providers do not set. */
export function withoutTags(topology: Topology, common: Tags): Topology {
  if (Object.keys(common).length === 0) return topology;
  return {
    ...topology,
    registries: topology.registries.map((registry) => ({
      ...registry,
      repositories: registry.repositories.map((repository) => {
        const tags = Object.entries(repository.settings.tags).filter(([key]) => !Object.hasOwn(common, key));
        return { ...repository, settings: { ...repository.settings, tags: Object.fromEntries(tags) } };
      }),
    })),
  };
}

/** Settings that most repositories share, and what each repository sets itself. */
export interface FoldedSettings {
  readonly defaults: Mapping;
  readonly own: ReadonlyMap<RepositoryEntry, Mapping>;
}

/**
 * Moves settings to `defaults.repository` where that makes the file shorter.
 *
 * @param isFolded whether a setting may be moved
 */
export function foldSettings(
  entries: readonly RepositoryEntry[],
  isFolded: (name: SettingName) => boolean,
): FoldedSettings {
  const shared = withSharedKeys(entries);
  const defaults = new Map(
    SETTING_NAMES.map((name) => [name, isFolded(name) ? findDefault(name, shared) : undefined]),
  );
  return {
    defaults: Object.assign({}, ...defaults.values()) as Mapping, // each is a mapping or undefined
    own: new Map(
      shared.map(({ entry, settings }) => [
        entry,
        Object.assign(
          {},
          ...SETTING_NAMES.map((name) =>
            isSameValue(settings[name], defaults.get(name))
              ? undefined
              : ownKeys(name, entry.settings, defaults.get(name)),
          ),
        ) as Mapping,
      ]),
    ),
  };
}

function ownKeys(
  name: SettingName,
  settings: DeclaredSettings,
  fallback: Mapping | undefined,
): Mapping | undefined {
  return settings[name] ?? (fallback === undefined ? undefined : ECR_DEFAULTS[name]);
}

interface SharedSettings {
  readonly entry: RepositoryEntry;
  readonly settings: DeclaredSettings;
}

/**
 * Repositories in different registries can share a mapping of KMS keys, in which each uses its own: replaces the keys of
 * each repository that has in every registry the most frequent key there.
 */
function withSharedKeys(entries: readonly RepositoryEntry[]): readonly SharedSettings[] {
  const used = entries.flatMap(({ kmsKeys }) => [...(kmsKeys ?? [])]);
  const byRegistry = groupBy(used, ([registry]) => registry);
  const keys = new Map(
    [...byRegistry].map(([registry, each]) => [registry, mostFrequent(each.map(([, key]) => key))]),
  );
  const kmsKey = keysValue(keys);
  return entries.map((entry) => {
    const { settings, kmsKeys } = entry;
    const isShared =
      kmsKeys !== undefined && [...kmsKeys].every(([registry, key]) => keys.get(registry) === key);
    if (!isShared) return { entry, settings };
    return { entry, settings: { ...settings, encryption: encryptionKeys(entry.encryption, kmsKey) } };
  });
}

function mostFrequent(values: readonly string[]): string {
  const [first] = [...groupBy(values, (value) => value).values()].sort(
    (a, b) => b.length - a.length || (a[0] < b[0] ? -1 : 1),
  );
  return first?.[0] ?? '';
}

/** Returns the default with which the file is shortest, or undefined if it is shortest without a default. */
function findDefault(name: SettingName, entries: readonly SharedSettings[]): Mapping | undefined {
  const groups = groupBy(entries, ({ settings }) => valueText(settings[name]));
  const withoutValue = groups.get('')?.length ?? 0;
  const explicit = ECR_DEFAULTS[name];
  if (withoutValue > 0 && explicit === undefined) return undefined;
  const candidates = [...groups].flatMap(([text, [{ settings }, ...others]]) => {
    const value = settings[name];
    if (value === undefined) return [];
    const isUsual = (others.length + 1) * USUAL >= entries.length;
    const saved = others.length * text.length - withoutValue * valueText(explicit).length;
    return isUsual && saved > 0 ? [{ text, value, saved }] : [];
  });
  const [best] = [...candidates].sort((a, b) => b.saved - a.saved || (a.text < b.text ? -1 : 1));
  return best?.value;
}

/** A value of fewer repositories than one in three is a surprising default. */
const USUAL = 3;
