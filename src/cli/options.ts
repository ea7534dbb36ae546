import { InvalidArgumentError, Option, type Command } from 'commander';
import { findDeclaration } from '../declaration/syntax/source';
import { loadTopology, type Loaded } from '../lint/declaration/load';
import { isCommentId } from '../report/format/comment';
import type { Console } from './output';
import { reportDiagnostics } from './report-diagnostics';

/** Sets the declaration of a command. `findDeclaration` returns the default. */
export function topologyOption(): Option {
  return new Option(
    '--topology <file>',
    'declaration to read (default: $ECR_TOPOLOGY, or the nearest topology.yaml)',
  );
}

export type Format = 'text' | 'json';

export function formatOption(): Option {
  return new Option('--format <format>', 'output format').choices(['text', 'json']).default('text');
}

/** Loads the declaration of a command and prints its diagnostics to standard error. */
export function loadAndReport(file: string | undefined, output: Console): Loaded {
  const loaded = loadTopology(findDeclaration(file, process.env).file, process.env);
  reportDiagnostics(loaded, output);
  return loaded;
}

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
    if (value === '') command.error(`error: option '${option.flags}' has an empty value`);
    if (option.variadic || option instanceof RepeatableOption) return;
    if (first !== undefined) {
      command.error(
        `error: option '${option.flags}' is set twice, to '${first}' and '${value}'. Set it once.`,
      );
    }
    first = value;
  });
}

/** An option that may be repeated on the command line, with one value each time. */
export class RepeatableOption extends Option {}

/** Parses the ID of a comment on a pull request. */
export function parseCommentId(value: string): string {
  if (isCommentId(value)) return value;
  throw new InvalidArgumentError("Use at most 64 letters and digits, separated by single '.', '_' or '-'.");
}
