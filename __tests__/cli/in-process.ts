import { Readable } from 'node:stream';
import { userHits } from '../banned-texts';
import { exitWithError } from '../../src/cli/exit-with-error';
import { createProgram } from '../../src/cli/program';
import type { ProcessResult, RunOptions } from './command-line';

/**
 * Runs `ecr-topology` in this process. A child process per command costs 0.7 s of CPU time; `command-line.ts` starts
 * one, to test what only a process has: the binary, pipes, signals and standard input.
 */
export async function ecrTopology(args: readonly string[], options: RunOptions = {}): Promise<ProcessResult> {
  const capture = new Capture(options);
  try {
    await createProgram().parseAsync(args, { from: 'user' });
  } catch (error) {
    exitWithError(error);
  } finally {
    capture.end();
  }
  rejectBannedTexts(capture.result);
  return capture.result;
}

/** Each output of a command that a test sees is plain English (`banned-words.ts`). */
function rejectBannedTexts({ stdout, stderr }: ProcessResult): void {
  const hits = [stdout, stderr].flatMap((text) => userHits({ text, start: 0 }));
  if (hits.length === 0) return;
  const list = hits.map(({ found, instead }) => `"${found}": ${instead}`);
  throw new Error(`the output has banned texts:\n${list.join('\n')}`);
}

let isCapturing = false;

const STREAMS = ['stdout', 'stderr'] as const;

/** Captures the output and the exit code of a command in its own environment, and restores the process afterwards. */
class Capture {
  public result: ProcessResult = { status: null, stdout: '', stderr: '' };

  private readonly printed = { stdout: '', stderr: '' };
  private readonly undo: (() => void)[] = [];

  public constructor({ cwd, env = {} }: RunOptions) {
    if (isCapturing) {
      throw new Error(
        'another command runs in this process: await it first, because both print to the same streams',
      );
    }
    isCapturing = true;
    for (const stream of STREAMS) {
      const spy = jest.spyOn(process[stream], 'write').mockImplementation((text) => {
        this.printed[stream] += String(text);
        return true;
      });
      this.undo.push(() => {
        spy.mockRestore();
      });
      this.set(process[stream], 'isTTY', false);
    }
    this.set(process, 'exitCode', undefined);
    this.setInput(Readable.from([]));
    for (const [name, value] of Object.entries({ ...NOT_INHERITED, ...env })) this.setVariable(name, value);
    if (cwd !== undefined) {
      const before = process.cwd();
      process.chdir(cwd);
      this.undo.push(() => {
        process.chdir(before);
      });
    }
  }

  public end(): void {
    this.result = { status: Number(process.exitCode ?? 0), ...this.printed };
    for (const undo of this.undo.reverse()) undo();
    isCapturing = false;
  }

  private set<Name extends string>(object: Record<Name, unknown>, name: Name, value: unknown): void {
    const before = object[name];
    object[name] = value;
    this.undo.push(() => {
      object[name] = before;
    });
  }

  /** The standard input of a jest worker never ends. */
  private setInput(input: Readable): void {
    const before = Object.getOwnPropertyDescriptor(process, 'stdin');
    Object.defineProperty(process, 'stdin', { value: input, configurable: true });
    this.undo.push(() => {
      if (before !== undefined) Object.defineProperty(process, 'stdin', before);
    });
  }

  private setVariable(name: string, value: string | undefined): void {
    const before = process.env[name];
    assignVariable(name, value);
    this.undo.push(() => {
      assignVariable(name, before);
    });
  }
}

/** Environment variables that would change the output. */
const NOT_INHERITED = { ECR_TOPOLOGY: undefined, FORCE_COLOR: undefined, NO_COLOR: undefined };

/** Assigning undefined would set the text 'undefined'. */
function assignVariable(name: string, value: string | undefined): void {
  if (value === undefined) Reflect.deleteProperty(process.env, name);
  else process.env[name] = value;
}
