import { grantEntryText, ruleEntryText, type Mend } from '../access';
import { parseTopology, withEntries, type LoadedTopology } from '../topology';

/** The result of `explain`, with its suggested fixes. */
interface Answer {
  readonly verdict: string;
  readonly mends: readonly Mend[];
}

/** A replica has its own policy, so a repository that a replication rule creates may need one more entry. */
const MOST_ROUNDS = 3;

/**
 * Returns the first answer with fixes that were tried. Each entry for `topology.yaml` is added to the declaration, and
 * the question is evaluated again. Fixes that the new answer suggests are added. Entries that `validate` rejects and
 * entries without effect are dropped.
 */
export function withCheckedMends<T extends Answer>(
  first: T,
  loaded: LoadedTopology,
  ask: (loaded: LoadedTopology) => T,
): T {
  let mends = first.mends;
  let fresh = first.mends;
  let answer = first;
  let { text } = loaded.source;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const entries = fresh.flatMap((mend) => entryText(mend) ?? []);
    if (entries.length === 0) break;
    text = withEntries(text, entries);
    const tried = parseTopology({ file: loaded.source.file, text }, process.env);
    if (tried.kind !== 'topology') {
      const problems = tried.diagnostics
        .filter(({ severity }) => severity === 'error')
        .map(({ code, message, help }) => [code, message, help].filter(Boolean).join(' '));
      return { ...first, mends: [...withoutEntries(mends, fresh), { kind: 'refused', problems }] };
    }
    const next = ask(tried);
    if (isSame(answer, next)) return { ...first, mends: withoutEntries(mends, fresh) };
    answer = next;
    fresh = newIn(next.mends, mends);
    mends = [...mends, ...fresh];
  }
  return { ...first, mends };
}

/** Returns the YAML to paste, or undefined if the fix does not change the declaration. */
function entryText(mend: Mend): string | undefined {
  if (mend.kind === 'grant') return grantEntryText(mend.entry);
  return mend.kind === 'rule' ? ruleEntryText(mend.entry) : undefined;
}

function withoutEntries(mends: readonly Mend[], tried: readonly Mend[]): readonly Mend[] {
  return mends.filter((mend) => entryText(mend) === undefined || !tried.includes(mend));
}

function isSame(one: Answer, other: Answer): boolean {
  const told = ({ verdict, mends, ...rest }: Answer) =>
    JSON.stringify([verdict, mends, 'actions' in rest ? rest.actions : []]);
  return told(one) === told(other);
}

/** Kinds that name the registry that images come from. The first answer or a fix above already does. */
const SAID: ReadonlySet<Mend['kind']> = new Set(['push-to', 'replicated-from']);

/** Returns the entries that are not known yet, and other fixes whose kind is not known yet. */
function newIn(mends: readonly Mend[], known: readonly Mend[]): readonly Mend[] {
  const texts = new Set(known.map(entryText));
  const kinds = new Set(known.map(({ kind }) => kind));
  return mends.filter((mend) => {
    const text = entryText(mend);
    return text === undefined ? !kinds.has(mend.kind) && !SAID.has(mend.kind) : !texts.has(text);
  });
}
