import { groupBy } from '../../base/collections';
import type { AccessCaller, AccessEntry } from '../../report/page/access';
import { isPublic } from './access-filter';

/** The answers of a caller, or of several callers that have the same answers. */
export interface AccessRow {
  readonly callers: readonly [AccessCaller, ...AccessCaller[]];
  /** Of the first caller. */
  readonly entries: readonly AccessEntry[];
  /** The callers with the same answers, if the reader unfolded them and this is the row of the first of them. */
  readonly unfolded?: readonly AccessCaller[];
}

/** Groups entries by caller, and folds callers with the same answers. The public row is the first. */
export function accessRows(
  entries: readonly AccessEntry[],
  unfolded: ReadonlySet<string>,
): readonly AccessRow[] {
  const keyOf = createAnswersKey();
  const byCaller = [...groupBy(entries, ({ caller }) => caller.text).values()];
  const folded = [...groupBy(byCaller, keyOf).values()];
  const rows = folded.flatMap((same): readonly AccessRow[] => {
    const callers = callersOf(same);
    const single = same.map((each): AccessRow => ({ callers: [each[0].caller], entries: each }));
    if (callers.length === 1) return single;
    if (!unfolded.has(callers[0].text)) return [{ callers, entries: same[0] }];
    return single.map((row, index) => (index === 0 ? { ...row, unfolded: callers } : row));
  });
  return [...rows.filter(isPublicRow), ...rows.filter((row) => !isPublicRow(row))];
}

export function isPublicRow({ callers: [caller] }: AccessRow): boolean {
  return isPublic(caller);
}

type Entries = readonly [AccessEntry, ...AccessEntry[]];

function callersOf([first, ...others]: readonly [Entries, ...Entries[]]): AccessRow['callers'] {
  return [first[0].caller, ...others.map(([{ caller }]) => caller)];
}

/** Equal lists of repositories are the same object, apart from short ones. */
function createAnswersKey(): (entries: Entries) => string {
  const numbers = new Map<readonly string[], number>();
  const repositoriesKey = (repositories: AccessEntry['repositories']) => {
    if (repositories === 'all') return repositories;
    if (repositories.length <= MAX_JOINED) return repositories.join(' ');
    const number = numbers.get(repositories) ?? numbers.size;
    numbers.set(repositories, number);
    return number;
  };
  return (entries) =>
    JSON.stringify([
      isPublic(entries[0].caller),
      ...entries.map(({ operation, actions, registry, repositories, answer }) => [
        operation,
        actions.join(' '),
        registry.text,
        repositoriesKey(repositories),
        answer.text,
      ]),
    ]);
}

const MAX_JOINED = 8;
