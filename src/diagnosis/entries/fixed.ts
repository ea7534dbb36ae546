import type { Conclusion } from '../case';
import type { Code, Step } from '../diagnosis';
import { containing, entry, type Entry } from '../entry';
import { isAboutEcr } from '../image';

/**
 * Families whose explanation is the same for every message. To add one, add a row; an explanation that depends on the
 * message or the topology is an entry in a file of its own.
 */
export interface Row extends Pick<Conclusion, 'summary' | 'cause'> {
  readonly kind: string;
  readonly pattern: RegExp;
  /** By default the text has to be about ECR. */
  readonly applies?: (text: string) => boolean;
  readonly steps: readonly Step[];
  /** Why the cause is certain; undefined if it is only likely. */
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
