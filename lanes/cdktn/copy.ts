import { execFileSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';

/** What belongs to another installation, and would bring CDKTF back. */
const LOCK_FILE = 'package-lock.json';

/** Copies what git tracks, and what it would track: the project as it stands, without what is installed or built. */
export function copyProject(project: string, to: string): void {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: project,
    encoding: 'utf8',
  });
  for (const file of new Set(listed.split('\0'))) {
    // A file that was deleted is listed until that is committed.
    if (file === '' || file === LOCK_FILE || !existsSync(join(project, file))) continue;
    cpSync(join(project, file), join(to, file), { verbatimSymlinks: true });
  }
}
