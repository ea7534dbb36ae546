import { Argument, Command } from 'commander';
import { completeLine } from './completion/complete-line';
import { readNames } from './completion/declared-names';
import { answerText } from './completion/answer-text';
import { completionScript, SHELLS, type Shell } from './completion/scripts';
import { withHelpText } from './help';

export function completionCommand(): Command {
  const command = new Command('completion')
    .description('Print the script that completes commands, options and declared names in a shell')
    .usage('[options] <shell>')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .argument('[words...]', 'the words to complete; only the script sets them')
    .action((shell: Shell, words: readonly string[], _: object, self: Command) => {
      process.stdout.write(words.length === 0 ? completionScript(shell) : answer(shell, words, self));
    });
  return withHelpText(command, {
    about: [
      'Load the script in the startup file of your shell: ~/.bashrc, ~/.zshrc after compinit, or ~/.config/fish/config.fish. It completes commands, options, their values, files, and the declared registries, repositories and callers.',
    ],
    examples: [
      'source <(ecr-topology completion bash)',
      'source <(ecr-topology completion zsh)',
      'ecr-topology completion fish | source',
    ],
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
