import { spawn } from 'node:child_process';
import { platform } from 'node:os';

interface Program {
  readonly command: string;
  readonly arguments: readonly string[];
}

/**
 * Opens an address in the browser of the user. Calls the function if the system has no program for that.
 * @param address of this program, because Windows interprets some characters
 */
export function openBrowser(address: string, onFailure: (command: string) => void): void {
  const program = browserProgram(address, platform());
  const child = spawn(program.command, program.arguments, { detached: true, stdio: 'ignore' });
  child.on('error', () => {
    onFailure(program.command);
  });
  child.on('exit', (code) => {
    if (code !== 0) onFailure(program.command);
  });
  child.unref();
}

/** Returns the program of each system that opens an address. */
export function browserProgram(address: string, system: NodeJS.Platform): Program {
  if (system === 'darwin') return { command: 'open', arguments: [address] };
  // The first argument of `start` in quotes is the title of a window.
  if (system === 'win32') return { command: 'cmd', arguments: ['/c', 'start', '""', address] };
  return { command: 'xdg-open', arguments: [address] };
}
