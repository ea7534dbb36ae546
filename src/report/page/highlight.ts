import { registryKey } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { groupBy, sortedUnique } from '../../base/collections';
import type { Registry } from '../../model/topology';
import { foldNamespaces } from '../format/repository-names';

/** What to look at in the topology. */
export interface Highlight {
  readonly tone: 'caution' | 'danger' | 'note';
  /** What is the case, with a number. */
  readonly title: string;
  /** Why to look at it, in full sentences. */
  readonly text: string;
  /** The names it applies to, shortened. */
  readonly names: readonly string[];
  /** How many names are left out. */
  readonly more: number;
  /** The lines of the declaration. */
  readonly lines: readonly number[];
  /** The place in the page, as a hash such as `#/access?text=…`. Undefined if the overview shows everything. */
  readonly link: string | undefined;
}

/** More names are shown as a number. */
const MAX_NAMES = 8;

/** A registry or one of its repositories. */
export interface Subject {
  readonly registry: Registry;
  /** Undefined for the registry. */
  readonly repository: RepositoryName | undefined;
}

interface HighlightInput extends Pick<Highlight, 'link' | 'text' | 'title' | 'tone'> {
  readonly names: readonly string[];
  readonly lines?: Iterable<number>;
}

export function highlight({ names, lines = [], ...texts }: HighlightInput): Highlight {
  const unique = sortedUnique(names);
  return {
    ...texts,
    names: unique.slice(0, MAX_NAMES),
    more: Math.max(0, unique.length - MAX_NAMES),
    lines: [...new Set(lines)].sort((a, b) => a - b).slice(0, MAX_NAMES),
  };
}

/** Returns, for example, `app/* in hub`, and the name of a registry itself. */
export function subjectNames(subjects: readonly Subject[]): readonly string[] {
  const byRegistry = groupBy(subjects, ({ registry }) => registryKey(registry));
  return [...byRegistry.values()].flatMap((group) => {
    const [{ registry }] = group;
    const names = group.flatMap(({ repository }) => repository ?? []);
    const all = registry.repositories.map(({ name }) => name);
    const folded = foldNamespaces([...new Set(names)], all).map((name) => `${name} in ${registry.name}`);
    return [...(group.some(({ repository }) => repository === undefined) ? [registry.name] : []), ...folded];
  });
}
