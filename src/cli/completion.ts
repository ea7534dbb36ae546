import { Argument, Command } from 'commander';
import { completeLine } from './completion/complete-line';
import { readNames } from './completion/declared-names';
import { answerText } from './completion/answer-text';
import { completionScript, SHELLS, type Shell } from './completion/scripts';

export function completionCommand(): Command {
  return new Command('completion')
    .description('print the script that completes commands, options and declared names in a shell')
    .usage('[options] <shell>')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .argument('[words...]', 'the words to complete; only the script sets them')
    .addHelpText(
      'after',
      `
Load the script in the startup file of your shell. It runs this command each time you press Tab, and completes commands,
options, their values, files, and the registries, repositories and callers of --topology, $ECR_TOPOLOGY or topology.yaml.

Examples:
  $ source <(ecr-topology completion bash)      # in ~/.bashrc
  $ source <(ecr-topology completion zsh)       # in ~/.zshrc, after compinit
  $ ecr-topology completion fish | source       # in ~/.config/fish/config.fish`,
    )
    .action((shell: Shell, words: readonly string[], _: object, command: Command) => {
      process.stdout.write(words.length === 0 ? completionScript(shell) : answer(shell, words, command));
    });
}

/** Returns an empty text if completion fails: an error would be printed between the words that the user types. */
function answer(shell: Shell, words: readonly string[], command: Command): string {
  try {
    const root = command.parent ?? command;
    return answerText(
      shell,
      completeLine(root, words, (file) => readNames(file, process.env)),
    );
  } catch {
    return '';
  }
}
