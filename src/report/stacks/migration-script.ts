import { sortedUnique } from '../../base/collections';
import { shellWord } from '../../base/text.shell-word';
import type { Backend, StacksBy } from '../../model/deployment';
import { resolveStackPlaceholder } from '../../model/deployment.state-place';
import type { Migration } from '../../terraform/migration';
import { estimateDuration } from './migration-script.move-time';
import {
  FETCH_FILE,
  FETCH_REMOTE,
  MOVE_FUNCTIONS,
  PUT_FILE,
  PUT_REMOTE,
} from './migration-script.shell-functions';

/**
 * Returns a POSIX shell script that moves the Terraform states from one layout to another. The script works on copies
 * and replaces the states after all moves, so nothing has changed if a move fails.
 */
export function migrationScript({ from, to, moves, removedStacks }: Migration, backend: Backend): string {
  const header = scriptHeader(from, to, backend);
  if (moves.length === 0)
    return `${header}\necho 'No resource changes its stack: there is nothing to move.'\n`;
  const changed = sortedUnique(moves.flatMap((move) => [move.from, move.to]));
  const touched = sortedUnique([...changed, ...removedStacks]);
  const removedSet = new Set(removedStacks);
  const locationOf = stateLocations(backend, removedSet);
  const callWithState = (verb: string) => (stack: string) =>
    `${verb} ${shellWord(stack)} ${locationOf(stack)}`;
  // If the script is interrupted here, a resource is in two states rather than in none.
  const inOrder = [
    ...changed.filter((stack) => !removedSet.has(stack)),
    ...changed.filter((stack) => removedSet.has(stack)),
  ];
  return [
    header,
    ...(backend.kind === 'local' ? [FETCH_FILE, PUT_FILE] : [FETCH_REMOTE, PUT_REMOTE]),
    MOVE_FUNCTIONS,
    "echo 'Copying the states'",
    ...touched.map(callWithState('fetch')),
    '',
    `echo 'Moving ${moves.length} in the copies${durationNote(moves.length)}'`,
    ...moves.map((move) => ['move', move.from, move.to, move.address].map(shellWord).join(' ')),
    ...removedStacks.map((stack) => `must_be_empty ${shellWord(stack)}`),
    '',
    "echo 'Putting the copies in place'",
    ...inOrder.map(callWithState('put')),
    '',
    "echo 'Done. Now plan every stack: nothing may be created, nothing destroyed.'",
    'echo "The states as they were are in $work/before."',
    '',
  ].join('\n');
}

function durationNote(moves: number): string {
  const duration = estimateDuration(moves);
  return duration === undefined
    ? ''
    : `: ${duration}. For large states there is another way, without moves: docs/layouts.md, Large states`;
}

/** Returns the shell word for the location of the state of a stack. */
function stateLocations(backend: Backend, vanishing: ReadonlySet<string>): (stack: string) => string {
  if (backend.kind === 'local')
    return (stack) => shellWord(`./${resolveStackPlaceholder(backend.path, stack)}`);
  // Terraform reads a remote state from the folder that configures its backend.
  return (stack) => `"$${vanishing.has(stack) ? 'former' : 'output'}"/stacks/${shellWord(stack)}`;
}

function scriptHeader(from: StacksBy, to: StacksBy, backend: Backend): string {
  return [
    '#!/bin/sh',
    `# Moves the Terraform state from the layout '${from}' (stacks.by) to '${to}'. Written by ecr-topology stacks.`,
    '#',
    '# Before: deploy this declaration with',
    `#   stacks: { by: ${from} }`,
    '# and change nothing else with the layout. Back up the states. Nobody may deploy until this is done.',
    ...(backend.kind === 'local' ? LOCAL_STEPS : remoteSteps(from)),
    '# It changes copies, and puts them in place when all moves are done. Where it stops before, nothing has changed:',
    '# mend what it says, remove the folder ecr-topology-migration and start again.',
    '#',
    '# After: npx cdktf diff <stack>, for each stack. No resource may be created or destroyed; outputs are added.',
    'set -eu',
  ].join('\n');
}

const LOCAL_STEPS = ["# Run it in the project's folder, where the state files are."] as const;

function remoteSteps(from: StacksBy): readonly string[] {
  return [
    '# Synthesise both layouts, the former one into a folder of its own:',
    '#   npm run synth',
    `#   CDKTF_OUTDIR=cdktf.out.former npm run synth -- --topology FILE   (the same file, by: ${from})`,
    "# Run it in the project's folder, with the credentials for the states.",
  ];
}
