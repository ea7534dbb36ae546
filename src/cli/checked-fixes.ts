import { grantEntryText, ruleEntryText, type Fix } from '../access/explain/fix';
import { addEntries } from '../declaration/syntax/suggestions';
import { parseTopology, type LoadedTopology } from '../lint/declaration/load';

/** The result of `explain`, with its suggested fixes. */
interface Answer {
  readonly verdict: string;
  readonly fixes: readonly Fix[];
}

/** A replica has its own policy, so a repository that a replication rule creates may need one more entry. */
const MAX_ROUNDS = 3;

/**
 * Returns the first answer with fixes that were tried. Each entry for `topology.yaml` is added to the declaration, and
 * the question is evaluated again. Fixes that the new answer suggests are added. Entries that `validate` rejects and
 * entries without effect are dropped.
 */
export function withCheckedFixes<T extends Answer>(
  first: T,
  loaded: LoadedTopology,
  evaluate: (loaded: LoadedTopology) => T,
): T {
  let fixes = first.fixes;
  let added = first.fixes;
  let answer = first;
  let { text } = loaded.source;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const entries = added.flatMap((fix) => entryText(fix) ?? []);
    if (entries.length === 0) break;
    text = addEntries(text, entries);
    const tried = parseTopology({ file: loaded.source.file, text }, process.env);
    if (tried.kind !== 'topology') {
      const problems = tried.diagnostics
        .filter(({ severity }) => severity === 'error')
        .map(({ code, message, help }) => [code, message, help].filter(Boolean).join(' '));
      return { ...first, fixes: [...withoutEntries(fixes, added), { kind: 'refused', problems }] };
    }
    const next = evaluate(tried);
    if (isSame(answer, next)) return { ...first, fixes: withoutEntries(fixes, added) };
    answer = next;
    added = findNewFixes(next.fixes, fixes);
    fixes = [...fixes, ...added];
  }
  return { ...first, fixes };
}

/** Returns the YAML to paste, or undefined if the fix does not change the declaration. */
function entryText(fix: Fix): string | undefined {
  if (fix.kind === 'grant') return grantEntryText(fix.entry);
  return fix.kind === 'rule' ? ruleEntryText(fix.entry) : undefined;
}

function withoutEntries(fixes: readonly Fix[], tried: readonly Fix[]): readonly Fix[] {
  return fixes.filter((fix) => entryText(fix) === undefined || !tried.includes(fix));
}

function isSame(one: Answer, other: Answer): boolean {
  const comparable = ({ verdict, fixes, ...rest }: Answer) =>
    JSON.stringify([verdict, fixes, 'actions' in rest ? rest.actions : []]);
  return comparable(one) === comparable(other);
}

/** Kinds that name the registry that images come from. The first answer or a fix above already does. */
const ORIGIN_FIXES: ReadonlySet<Fix['kind']> = new Set(['push-to', 'replicated-from']);

/** Returns the entries that are not known yet, and other fixes whose kind is not known yet. */
function findNewFixes(fixes: readonly Fix[], known: readonly Fix[]): readonly Fix[] {
  const texts = new Set(known.map(entryText));
  const kinds = new Set(known.map(({ kind }) => kind));
  return fixes.filter((fix) => {
    const text = entryText(fix);
    return text === undefined ? !kinds.has(fix.kind) && !ORIGIN_FIXES.has(fix.kind) : !texts.has(text);
  });
}
