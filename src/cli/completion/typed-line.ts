import type { Command, Option } from 'commander';

/** A command line up to the word at the cursor. */
export interface TypedLine {
  readonly command: Command;
  /** The number of arguments of the command before the cursor. */
  readonly argumentCount: number;
  readonly options: ReadonlySet<Option>;
  /** The option that accepts the word at the cursor as its value. */
  readonly pending: PendingOption | undefined;
  /** Whether `--` was typed: all words after it are arguments. */
  readonly isAfterOptions: boolean;
  /** The value of `--topology`. */
  readonly topology: string | undefined;
}

interface PendingOption {
  readonly option: Option;
  /** False if the option can end here: it has a value already, or its value is optional. */
  readonly isValueRequired: boolean;
}

/**
 * Reads complete words as commander does. Unlike commander, it skips unknown options and reports nothing, because the line is not
 * finished.
 */
export function readLine(root: Command, tokens: readonly string[]): TypedLine {
  const start: TypedLine = {
    command: root,
    argumentCount: 0,
    options: new Set(),
    pending: undefined,
    isAfterOptions: false,
    topology: undefined,
  };
  return tokens.reduce(readWord, start);
}

/** Returns whether a word is the value of the pending option. */
export function isOptionValue({ isValueRequired }: PendingOption, word: string): boolean {
  return isValueRequired || !word.startsWith('-');
}

export function visibleCommands(command: Command): readonly Command[] {
  return command.createHelp().visibleCommands(command);
}

/** Returns the options of a command and those of every command. */
export function visibleOptions(command: Command): readonly Option[] {
  const help = command.createHelp();
  return [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
}

function readWord(line: TypedLine, word: string): TypedLine {
  const { pending } = line;
  if (pending !== undefined && isOptionValue(pending, word)) return readValue(line, pending.option, word);
  const next = { ...line, pending: undefined };
  if (line.isAfterOptions || !/^-./.test(word)) return readArgument(next, word);
  if (word === '--') return { ...next, isAfterOptions: true };
  return word.startsWith('--') ? readLongOption(next, word) : readShortOptions(next, word.slice(1));
}

function readArgument(line: TypedLine, word: string): TypedLine {
  const command = visibleCommands(line.command).find((each) => each.name() === word);
  return command === undefined ? { ...line, argumentCount: line.argumentCount + 1 } : { ...line, command };
}

function readLongOption(line: TypedLine, word: string): TypedLine {
  const [, name = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
  const option = visibleOptions(line.command).find(({ long }) => long === name);
  if (option === undefined) return line;
  return value === undefined ? readOption(line, option) : readValue(line, option, value);
}

/** Reads `-q`, `-o FILE`, `-oFILE` and `-qo FILE`. */
function readShortOptions(line: TypedLine, letters: string): TypedLine {
  const option = visibleOptions(line.command).find(({ short }) => short === `-${letters.charAt(0)}`);
  const rest = letters.slice(1);
  if (option === undefined) return line;
  if (rest === '') return readOption(line, option);
  if (option.required || option.optional) return readValue(line, option, rest);
  return readShortOptions(readOption(line, option), rest);
}

function readOption(line: TypedLine, option: Option): TypedLine {
  const options = new Set([...line.options, option]);
  if (!option.required && !option.optional) return { ...line, options };
  return { ...line, options, pending: { option, isValueRequired: option.required } };
}

function readValue(line: TypedLine, option: Option, value: string): TypedLine {
  return {
    ...line,
    options: new Set([...line.options, option]),
    pending: option.variadic ? { option, isValueRequired: false } : undefined,
    topology: option.long === '--topology' ? value : line.topology,
  };
}
