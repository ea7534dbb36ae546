import { randomBytes } from 'node:crypto';
import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { systemCode } from '../base/file';
import { UsageError } from './exit';

/** Formats of the result of `check`. */
export const CHECK_FORMATS = ['text', 'markdown', 'sarif', 'junit', 'json', 'github'] as const;
export type CheckFormat = (typeof CHECK_FORMATS)[number];

/** `--format` and `--output`, in the order of the command line. */
export type OutputOption =
  | { readonly option: '--format'; readonly format: CheckFormat }
  | { readonly option: '--output'; readonly file: string };

export interface Output {
  readonly format: CheckFormat;
  /** Undefined: standard output. */
  readonly file: string | undefined;
}

/**
 * Pairs formats with output files. Each `--output` belongs to the `--format` before it. A single pair may be in either
 * order, and a single `--output` without `--format` is text.
 * @throws UsageError if the pairs are ambiguous
 */
export function pairOutputs(options: readonly OutputOption[]): readonly Output[] {
  const formats = options.flatMap((each) => (each.option === '--format' ? [each.format] : []));
  const files = options.flatMap((each) => (each.option === '--output' ? [each.file] : []));
  const [format = 'text'] = formats;
  const [file] = files;
  const outputs =
    formats.length <= 1 && files.length <= 1 ? [{ format, file: normaliseFile(file) }] : pairInOrder(options);
  rejectSharedStandardOutput(outputs);
  return outputs;
}

function pairInOrder(options: readonly OutputOption[]): readonly Output[] {
  return options.flatMap((each, index): readonly Output[] => {
    if (each.option === '--format') {
      const next = options[index + 1];
      return [
        { format: each.format, file: next?.option === '--output' ? normaliseFile(next.file) : undefined },
      ];
    }
    if (options[index - 1]?.option === '--format') return [];
    throw new UsageError(
      `--output '${each.file}' has no --format before it; write each pair together: --format sarif --output check.sarif`,
    );
  });
}

/** Both names of standard output, as in other command-line tools. */
function normaliseFile(file: string | undefined): string | undefined {
  return file === '-' || file === '/dev/stdout' ? undefined : file;
}

function rejectSharedStandardOutput(outputs: readonly Output[]): void {
  const printed = outputs.filter(({ file }) => file === undefined).map(({ format }) => format);
  if (printed.length > 1) {
    throw new UsageError(
      `${printed.join(' and ')} would go to standard output together; give all but one an --output FILE after the --format.`,
    );
  }
}

export interface FileToWrite {
  /** As the user wrote it. */
  readonly file: string;
  readonly text: string;
}

/** A file that is written under a temporary name in its target folder and only needs to be renamed. */
interface StagedFile {
  readonly named: string;
  readonly temporaryPath: string;
  readonly path: string;
}

/**
 * Writes files, each completely or not at all, and none if one cannot be written. Creates missing folders.
 * @throws UsageError that names the file and the reason
 */
export function writeFiles(files: readonly FileToWrite[]): void {
  const staged: StagedFile[] = [];
  try {
    for (const { file, text } of files) {
      const written = withFileError(file, () => stageFile(file, text));
      if (written !== undefined) staged.push(written);
    }
    for (const { named, temporaryPath, path } of staged) {
      withFileError(named, () => {
        renameSync(temporaryPath, path);
      });
    }
  } catch (error) {
    for (const { temporaryPath } of staged) rmSync(temporaryPath, { force: true });
    throw error;
  }
}

/** Returns the path of a file with all links resolved, or the absolute path if the file does not exist. */
export function resolveRealPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return resolve(file);
  }
}

function stageFile(file: string, text: string): StagedFile | undefined {
  // Uses the name itself: the resolved path of /dev/stderr may not exist.
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) throw new UsageError(`'${file}' is a folder; name a file in it.`);
  if (stats !== undefined && !stats.isFile()) {
    // A pipe or device cannot be replaced by renaming.
    writeFileSync(file, text);
    return undefined;
  }
  const path = resolveRealPath(file);
  mkdirSync(dirname(path), { recursive: true });
  const temporaryPath = join(
    dirname(path),
    `.${basename(path).slice(0, 100)}-${randomBytes(4).toString('hex')}`,
  );
  try {
    writeFileSync(temporaryPath, text, { flag: 'wx', ...(stats === undefined ? {} : { mode: stats.mode }) });
  } catch (error) {
    rmSync(temporaryPath, { force: true });
    throw error;
  }
  return { named: file, temporaryPath, path };
}

function withFileError<Result>(file: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    const code = systemCode(error);
    if (code === 'unknown') throw error;
    throw new UsageError(`'${file}' cannot be written (${code}).`, { cause: error });
  }
}
