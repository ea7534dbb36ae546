import type { Facts } from '../parse/facts';
import { mentionsEcr } from '../parse/registry-reference';
import type { Case, CaseContext, Explanation } from './case';
import type { Code, Step } from './diagnosis';

/**
 * One kind of error message: how to match it, and how to explain it.
 *
 * @typeParam Details what messages of this kind show in addition to the facts
 */
export interface EntryDefinition<Details extends object> {
  /** Stable ID in the JSON output, documented in docs/reference/messages.md. */
  readonly kind: string;
  /**
   * Returns what the text shows, or undefined if it is another kind of message. Runs in time linear in the length of
   * the text.
   */
  readonly match: (text: string, facts: Facts) => (Details & HasFacts) | undefined;
  readonly explain: (failure: Case<Details>) => Explanation;
  /** Selects the registry if the message names none or several match. */
  readonly subject?: Subject | ((message: Details & HasFacts) => Subject);
}

interface HasFacts {
  readonly facts: Facts;
}

type Subject = 'replication' | 'registry policy' | 'refused registry policy' | 'refused repository policy';

/** An entry without the type of its details, as in the list of entries. */
export interface Entry {
  readonly kind: string;
  readonly match: (text: string, facts: Facts) => Message | undefined;
}

/** A matched error message. */
export interface Message extends HasFacts {
  readonly kind: string;
  readonly subject: Subject | undefined;
  readonly explain: (context: CaseContext) => Explanation;
}

/**
 * How specific a message is, the most specific first. Clients wrap messages (ECS wraps Docker, Docker wraps AWS), and the
 * innermost message is the most precise. A text can match entries of several levels; the first one explains it.
 */
export const LEVELS = [
  // AWS's access denied message, which every client wraps.
  'denied',
  // Emulators of AWS and ECR Public, which print the same exceptions as ECR.
  'elsewhere',
  // ECR refused a change. Its message can name what the change refers to.
  'refused',
  'notFound',
  // Other texts that only one cause has.
  'exception',
  // Limits and credentials, which fail any request.
  'anyRequest',
  // A program or service, with a text of its own.
  'program',
  // A manifest, an image name, a certificate: Docker prints these within the texts of the next levels.
  'image',
  // What a client prints for any registry.
  'registry',
  // A status, or no response: other messages are wrapped in it.
  'connection',
  // Texts without a reason.
  'unexplained',
] as const;

/** The entries of a file by level, in the order in which they are tried. */
export type FamilyEntries = Partial<Readonly<Record<(typeof LEVELS)[number], readonly Entry[]>>>;

export function defineEntry<Details extends object>(definition: EntryDefinition<Details>): Entry {
  const { kind, match, explain, subject } = definition;
  return {
    kind,
    match: (text, facts) => {
      const message = match(text, facts);
      if (message === undefined) return undefined;
      return {
        kind,
        facts: message.facts,
        subject: typeof subject === 'function' ? subject(message) : subject,
        explain: (context) => explain({ message, ...context }),
      };
    },
  };
}

/**
 * Matches a text that contains the pattern and for which `applies` is true. Use `applies` if other services print the
 * same.
 */
export function matchPattern(
  pattern: RegExp,
  applies: (text: string) => boolean = () => true,
): EntryDefinition<object>['match'] {
  return (text, facts) => (pattern.test(text) && applies(text) ? { facts } : undefined);
}

/**
 * Entries with the same explanation for every message. To add one, add a row. If the explanation depends on the message
 * or the topology, write an entry in a separate file.
 */
export interface FixedEntryRow extends Pick<Explanation, 'summary' | 'cause'> {
  readonly kind: string;
  readonly pattern: RegExp;
  /** If undefined, the text has to name ECR. */
  readonly applies?: (text: string) => boolean;
  readonly steps: readonly Step[];
  /** Why the cause is certain. If undefined, it is only likely. */
  readonly certaintyReason?: string;
  readonly page: string;
}

export const always = (): boolean => true;
export const shellCode = (text: string): Code => ({ language: 'sh', text: `${text}\n` });

export function defineFixedEntry(row: FixedEntryRow): Entry {
  const { kind, pattern, applies = mentionsEcr, summary, cause, steps, certaintyReason, page } = row;
  return defineEntry({
    kind,
    match: matchPattern(pattern, applies),
    explain: () => ({
      summary,
      cause,
      policies: [],
      steps,
      certainty:
        certaintyReason === undefined
          ? {
              level: 'likely',
              because: 'several causes produce this message, and these are the usual ones',
            }
          : { level: 'certain', because: certaintyReason },
      page,
    }),
  });
}
