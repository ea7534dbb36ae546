import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Names of the programs, in the order in which the tests use them. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Chrome is not on PATH on macOS. */
const OTHER_PATHS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Returns the path of Chromium or Chrome. Throws if there is none. */
export function chromiumPath(): string {
  const configured = process.env.ECR_TOPOLOGY_CHROMIUM ?? '';
  if (configured !== '') {
    if (existsSync(configured)) return configured;
    throw new Error(`ECR_TOPOLOGY_CHROMIUM is '${configured}', which does not exist`);
  }
  const found = candidates().find(isProgram);
  if (found === undefined) {
    throw new Error(
      'no chromium or google-chrome on PATH (install it, or set ECR_TOPOLOGY_CHROMIUM to its path)',
    );
  }
  return found;
}

function candidates(): readonly string[] {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin'];
  return [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...OTHER_PATHS];
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
