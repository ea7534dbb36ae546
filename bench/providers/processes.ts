import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** How often to look. */
const INTERVAL_MS = 100;

/**
 * The processes of the AWS provider that run on this machine, and their memory: what is shared between them is counted
 * once (`Pss`). Linux only.
 */
export class ProviderProcesses {
  /** At once. */
  public most = 0;
  /** Bytes, together. */
  public peak = 0;

  private readonly timer: NodeJS.Timeout;

  /** @param folder where Terraform runs, or above: of others nothing is counted */
  public constructor(private readonly folder: string) {
    this.timer = setInterval(() => {
      this.look();
    }, INTERVAL_MS);
  }

  public stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const sizes = readdirSync('/proc')
      .filter((name) => /^[0-9]+$/.test(name) && isProvider(name, this.folder))
      .map(sizeOf)
      .filter((size) => size > 0);
    this.most = Math.max(this.most, sizes.length);
    this.peak = Math.max(
      this.peak,
      sizes.reduce((sum, size) => sum + size, 0),
    );
  }
}

function isProvider(process: string, folder: string): boolean {
  if (!read(`/proc/${process}/cmdline`).includes('terraform-provider-aws')) return false;
  try {
    return readlinkSync(`/proc/${process}/cwd`).startsWith(folder);
  } catch {
    return false;
  }
}

function sizeOf(process: string): number {
  const kilobytes = /^Pss: +([0-9]+) kB$/m.exec(read(`/proc/${process}/smaps_rollup`))?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

/** Nothing where the process is gone by now. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
