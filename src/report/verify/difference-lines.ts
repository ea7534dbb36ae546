import { groupBy } from '../../base/collections';
import { differenceText, type Difference, type DifferenceKind } from '../../verify/difference';
import { repositoriesNoun } from '../review/changes';

/** The sections of a report, in order. */
export const DIFFERENCE_SECTIONS: readonly (readonly [kind: DifferenceKind, title: string])[] = [
  ['missing', 'Declared, but not in AWS'],
  ['undeclared', 'In AWS, but not declared'],
  ['different', 'Different in AWS'],
];

/** Differences that are one line: the same one of several repositories. */
export interface DifferenceLine {
  /** With the names of all repositories. */
  readonly difference: Difference;
  readonly text: string;
  /** How many differences the line represents. */
  readonly represents: number;
}

/** Returns the lines of one kind, in the order of the differences. */
export function differenceLines(
  differences: readonly Difference[],
  kind: DifferenceKind,
): readonly DifferenceLine[] {
  const ofKind = differences.filter((each) => each.kind === kind);
  return [...groupBy(ofKind, groupKey).values()].map((same) => {
    const difference = merged(same);
    return { difference, text: differenceText(difference), represents: same.length };
  });
}

function groupKey(difference: Difference): string {
  const { repository, subject } = difference;
  return JSON.stringify({
    ...difference,
    repository: repository === undefined ? undefined : '',
    subject: repository === undefined ? subject : subject.replace(nounOf(repository), ''),
  });
}

function merged(same: readonly [Difference, ...Difference[]]): Difference {
  const [first] = same;
  const names = same.flatMap(({ repository }) => repository ?? []);
  const { repository } = first;
  if (repository === undefined || names.length < 2) return first;
  return { ...first, subject: first.subject.replace(nounOf(repository), () => repositoriesNoun(names)) };
}

function nounOf(repository: string): string {
  return `repository ${repository}`;
}
