import { CommanderError } from 'commander';
import { failureText } from '../report/format/text';
import { EXIT } from './exit';

/** Sets the exit code for a failed command and prints the error. Commander prints its own errors itself. */
export function exitWithError(error: unknown): void {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.couldNotRun;
    return;
  }
  process.stderr.write(failureText(error, process.env));
  process.exitCode = EXIT.couldNotRun;
}
