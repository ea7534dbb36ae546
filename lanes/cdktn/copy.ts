import { execFileSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';

/** The lock file of the other installation would install CDKTF again. */
const LOCK_FILE = 'package-lock.json';

/** Copies the files that git tracks or would track: the working tree without installed and built files. */
export function copyProject(project: string, to: string): void {
  const stdout = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: project,
    encoding: 'utf8',
  });
  for (const file of new Set(stdout.split('\0'))) {
    // git lists a deleted file until the deletion is committed.
    if (file === '' || file === LOCK_FILE || !existsSync(join(project, file))) continue;
    cpSync(join(project, file), join(to, file), { verbatimSymlinks: true });
  }
}
