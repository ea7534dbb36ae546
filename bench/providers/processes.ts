import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Sampling interval. */
const INTERVAL_MS = 100;

/** Total memory of several processes, in bytes. */
interface Memory {
  /** Shared memory is counted once: the memory that a machine or container requires. */
  readonly pss: number;
  /** Shared memory is counted for each process: the sum of the values in `top`. */
  readonly rss: number;
}

/** Samples the AWS provider processes that Terraform starts in a folder. Linux only. */
export class ProviderProcesses {
  /** The largest number of processes at the same time. */
  public peakCount = 0;
  public peak: Memory = { pss: 0, rss: 0 };

  private readonly timer: NodeJS.Timeout;

  /** @param folder the working directory of Terraform or a parent. Other processes are not counted */
  public constructor(private readonly folder: string) {
    this.timer = setInterval(() => {
      this.sample();
    }, INTERVAL_MS);
  }

  public stop(): void {
    clearInterval(this.timer);
  }

  private sample(): void {
    const memories = readdirSync('/proc')
      .filter((name) => /^[0-9]+$/.test(name) && isProvider(name, this.folder))
      .map(memoryOf)
      .filter(({ rss }) => rss > 0);
    const sum = (key: keyof Memory) => memories.reduce((total, size) => total + size[key], 0);
    this.peakCount = Math.max(this.peakCount, memories.length);
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

/** Returns the empty text if the process has ended. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
