import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, tryRun, type CommandResult } from './command';
import type { Sandbox } from './sandbox';
import { writeProviderOverride } from './workspace';

/** A project that `ecr-topology init` created. */
export class UserProject {
  public readonly stackFolder: string;

  public constructor(
    public readonly folder: string,
    private readonly environment: Sandbox['environment'],
  ) {
    this.stackFolder = join(folder, 'cdktf.out', 'stacks', 'ecr-topology');
  }

  public async npm(...args: readonly string[]): Promise<string> {
    return run({ file: 'npm', args, folder: this.folder, environment: this.environment });
  }

  public async tryNpm(...args: readonly string[]): Promise<CommandResult> {
    return tryRun({ file: 'npm', args, folder: this.folder, environment: this.environment });
  }

  public async npx(...args: readonly string[]): Promise<string> {
    return run({ file: 'npx', args: ['--no', ...args], folder: this.folder, environment: this.environment });
  }

  /** Requires the provider version of the mirror, unless it meets the version constraint of the project. */
  public useMirroredProvider(): void {
    writeProviderOverride(this.stackFolder);
  }

  public read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  public write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }
}
