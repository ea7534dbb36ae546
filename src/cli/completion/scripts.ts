export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

/**
 * Returns the script that adds completion to a shell. It runs the program that the user typed, with the words up to the cursor after
 * `--`. The program gets no input and cannot print errors, and no word is evaluated again.
 */
export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}

/** Works in bash 4 and later, without the package bash-completion. */
const BASH = `# bash completion of ecr-topology. Load it with: source <(ecr-topology completion bash)
_ecr_topology() {
  local words=() line=\${COMP_LINE:0:COMP_POINT} last=-1 i piece=''
  # bash divides words at ':' and '='. A piece without a space before it belongs to the word before it.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    if [[ $last -lt 0 || $line == [[:space:]]* ]]; then
      last=$((last + 1))
      words[last]=''
      line=\${line#"\${line%%[![:space:]]*}"}
    fi
    piece=\${COMP_WORDS[i]}
    [[ $line == "$piece"* ]] || piece=$line
    words[last]+=$piece
    line=\${line#"$piece"}
  done
  # Files follow a redirection.
  [[ \${words[last]} == *[\\<\\>]* || \${words[last - 1]} == *[\\<\\>] ]] && return
  # bash replaces only the last piece, so that candidates must not contain the pieces before it.
  [[ $piece == [:=@]* ]] && piece=''
  local typed=\${words[last]%"$piece"}
  for ((i = 0; i <= last; i++)); do words[i]=\${words[i]//[\\"\\'\\\\]/}; done
  local program=\${words[0]/#\\~\\//$HOME/} answer candidate
  answer=$("$program" completion bash -- "\${words[@]:1}" 2>/dev/null </dev/null) || return
  case $answer in
    files*) return ;;
    folders*) compopt -o dirnames +o default; return ;;
  esac
  compopt +o default
  while IFS= read -r candidate; do
    [[ -n $candidate && $candidate == "\${words[last]}"* ]] && COMPREPLY+=("\${candidate#"$typed"}")
  done <<<"\${answer#candidates}"
}
complete -o default -F _ecr_topology ecr-topology
`;

const ZSH = `#compdef ecr-topology
# zsh completion of ecr-topology. Load it after compinit with: source <(ecr-topology completion zsh)
_ecr-topology() {
  local program=\${\${(Q)words[1]}/#\\~\\//$HOME/}
  local -a typed=("\${(@Q)words[2,CURRENT-1]}") answer
  answer=("\${(@f)$("$program" completion zsh -- "\${typed[@]}" "\${(Q)PREFIX}" 2>/dev/null </dev/null)}")
  local kind=$answer[1]
  shift answer
  case $kind in
    files|folders)
      [[ $PREFIX == --*=* ]] && compset -P '*='
      if [[ $kind == files ]]; then _files; else _files -/; fi
      ;;
    candidates) (( $#answer > 0 )) && _describe 'ecr-topology' answer ;;
  esac
}
# The first line is for a file _ecr-topology in a folder of $fpath.
if [[ $funcstack[1] == _ecr-topology ]]; then _ecr-topology "$@"; else compdef _ecr-topology ecr-topology; fi
`;

const FISH = `# fish completion of ecr-topology. Load it with: ecr-topology completion fish | source
function __ecr_topology_complete
    set -l words (commandline -opc)
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    type -q -- $program; or return
    set -e words[1]
    set -l current (commandline -ct)
    set -l answer ($program completion fish -- $words "$current" 2>/dev/null </dev/null)
    set -l before (string match -r -- '^--[^=]*=' $current)
    set -l rest (string replace -- "$before" '' $current)
    switch "$answer[1]"
        case files
            __fish_complete_path "$rest" | string replace -r '^' -- "$before"
        case folders
            __fish_complete_directories "$rest" '' | string replace -r '^' -- "$before"
        case candidates
            set -e answer[1]
            string join -- \\n $answer
    end
end
complete -c ecr-topology -e
complete -c ecr-topology -f -a '(__ecr_topology_complete)'
`;

const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };
