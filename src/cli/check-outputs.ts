import { UsageError } from './exit';

/** Formats of the result of `check`. */
export const CHECK_FORMATS = ['text', 'markdown', 'sarif', 'junit', 'json', 'github'] as const;
export type CheckFormat = (typeof CHECK_FORMATS)[number];

/** `--format` and `--output`, in the order of the command line. */
export type OutputOption =
  | { readonly option: '--format'; readonly format: CheckFormat }
  | { readonly option: '--output'; readonly file: string };

/** A format of the result, and where it is written. */
export interface FormatOutput {
  readonly format: CheckFormat;
  /** Undefined: standard output. */
  readonly file: string | undefined;
}

/**
 * Pairs formats with output files. Each `--output` belongs to the `--format` before it. A single pair may be in either
 * order, and a single `--output` without `--format` is text.
 * @throws UsageError if the pairs are ambiguous
 */
export function pairOutputs(options: readonly OutputOption[]): readonly FormatOutput[] {
  const formats = options.flatMap((each) => (each.option === '--format' ? [each.format] : []));
  const files = options.flatMap((each) => (each.option === '--output' ? [each.file] : []));
  const [format = 'text'] = formats;
  const [file] = files;
  const outputs =
    formats.length <= 1 && files.length <= 1 ? [{ format, file: normaliseFile(file) }] : pairInOrder(options);
  rejectSharedStandardOutput(outputs);
  return outputs;
}

function pairInOrder(options: readonly OutputOption[]): readonly FormatOutput[] {
  return options.flatMap((each, index): readonly FormatOutput[] => {
    if (each.option === '--format') {
      const next = options[index + 1];
      return [
        { format: each.format, file: next?.option === '--output' ? normaliseFile(next.file) : undefined },
      ];
    }
    if (options[index - 1]?.option === '--format') return [];
    throw new UsageError(
      `--output '${each.file}' has no --format before it. Write each pair together, such as --format sarif --output check.sarif.`,
    );
  });
}

/** Returns undefined for both names of standard output, as in other command-line tools. */
export function normaliseFile(file: string | undefined): string | undefined {
  return file === '-' || file === '/dev/stdout' ? undefined : file;
}

function rejectSharedStandardOutput(outputs: readonly FormatOutput[]): void {
  const printed = outputs.filter(({ file }) => file === undefined).map(({ format }) => format);
  if (printed.length > 1) {
    throw new UsageError(
      `Formats ${printed.join(' and ')} would both be written to standard output. Add --output FILE after all but one --format.`,
    );
  }
}
