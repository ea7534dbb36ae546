import type { Argument, Option } from 'commander';
import { REGIONS } from '../../aws/partitions';
import type { Answer, Names } from './answer';

/** Names of values in usage texts: `--topology <file>`, `<plan...>`. */
const FILE_VALUES: ReadonlySet<string> = new Set(['after', 'base', 'before', 'file', 'files', 'plan']);
const FOLDER_VALUES: ReadonlySet<string> = new Set(['folder']);
const REGION_VALUE = 'region';

/** The names that an option of any command accepts. */
const DECLARED: ReadonlyMap<string, keyof Names> = new Map([
  ['--as', 'callers'],
  ['--from', 'registries'],
  ['--registry', 'registries'],
  ['--repository', 'repositories'],
  ['--to', 'registries'],
]);

/** @param readNames called only if the option accepts declared names */
export function completeOptionValue(option: Option, readNames: () => Names): Answer {
  const declared = DECLARED.get(option.long ?? '');
  if (declared !== undefined) return candidatesAnswer(readNames()[declared]);
  const [, name = ''] = /[<[]([\w-]+)/.exec(option.flags) ?? [];
  return completeValue(name, option.argChoices);
}

export function completeArgumentValue(argument: Argument): Answer {
  return completeValue(argument.name(), argument.argChoices);
}

function completeValue(name: string, choices: readonly string[] = []): Answer {
  if (FILE_VALUES.has(name)) return { kind: 'files' };
  if (FOLDER_VALUES.has(name)) return { kind: 'folders' };
  if (name === REGION_VALUE) return candidatesAnswer(REGIONS);
  return candidatesAnswer(choices);
}

function candidatesAnswer(values: readonly string[]): Answer {
  return { kind: 'candidates', candidates: values.map((word) => ({ word, description: '' })) };
}
