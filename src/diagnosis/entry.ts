import type { Case, Conclusion, Surroundings } from './case';
import type { Facts } from './message';

/**
 * One family of error messages, all in one place: how to recognise it, and what its cause and fix are.
 *
 * @typeParam Details what the messages of the family show in addition to the facts
 */
export interface Definition<Details extends object> {
  /** For programs: documented in docs/troubleshooting.md, and never changed. */
  readonly kind: string;
  /** What the text shows, or undefined if it is not of this family. Linear in the length of the text. */
  readonly match: (text: string, facts: Facts) => (Details & HasFacts) | undefined;
  readonly explain: (found: Case<Details>) => Conclusion;
  /** Which registry is meant if the message names none or several fit. */
  readonly subject?: Subject | ((message: Details & HasFacts) => Subject);
}

interface HasFacts {
  readonly facts: Facts;
}

type Subject = 'replication' | 'registry policy' | 'refused registry policy' | 'refused repository policy';

/** A family as the table holds it: without the type of its details. */
export interface Entry {
  readonly kind: string;
  readonly recognise: (text: string, facts: Facts) => Message | undefined;
}

/** An error message that was recognised, and what it names. */
export interface Message extends HasFacts {
  readonly kind: string;
  readonly subject: Subject | undefined;
  readonly conclude: (surroundings: Surroundings) => Conclusion;
}

export function entry<Details extends object>(definition: Definition<Details>): Entry {
  const { kind, match, explain, subject } = definition;
  return {
    kind,
    recognise: (text, facts) => {
      const message = match(text, facts);
      if (message === undefined) return undefined;
      return {
        kind,
        facts: message.facts,
        subject: typeof subject === 'function' ? subject(message) : subject,
        conclude: (surroundings) => explain({ message, ...surroundings }),
      };
    },
  };
}

/** Matches a text that contains the pattern and, if the pattern alone does not prove it, is about ECR. */
export function containing(
  pattern: RegExp,
  applies: (text: string) => boolean = () => true,
): Definition<object>['match'] {
  return (text, facts) => (pattern.test(text) && applies(text) ? { facts } : undefined);
}
