import type { Command, Option } from 'commander';
import { RepeatableOption } from './repeatable-option';

/**
 * Makes a command refuse what commander takes silently: a value that is empty, as from a variable of a script that is
 * not set, and a second value for an option that takes one, of which the last would win.
 */
export function refuseUnclearValues(command: Command): Command {
  for (const option of command.options) if (option.required) watch(command, option);
  for (const argument of command.registeredArguments) {
    if (!argument.required || argument.parseArg !== undefined) continue;
    const name = argument.name();
    argument.argParser((value: string) => {
      if (value === '') command.error(`error: argument '${name}' is empty`);
      return value;
    });
  }
  return command;
}

function watch(command: Command, option: Option): void {
  let first: string | undefined;
  // What commander emits for each time the option stands on the command line.
  command.on(`option:${option.name()}`, (value: string) => {
    if (value === '') command.error(`error: option '${option.flags}' is given an empty value`);
    if (option.variadic || option instanceof RepeatableOption) return;
    if (first !== undefined) {
      command.error(
        `error: option '${option.flags}' is given twice, with '${first}' and '${value}'; it takes one value`,
      );
    }
    first = value;
  });
}
