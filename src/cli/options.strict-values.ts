import type { Command, Option } from 'commander';
import { RepeatableOption } from './options.repeatable-option';

/**
 * Makes a command reject what commander accepts silently: an empty value, for example from an unset variable of a
 * script, and a second value of an option that accepts one. Commander would use the last one.
 */
export function rejectUnclearValues(command: Command): Command {
  for (const option of command.options) if (option.required) rejectRepeatedValues(command, option);
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

function rejectRepeatedValues(command: Command, option: Option): void {
  let first: string | undefined;
  // Commander emits this event once for each occurrence of the option.
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
