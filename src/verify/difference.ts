import type { RepositoryName } from '../aws/names';
import type { ChangeCategory } from '../change/change-parts';

/** A difference between the declaration and AWS. */
export interface Difference {
  readonly kind: DifferenceKind;
  readonly category: Exclude<ChangeCategory, 'unknown'>;
  /** The name of the registry. Undefined for an identity policy. */
  readonly registry: string | undefined;
  /** The ARN of the role or user. Undefined for everything else. */
  readonly identity: string | undefined;
  /** Undefined if the difference is not of one repository. */
  readonly repository: RepositoryName | undefined;
  /** What differs, in the words of `diff`: `imageTagMutability of repository app`. */
  readonly subject: string;
  /** The declared value as short text. Undefined if the subject is the value, or if it is not declared. */
  readonly declared: string | undefined;
  /** The value in AWS as short text. Undefined if the subject is the value, or if it does not exist. */
  readonly live: string | undefined;
}

export type DifferenceKind =
  /** Declared, but AWS does not contain it. */
  | 'missing'
  /** AWS contains it, but it is not declared. */
  | 'undeclared'
  /** AWS contains it with another value. */
  | 'different';

/** Returns the difference as one line. */
export function differenceText({ registry, identity, subject, declared, live }: Difference): string {
  const owner = registry ?? identity;
  const line = owner === undefined ? subject : `${owner}: ${subject}`;
  if (declared !== undefined && live !== undefined) return `${line}: declared ${declared}, in AWS ${live}`;
  const value = declared ?? live;
  return value === undefined ? line : `${line}: ${value}`;
}
