import type { Command, Option } from 'commander';
import type { Answer, Names } from './answer';
import { isOptionValue, readLine, visibleCommands, visibleOptions, type TypedLine } from './typed-line';
import { completeArgumentValue, completeOptionValue } from './values';

/** What completion needs besides the commands. */
interface Context {
  /** Returns the names of a declaration. `file` is the value of `--topology`. */
  readonly readNames: (file: string | undefined) => Names;
  readonly canRepeat: (option: Option) => boolean;
}

/**
 * Returns the candidates for the last word of a command line. The shell selects those that begin with what was typed.
 *
 * @param tokens the words after the name of the program. The last one is the word at the cursor, and can be empty
 */
export function completeLine(root: Command, tokens: readonly string[], context: Context): Answer {
  const line = readLine(root, tokens.slice(0, -1));
  const word = tokens.at(-1) ?? '';
  if (line.pending !== undefined && isOptionValue(line.pending, word)) {
    const answer = completeOptionValue(line.pending.option, () => context.readNames(line.topology));
    return line.pending.isValueRequired ? answer : orOptions(answer, line, word, context);
  }
  if (word.startsWith('-') && !line.isAfterOptions) return completeOption(line, word, context);
  return orOptions(completeArgument(root, line), line, word, context);
}

const NOTHING: Answer = { kind: 'candidates', candidates: [] };

/** Completes `--form` to options, and `--format=` to its values. */
function completeOption(line: TypedLine, word: string, context: Context): Answer {
  const [, before = '', name] = /^(([^=]*)=)/.exec(word) ?? [];
  if (name === undefined) return remainingOptions(line, context);
  const option = visibleOptions(line.command).find(({ long }) => long === name);
  if (option === undefined) return NOTHING;
  const answer = completeOptionValue(option, () => context.readNames(line.topology));
  if (answer.kind !== 'candidates') return answer;
  const candidates = answer.candidates.map((each) => ({ ...each, word: before + each.word }));
  return { kind: 'candidates', candidates };
}

/** Completes an empty word to options if there is nothing else, for example after `policies`, which requires `--out`. */
function orOptions(answer: Answer, line: TypedLine, word: string, context: Context): Answer {
  const isNothing = answer.kind === 'candidates' && answer.candidates.length === 0;
  return isNothing && word === '' && !line.isAfterOptions ? remainingOptions(line, context) : answer;
}

/** Returns the options that can be added to the line. */
function remainingOptions({ command, options }: TypedLine, { canRepeat }: Context): Answer {
  const candidates = visibleOptions(command)
    .filter((option) => !options.has(option) || option.variadic || canRepeat(option))
    .map(({ long, short, description }) => ({ word: long ?? short ?? '', description }));
  return { kind: 'candidates', candidates };
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
  return { kind: 'candidates', candidates };
}
