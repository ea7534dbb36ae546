import { formatList } from '../../base/text.listed';
import { movedHcl, quoteHcl } from '../../terraform/hcl';
import type { CountShift } from './count-shifts';

const MAX_NAMES = 8;

/** `'team/b', 'team/c'`. */
export function quotedNames(names: readonly string[]): string {
  return formatList(
    names.map((name) => `'${name}'`),
    MAX_NAMES,
  );
}

/** Describes the change of the list: `'team/b' was removed from the middle of the count list of aws_ecr_repository.team`. */
export function shiftCauseText({ counted, by, removed, added, isAtStart }: CountShift): string {
  const list = `the ${by} list of ${counted}`;
  if (removed.length === 0 && added.length === 0) return `The order of ${list} changed`;
  const parts = [
    ...(removed.length === 0 ? [] : [`${quotedNames(removed)} ${wasOrWere(removed)} removed from`]),
    ...(added.length === 0 ? [] : [`${quotedNames(added)} ${wasOrWere(added)} inserted into`]),
  ];
  return `${parts.join(' and ')} the ${isAtStart ? 'start' : 'middle'} of ${list}`;
}

function wasOrWere(names: readonly string[]): string {
  return names.length === 1 ? 'was' : 'were';
}

/** Keeps the help readable. The omitted blocks have the same form. */
const MAX_BLOCKS = 60;

/** Returns `moved` blocks from indexes to repository names as keys, or undefined if an address is not valid. */
export function movedBlocksHcl(shifts: readonly CountShift[]): string | undefined {
  const moves = new Map(
    shifts.flatMap(({ counted, kept }) =>
      kept.map(({ from, name }) => [from, `${counted}[${quoteHcl(name)}]`] as const),
    ),
  );
  const blocks = [...moves].flatMap(([from, to]) => movedHcl(from, to) ?? []);
  // All or none, because Terraform destroys every instance without a moved block.
  if (blocks.length < moves.size) return undefined;
  const rest = blocks.length - MAX_BLOCKS;
  return [
    ...blocks.slice(0, MAX_BLOCKS),
    ...(rest > 0 ? [`# and ${rest} more moved blocks of the same form`] : []),
  ].join('\n\n');
}
