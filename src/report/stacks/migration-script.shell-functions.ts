/*
 * Functions of the migration script. In each, $1 is a stack and $2 the location of its state. `$work/before` contains
 * the states before the moves, `$work/after` the states after the moves.
 */

/** Copies the state file of a stack. A stack without a state gets one when a resource is moved to it. */
export const FETCH_FILE = `
fetch() {
  if [ -e "$2" ]; then cp "$2" "$work/before/$1.tfstate"; fi
  keep "$1"
}`;

/** Stops if the state has changed since it was copied. */
export const PUT_FILE = `
put() {
  if [ ! -e "$work/after/$1.tfstate" ]; then return; fi
  if [ -e "$2" ]; then cat "$2" >"$work/now"; else : >"$work/now"; fi
  unchanged "$1"
  mkdir -p "$(dirname "$2")"
  cp "$work/after/$1.tfstate" "$2"
}`;

/** Terraform prints nothing for a state that does not exist yet. */
export const FETCH_REMOTE = `
former=\${1:-cdktf.out.former}
output=\${2:-cdktf.out}

fetch() {
  "$terraform" -chdir="$2" init -input=false >/dev/null
  "$terraform" -chdir="$2" state pull >"$work/before/$1.tfstate"
  if [ ! -s "$work/before/$1.tfstate" ]; then rm "$work/before/$1.tfstate"; fi
  keep "$1"
}`;

export const PUT_REMOTE = `
put() {
  if [ ! -e "$work/after/$1.tfstate" ]; then return; fi
  "$terraform" -chdir="$2" state pull >"$work/now"
  unchanged "$1"
  "$terraform" -chdir="$2" state push - <"$work/after/$1.tfstate"
}`;

/** https://developer.hashicorp.com/terraform/cli/commands/state/mv */
export const MOVE_FUNCTIONS = `
keep() {
  if [ -e "$work/before/$1.tfstate" ]; then cp "$work/before/$1.tfstate" "$work/after/$1.tfstate"; fi
}

move() {
  # The folder has no backend of its own, for which Terraform would look otherwise.
  (
    cd "$work/after" && "$terraform" state mv -state="$1.tfstate" -state-out="$2.tfstate" \\
      -backup=../backup-from -backup-out=../backup-to "$3" "$3" >/dev/null
  ) || stop "$3 cannot be moved from the state of $1 to that of $2. Is everything deployed as it was declared? Where Terraform says that there is already a resource instance, $2 was deployed before its state was moved: put the state of $2 away, destroy nothing, and start again (docs/layouts.md)."
}

must_be_empty() {
  if [ ! -e "$work/after/$1.tfstate" ]; then return; fi
  left=$(cd "$work/after" && "$terraform" state list -state="$1.tfstate")
  if [ -n "$left" ]; then
    stop "The state of $1 still holds what is not declared: $left. Deploy the former layout first."
  fi
}

unchanged() {
  if [ -e "$work/before/$1.tfstate" ]; then was=$work/before/$1.tfstate; else was=/dev/null; fi
  cmp -s "$was" "$work/now" || stop "The state of $1 has changed meanwhile. What is in place already: compare with $work/before."
}

stop() {
  echo "$1" >&2
  exit 1
}

terraform=\${TERRAFORM_BINARY_NAME:-terraform}
# States may hold secrets.
umask 077
mkdir ecr-topology-migration || stop 'Remove the folder ecr-topology-migration of an earlier run, if its states are not needed any more.'
work=$PWD/ecr-topology-migration
mkdir "$work/before" "$work/after"
`;
