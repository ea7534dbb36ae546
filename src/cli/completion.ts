import { Argument, Command } from 'commander';
import { answerText } from './completion/answer-text';
import { completeLine } from './completion/complete-line';
import { readNames } from './completion/declared-names';
import { completionScript, SHELLS, type Shell } from './completion/scripts';
import { withHelpText } from './help';
import { RepeatableOption } from './options';

export function completionCommand(): Command {
  const command = new Command('completion')
    .description('Print the script that completes commands, options and declared names in a shell')
    .usage('[options] <shell>')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .argument('[line...]', 'the line to complete; only the script sets it')
    .action((shell: Shell, line: readonly string[], _: object, self: Command) => {
      process.stdout.write(line.length === 0 ? completionScript(shell) : answer(shell, line, self));
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

/** Returns an empty text if completion fails, because an error would appear in the line that the user types. */
function answer(shell: Shell, line: readonly string[], command: Command): string {
  try {
    return answerText(
      shell,
      completeLine(command.parent ?? command, line, {
        readNames: (file) => readNames(file, process.env),
        canRepeat: (option) => option instanceof RepeatableOption,
      }),
    );
  } catch {
    return '';
  }
}
