import { CommanderError } from 'commander';
import { failureText } from '../report';
import { EXIT } from './exit';

/** Ends a command that failed with an exit code. Commander has printed its own errors already. */
export function endWith(error: unknown): void {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.fine : EXIT.couldNotRun;
    return;
  }
  process.stderr.write(failureText(error, process.env));
  process.exitCode = EXIT.couldNotRun;
}
