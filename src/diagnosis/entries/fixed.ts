import type { Conclusion } from '../case';
import type { Code, Step } from '../diagnosis';
import { containing, entry, type Entry } from '../entry';
import { isAboutEcr } from '../image';

/**
 * Entries with the same explanation for every message. To add one, add a row. If the explanation depends on the message
 * or the topology, write an entry in a separate file.
 */
export interface Row extends Pick<Conclusion, 'summary' | 'cause'> {
  readonly kind: string;
  readonly pattern: RegExp;
  /** If undefined, the text has to name ECR. */
  readonly applies?: (text: string) => boolean;
  readonly steps: readonly Step[];
  /** Why the cause is certain. If undefined, it is only likely. */
  readonly certain?: string;
  readonly page: string;
}

export const always = (): boolean => true;
export const sh = (text: string): Code => ({ language: 'sh', text: `${text}\n` });

export function fixedEntry(row: Row): Entry {
  const { kind, pattern, applies = isAboutEcr, summary, cause, steps, certain, page } = row;
  return entry({
    kind,
    match: containing(pattern, applies),
    explain: () => ({
      summary,
      cause,
      policies: [],
      steps,
      certainty:
        certain === undefined
          ? {
              level: 'likely',
              because: 'the message leaves several causes, of which these are the usual ones',
            }
          : { level: 'certain', because: certain },
      page,
    }),
  });
}
