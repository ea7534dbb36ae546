import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Git repository in a temporary folder. */
export class GitRepository {
  public readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'ecr-topology-git-')));

  public constructor() {
    this.git('init', '--quiet', '--initial-branch=main');
  }

  public write(file: string, text: string): string {
    writeFileSync(join(this.folder, file), text);
    return join(this.folder, file);
  }

  /** Commits every file of the folder. */
  public commit(): void {
    this.git('add', '--all');
    this.git('-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '-m', 'x');
  }

  public git(...args: readonly string[]): void {
    // The settings of the user, such as signing, have no effect.
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
    execFileSync('git', args, { cwd: this.folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
