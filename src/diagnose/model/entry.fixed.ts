import type { Explanation } from './case';
import type { Code, Step } from './diagnosis';
import { matchPattern, defineEntry, type Entry } from './entry';
import { mentionsEcr } from '../parse/registry-reference';

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
              because: 'the message leaves several causes, of which these are the usual ones',
            }
          : { level: 'certain', because: certaintyReason },
      page,
    }),
  });
}
