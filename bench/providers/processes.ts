import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** How often to look. */
const INTERVAL_MS = 100;

/** Bytes of several processes together. */
interface Memory {
  /** What they share, such as the program itself, counted once: what a machine or container must have. */
  readonly pss: number;
  /** What they share counted for each: what `top` shows, added up. */
  readonly rss: number;
}

/** The processes of the AWS provider that Terraform starts in a folder, while this looks. Linux only. */
export class ProviderProcesses {
  /** At once. */
  public most = 0;
  public peak: Memory = { pss: 0, rss: 0 };

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
      .map(memoryOf)
      .filter(({ rss }) => rss > 0);
    const sum = (of: keyof Memory) => sizes.reduce((total, size) => total + size[of], 0);
    this.most = Math.max(this.most, sizes.length);
    this.peak = { pss: Math.max(this.peak.pss, sum('pss')), rss: Math.max(this.peak.rss, sum('rss')) };
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

function memoryOf(process: string): Memory {
  const text = read(`/proc/${process}/smaps_rollup`);
  const bytes = (what: string) =>
    Number(new RegExp(`^${what}: +([0-9]+) kB$`, 'm').exec(text)?.[1] ?? 0) * 1024;
  return { pss: bytes('Pss'), rss: bytes('Rss') };
}

/** Nothing where the process is gone by now. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
