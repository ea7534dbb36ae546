import { grantEntryText, ruleEntryText, type Mend } from '../access';
import { parseTopology, withEntries, type LoadedTopology } from '../topology';

/** An answer with what to change. */
interface Answer {
  readonly verdict: string;
  readonly mends: readonly Mend[];
}

/** A replica has a policy of its own, so that one more entry may be needed where a rule fills it. */
const MOST_ROUNDS = 3;

/**
 * An answer whose entries for `topology.yaml` were tried: each was added to the declaration, which is valid with it, and the
 * question was asked again. What that brings up is added, what `validate` refuses is not proposed, nor what has no effect.
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

/** What is to be pasted; undefined for what changes no declaration. */
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

/** Where images come from was said, or has just been changed. */
const SAID: ReadonlySet<Mend['kind']> = new Set(['push-to', 'replicated-from']);

/** Of entries those that were not proposed; of the rest the kinds that were not. */
function newIn(mends: readonly Mend[], known: readonly Mend[]): readonly Mend[] {
  const texts = new Set(known.map(entryText));
  const kinds = new Set(known.map(({ kind }) => kind));
  return mends.filter((mend) => {
    const text = entryText(mend);
    return text === undefined ? !kinds.has(mend.kind) && !SAID.has(mend.kind) : !texts.has(text);
  });
}
