import { exitWithError } from './exit-with-error';
import { createProgram } from './program';

/** Runs the command line. Every error sets an exit code; none prints a stack trace. */
async function main(): Promise<void> {
  // The reader of the output may have closed the pipe: `ecr-topology schema | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') exitWithError(error);
  });
  try {
    await createProgram().parseAsync(process.argv);
  } catch (error) {
    exitWithError(error);
  }
}

void main();
