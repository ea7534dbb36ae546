import { sortedUnique } from '../../base/collections';
import { shellWord } from '../../base/text';
import { resolveStackPlaceholder, type Backend, type StacksBy } from '../../model/deployment';
import type { Migration } from '../../terraform/migration';

/**
 * Returns a POSIX shell script that moves the Terraform states from one layout to another. The script works on copies
 * and replaces the states after all moves, so nothing has changed if a move fails.
 */
export function migrationScript({ from, to, moves, removedStacks }: Migration, backend: Backend): string {
  const header = scriptHeader(from, to, backend);
  if (moves.length === 0) {
    return `${header}\necho 'No resource changes its stack: there is nothing to move.'\n`;
  }
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
    "echo 'Replacing the states'",
    ...inOrder.map(callWithState('put')),
    '',
    "echo 'Done. Now plan each stack. A plan must not create or destroy resources.'",
    'echo "The states before the moves are in $work/before."',
    '',
  ].join('\n');
}

function durationNote(moves: number): string {
  const duration = estimateDuration(moves);
  return duration === undefined
    ? ''
    : `: ${duration}. For large states, use the way without moves: docs/guides/layouts.md, Large states`;
}

/** Returns the shell word for the location of the state of a stack. */
function stateLocations(backend: Backend, vanishing: ReadonlySet<string>): (stack: string) => string {
  if (backend.kind === 'local') {
    return (stack) => shellWord(`./${resolveStackPlaceholder(backend.path, stack)}`);
  }
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
    '# and make no other change together with the layout. Back up the states. Do not deploy until the script is done.',
    ...(backend.kind === 'local' ? LOCAL_STEPS : remoteSteps(from)),
    '# The script changes copies, and replaces the states when all moves are done. If it stops before, no state has',
    '# changed: fix the reported error, remove the folder ecr-topology-migration and start again.',
    '#',
    '# After: npx cdktf diff <stack>, for each stack. It must not create or destroy resources; it may add outputs.',
    'set -eu',
  ].join('\n');
}

const LOCAL_STEPS = [
  '# Run the script in the folder of the project, which contains the state files.',
] as const;

function remoteSteps(from: StacksBy): readonly string[] {
  return [
    '# Synthesize both layouts, the former one into a separate folder:',
    '#   npm run synth',
    `#   ECR_TOPOLOGY=FILE CDKTF_OUTDIR=cdktf.out.former npm run synth   (the same file, by: ${from})`,
    '# Run the script in the folder of the project, with credentials for the states.',
  ];
}

/*
 * Functions of the migration script. In each, $1 is a stack and $2 the location of its state. `$work/before` contains
 * the states before the moves, `$work/after` the states after the moves.
 */

/** Copies the state file of a stack. A stack without a state gets one when a resource is moved to it. */
const FETCH_FILE = `
fetch() {
  if [ -e "$2" ]; then cp "$2" "$work/before/$1.tfstate"; fi
  keep "$1"
}`;

/** Stops if the state has changed since it was copied. */
const PUT_FILE = `
put() {
  if [ ! -e "$work/after/$1.tfstate" ]; then return; fi
  if [ -e "$2" ]; then cat "$2" >"$work/now"; else : >"$work/now"; fi
  unchanged "$1"
  mkdir -p "$(dirname "$2")"
  cp "$work/after/$1.tfstate" "$2"
}`;

/** Terraform prints nothing for a state that does not exist yet. */
const FETCH_REMOTE = `
former=\${1:-cdktf.out.former}
output=\${2:-cdktf.out}

fetch() {
  "$terraform" -chdir="$2" init -input=false >/dev/null
  "$terraform" -chdir="$2" state pull >"$work/before/$1.tfstate"
  if [ ! -s "$work/before/$1.tfstate" ]; then rm "$work/before/$1.tfstate"; fi
  keep "$1"
}`;

const PUT_REMOTE = `
put() {
  if [ ! -e "$work/after/$1.tfstate" ]; then return; fi
  "$terraform" -chdir="$2" state pull >"$work/now"
  unchanged "$1"
  "$terraform" -chdir="$2" state push - <"$work/after/$1.tfstate"
}`;

/** https://developer.hashicorp.com/terraform/cli/commands/state/mv */
const MOVE_FUNCTIONS = `
keep() {
  if [ -e "$work/before/$1.tfstate" ]; then cp "$work/before/$1.tfstate" "$work/after/$1.tfstate"; fi
}

move() {
  # The folder configures no backend, so Terraform uses the local files.
  (
    cd "$work/after" && "$terraform" state mv -state="$1.tfstate" -state-out="$2.tfstate" \\
      -backup=../backup-from -backup-out=../backup-to "$3" "$3" >/dev/null
  ) || stop "$3 cannot be moved from the state of $1 to the state of $2. Deploy the former layout first. If Terraform reports an existing resource instance, $2 was deployed before its state was moved: move the state of $2 to another folder, do not destroy resources, and start again (docs/guides/layouts.md)."
}

must_be_empty() {
  if [ ! -e "$work/after/$1.tfstate" ]; then return; fi
  left=$(cd "$work/after" && "$terraform" state list -state="$1.tfstate")
  if [ -n "$left" ]; then
    stop "The state of $1 contains resources that are not declared: $left. Deploy the former layout first."
  fi
}

unchanged() {
  if [ -e "$work/before/$1.tfstate" ]; then was=$work/before/$1.tfstate; else was=/dev/null; fi
  cmp -s "$was" "$work/now" || stop "The state of $1 has changed since the script started. To see which states were replaced, compare them with $work/before."
}

stop() {
  echo "$1" >&2
  exit 1
}

terraform=\${TERRAFORM_BINARY_NAME:-terraform}
# States can contain secrets.
umask 077
mkdir ecr-topology-migration || stop 'The folder ecr-topology-migration of an earlier run exists. Remove it if you no longer need its states.'
work=$PWD/ecr-topology-migration
mkdir "$work/before" "$work/after"
`;

/** Up to this number, the moves take too little time to mention it. */
const MAX_QUICK_MOVES = 1000;

/** Measured with Terraform 1.11.4, which reads and writes both states for each move (docs/guides/layouts.md). */
const SECONDS_PER_MOVE = 0.15;
const SECONDS_PER_RESOURCE = 0.0007;

/** Returns the estimated duration of the moves as text, or undefined if they are few. */
function estimateDuration(moves: number): string | undefined {
  if (moves <= MAX_QUICK_MOVES) return undefined;
  const minutes = (moves * (SECONDS_PER_MOVE + SECONDS_PER_RESOURCE * moves)) / 60;
  if (minutes < 90) return `up to ${Math.ceil(minutes)} minutes`;
  const hours = minutes / 60;
  return hours < 48 ? `up to ${Math.ceil(hours)} hours` : `up to ${Math.ceil(hours / 24)} days`;
}
