import type { Command, Option } from 'commander';
import { RepeatableOption } from '../options';
import type { Answer, Names } from './answer';
import { isOptionValue, readLine, visibleCommands, visibleOptions, type TypedLine } from './typed-line';
import { completeArgumentValue, completeOptionValue } from './values';

/** Returns the names of a declaration. `file` is the value of `--topology`. */
export type NameReader = (file: string | undefined) => Names;

/**
 * Returns the candidates for the last word of a command line. The shell selects those that begin with what was typed.
 *
 * @param words the words after the name of the program. The last one is the word at the cursor, and can be empty
 */
export function completeLine(root: Command, words: readonly string[], readNames: NameReader): Answer {
  const line = readLine(root, words.slice(0, -1));
  const word = words.at(-1) ?? '';
  const names = () => readNames(line.topology);
  if (line.pending !== undefined && isOptionValue(line.pending, word)) {
    const answer = completeOptionValue(line.pending.option, names);
    return line.pending.isValueRequired ? answer : orOptions(answer, line, word);
  }
  if (word.startsWith('-') && !line.isAfterOptions) return completeOption(line, word, names);
  return orOptions(completeArgument(root, line), line, word);
}

const NOTHING: Answer = { kind: 'words', candidates: [] };

/** Completes `--form` to options, and `--format=` to its values. */
function completeOption(line: TypedLine, word: string, names: () => Names): Answer {
  const [, before = '', name] = /^(([^=]*)=)/.exec(word) ?? [];
  if (name === undefined) return remainingOptions(line);
  const option = visibleOptions(line.command).find(({ long }) => long === name);
  if (option === undefined) return NOTHING;
  const answer = completeOptionValue(option, names);
  if (answer.kind !== 'words') return answer;
  const candidates = answer.candidates.map((each) => ({ ...each, word: before + each.word }));
  return { kind: 'words', candidates };
}

/** Completes an empty word to options if there is nothing else, for example after `policies`, which requires `--out`. */
function orOptions(answer: Answer, line: TypedLine, word: string): Answer {
  const isNothing = answer.kind === 'words' && answer.candidates.length === 0;
  return isNothing && word === '' && !line.isAfterOptions ? remainingOptions(line) : answer;
}

/** Returns the options that can be added to the line. */
function remainingOptions({ command, options }: TypedLine): Answer {
  const candidates = visibleOptions(command)
    .filter((option) => !options.has(option) || canRepeat(option))
    .map(({ long, short, description }) => ({ word: long ?? short ?? '', description }));
  return { kind: 'words', candidates };
}

function canRepeat(option: Option): boolean {
  return option.variadic || option instanceof RepeatableOption;
}

function completeArgument(root: Command, { command, argumentCount }: TypedLine): Answer {
  const commands = visibleCommands(command);
  if (commands.length > 0) return commandsAnswer(commands);
  const last = command.registeredArguments.at(-1);
  const argument = command.registeredArguments[argumentCount] ?? (last?.variadic === true ? last : undefined);
  if (argument === undefined) return NOTHING;
  // The command that commander adds: `help [command]`.
  if (argument.name() === 'command') return commandsAnswer(visibleCommands(root));
  return completeArgumentValue(argument);
}

function commandsAnswer(commands: readonly Command[]): Answer {
  const candidates = commands.map((each) => ({ word: each.name(), description: each.description() }));
  return { kind: 'words', candidates };
}
