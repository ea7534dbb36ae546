/** A word that this project does not use in identifiers, comments, test titles, file names and folder names. */
export interface BannedWord {
  /**
   * In identifiers and paths: the word, compared with each word of the name (`untoldChanges` is `untold`, `changes`).
   * In comments and titles: the word or phrase. `*` stands for any ending.
   */
  readonly word: string;
  /** What to write, for the message. */
  readonly instead: string;
  /** Default: both. `names` if the word is right in a sentence, `text` if it is several words. */
  readonly only?: 'names' | 'text';
  /** Phrases with the word that are right. */
  readonly except?: readonly string[];
}

export const BANNED_WORDS: readonly BannedWord[] = [
  // A former field of the JSON of `explain`.
  { word: 'mend*', instead: 'fix', except: ['mends`'] },
  // A value of the JSON of `check`.
  { word: 'told', instead: 'known', except: ['told by the plan'] },
  { word: 'untold', instead: 'unknown, or sensitive' },
  { word: 'tell', instead: 'show, report, distinguish' },
  { word: 'tells', instead: 'shows, reports, distinguishes' },
  { word: 'telling', instead: 'showing, reporting' },
  { word: 'somebody', instead: 'a principal, a user' },
  { word: 'nobody', instead: 'no principal, no user' },
  { word: 'everybody', instead: 'all principals, any AWS account' },
  { word: 'whoever', instead: 'the principal that, the user who' },
  { word: 'whatever', instead: 'any, regardless of' },
  { word: 'anew', instead: 'again; recreated' },
  { word: 'beside', instead: 'next to, as well as, compared with' },
  // The code `cache/circle` in documents.
  { word: 'circle*', instead: 'cycle' },
  { word: 'stray*', instead: 'unintended match' },
  { word: 'lone', instead: 'single' },
  { word: 'fate', instead: 'outcome, stack change' },
  { word: 'fates', instead: 'outcomes, stack changes' },
  { word: 'what comes of', instead: 'the result of', only: 'text' },
  { word: 'what came of', instead: 'the result of', only: 'text' },
  { word: 'by itself', instead: 'automatically, alone', only: 'text' },
  { word: 'by themselves', instead: 'automatically, alone', only: 'text' },
  { word: 'at this moment', instead: 'now', only: 'text' },
  { word: 'both halves', instead: 'the repository policy and the identity policy', only: 'text' },
  { word: 'told apart', instead: 'distinguished', only: 'text' },
  { word: 'kept apart', instead: 'separate', only: 'text' },
  { word: 'as far as the plans', instead: 'in these plans', only: 'text' },
  { word: 'small letter*', instead: 'lowercase', only: 'text' },
  { word: 'capital letter*', instead: 'uppercase', only: 'text' },
  { word: 'turn* on', instead: 'enable', only: 'text' },
  { word: 'turn* off', instead: 'disable', only: 'text' },
  { word: 'is about', instead: 'applies to', only: 'text' },
  { word: 'is gone', instead: 'was deleted', only: 'text' },
  { word: 'are gone', instead: 'were deleted', only: 'text' },
  { word: 'goes with it', instead: 'is deleted together with it', only: 'text' },
  { word: 'goes first', instead: 'takes precedence', only: 'text' },
  { word: 'standing', instead: 'existing, managed' },
  { word: 'stands', instead: 'is, appears', except: ['stands for'] },
  { word: 'words', instead: 'text, message', only: 'names' },
  { word: 'judge', instead: 'evaluate', only: 'names' },
  { word: 'judged', instead: 'evaluated', only: 'names' },
  { word: 'judges', instead: 'evaluates', only: 'names' },
  { word: 'held', instead: 'contained, in', only: 'names' },
  { word: 'holds', instead: 'contains, is met', only: 'names' },
  { word: 'holding', instead: 'containing, with', only: 'names' },
  { word: 'taken', instead: 'matched, accepted', only: 'names' },
  { word: 'takes', instead: 'matches, accepts, requires', only: 'names' },
  { word: 'speak', instead: 'specify', only: 'names' },
  { word: 'speaks', instead: 'specifies', only: 'names' },
  { word: 'speaking', instead: 'specifying', only: 'names' },
  { word: 'say', instead: 'report, contain, specify', only: 'names' },
  { word: 'says', instead: 'reports, contains, specifies', only: 'names' },
  { word: 'said', instead: 'reported, contained, specified', only: 'names' },
  { word: 'goes', instead: 'is deleted', only: 'names' },
  { word: 'gone', instead: 'deleted, removed', only: 'names' },
  { word: 'somewhere', instead: 'the registry, the location', only: 'names' },
  { word: 'situation', instead: 'evaluation context', only: 'names' },
  { word: 'moment', instead: 'before or after', only: 'names' },
  { word: 'half', instead: 'repository policy, identity policy', only: 'names' },
  { word: 'halves', instead: 'policies', only: 'names' },
];

/**
 * Words and phrases that this project does not use in texts for users: messages, help and documents. They are in
 * addition to `BANNED_WORDS`. `*` stands for any ending.
 */
export const BANNED_IN_USER_TEXTS: readonly BannedWord[] = [
  { word: 'say', instead: 'set, specify, contain, show' },
  { word: 'says', instead: 'sets, specifies, contains, shows' },
  { word: 'said', instead: 'set, specified, contained' },
  { word: 'saying', instead: 'specifying, showing' },
  { word: 'asks', instead: 'checks, requests, needs' },
  { word: 'asked for', instead: 'requested' },
  { word: 'ask for', instead: 'request' },
  {
    word: 'takes',
    instead: 'accepts, matches, requires',
    except: ['takes precedence', 'takes effect', 'takes about'],
  },
  { word: 'taken', instead: 'matched, accepted, used' },
  { word: 'does not take', instead: 'does not accept' },
  { word: 'half', instead: 'the repository policy, the identity policy' },
  { word: 'halves', instead: 'policies' },
  { word: 'of its own', instead: 'its own' },
  { word: 'of their own', instead: 'their own' },
  { word: 'no more', instead: 'no longer', except: ['no more than'] },
  { word: 'nothing else', instead: 'no other …' },
  { word: 'or else', instead: 'otherwise' },
  { word: 'else it', instead: 'otherwise it' },
  {
    word: 'for it *',
    instead: 'because it …',
    except: ['for it to', 'for it.', 'for it,', 'for it in', 'for it and'],
  },
  { word: 'for its * is', instead: 'because its … is' },
  { word: 'for they *', instead: 'because they …' },
  { word: 'for there *', instead: 'because there …' },
  { word: 'what is there', instead: 'the existing …' },
  { word: 'what was there', instead: 'the existing …' },
  { word: 'what it holds', instead: 'its contents' },
  { word: 'what they hold', instead: 'their contents' },
  { word: 'what comes', instead: 'the result' },
  { word: 'in words', instead: 'as text, summarized' },
  { word: 'thing', instead: 'resource, field, setting' },
  { word: 'things', instead: 'resources, fields, settings' },
  { word: 'moment', instead: 'now, before, after' },
  { word: 'go without', instead: 'omit' },
  { word: 'goes without', instead: 'omits' },
  { word: 'that is right', instead: 'valid, correct' },
  { word: 'for good', instead: 'permanently' },
  { word: 'mistyped', instead: 'misspelled' },
];

/**
 * Identifiers that have a banned word all the same: keys and kinds of the JSON outputs and of the files that this
 * project reads, which users' scripts depend on.
 */
export const PUBLIC_NAMES: ReadonlySet<string> = new Set([
  // docs/reference/json.md: changes of `diff` and `check`.
  'held',
  'isNameTaken',
  // The explanations of `explain`.
  'holding',
  'holds',
  'isHeld',
]);
