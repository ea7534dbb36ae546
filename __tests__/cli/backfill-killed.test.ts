import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { ECRClient, StopReplicationBackfillCommand } from '@aws-sdk/client-ecr';
import { BackfillWorld, DEVELOP, EACH_ONCE } from './backfill-world';

/** A process of `ecr-topology backfill --yes`. */
class BackfillProcess {
  public stdout = '';
  public stderr = '';
  private readonly child: ChildProcess;
  private readonly closed: Promise<unknown>;

  public constructor({ environment }: BackfillWorld, args: readonly string[] = ['--yes']) {
    this.child = spawn(process.execPath, ['bin/ecr-topology.js', 'backfill', ...args], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (data: Buffer) => (this.stdout += data.toString()));
    this.child.stderr?.on('data', (data: Buffer) => (this.stderr += data.toString()));
    this.closed = once(this.child, 'close');
  }

  /** Returns the exit code, or the signal that ended the process. */
  public async end(): Promise<number | string | null> {
    await this.closed;
    return this.child.exitCode ?? this.child.signalCode;
  }

  public get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  public signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  public async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.child.exitCode !== null) {
        throw new Error(`the process has ended: ${this.stdout}${this.stderr}`);
      }
      await delay(5);
    }
  }

  /** Waits until the process printed a status. */
  public untilPrinted(text: string): Promise<void> {
    return this.until(() => this.stderr.includes(text));
  }
}

const callsOf = ({ fake }: BackfillWorld, operation: string) =>
  fake.calls.filter((call) => call.operation === operation).length;

const statusesIn = ({ source }: BackfillWorld) =>
  [...source.state.backfills.values()].map(({ status }) => status);

/** Advances the backfills until one has a status, and the process has seen it. */
async function advanceTo(status: string, world: BackfillWorld, process: BackfillProcess): Promise<void> {
  await process.untilPrinted('PREPARING');
  for (let step = 0; step < 20 && !statusesIn(world).includes(status as never); step += 1) {
    world.fake.advance();
  }
  await process.untilPrinted(status);
}

async function stopFirst({ fake, source }: BackfillWorld): Promise<void> {
  const client = new ECRClient({
    endpoint: fake.url,
    region: 'ap-northeast-1',
    credentials: fake.credentials(DEVELOP),
  });
  const [replicationBackfillId = ''] = source.state.backfills.keys();
  await client.send(new StopReplicationBackfillCommand({ replicationBackfillId }));
}

/** Each leaves the process in one state, in which it is killed. */
const STATES: Readonly<Record<string, (world: BackfillWorld, process: BackfillProcess) => Promise<void>>> = {
  'before it lists the backfills': async (world, process) => {
    world.fake.inject('DescribeRegistry', { kind: 'slow', ms: 1_000 }, { times: 1 });
    await process.until(() => callsOf(world, 'DescribeRegistry') > 0);
  },
  'while it lists the backfills': async (world, process) => {
    world.fake.inject('ListReplicationBackfills', { kind: 'slow', ms: 1_000 }, { times: 1 });
    await process.until(() => callsOf(world, 'ListReplicationBackfills') > 0);
  },
  'after it planned, before a start': async (world, process) => {
    world.fake.inject('ListReplicationBackfills', { kind: 'slow', ms: 1_000 }, { nth: 2, times: 1 });
    await process.until(() => callsOf(world, 'ListReplicationBackfills') > 1);
  },
  'while ECR starts a backfill': async (world, process) => {
    world.fake.inject('StartReplicationBackfill', { kind: 'slow', ms: 500 }, { times: 1 });
    await process.until(() => callsOf(world, 'StartReplicationBackfill') > 0);
  },
  'between two starts': async (world, process) => {
    world.fake.inject('StartReplicationBackfill', { kind: 'slow', ms: 1_000 }, { nth: 2, times: 1 });
    await process.until(() => callsOf(world, 'StartReplicationBackfill') > 1);
  },
  PREPARING: async (_world, process) => {
    await process.untilPrinted('PREPARING');
  },
  IN_PROGRESS: async (world, process) => {
    await advanceTo('IN_PROGRESS', world, process);
  },
  'IN_PROGRESS with some images replicated': async (world, process) => {
    world.fake.options.backfillBatch = 1;
    await advanceTo('IN_PROGRESS', world, process);
    world.fake.advance();
  },
  STOPPING: async (world, process) => {
    await process.untilPrinted('PREPARING');
    await stopFirst(world);
    await process.untilPrinted('STOPPING');
  },
  STOPPED: async (world, process) => {
    await process.untilPrinted('PREPARING');
    await stopFirst(world);
    await advanceTo('STOPPED', world, process);
  },
  'COMPLETE, with a backfill that still waits for its Region': async (world, process) => {
    await advanceTo('COMPLETE', world, process);
  },
  'COMPLETE with failed images': async (world, process) => {
    world.fake.options.replicationFailure = ({ tag }) => (tag === 'v1' ? 'SOME_CODE' : undefined);
    await advanceTo('COMPLETE', world, process);
  },
  FAILED: async (world, process) => {
    const tags = Array.from({ length: 200 }, (_, index) => `tag-${index}`);
    world.source.addImage('my-repo', { tags });
    world.fake.options.replicationFailure = () => 'SOME_CODE';
    await advanceTo('FAILED', world, process);
  },
  'while it reads the failed images of the last backfill': async (world, process) => {
    world.fake.options.backfillPace = 'describe';
    await process.until(
      () => world.fake.calls.filter(({ input }) => input.resultStatusFilter === 'FAILED').length > 0,
    );
  },
};

test.concurrent.each(Object.keys(STATES))(
  'after it is killed (%s), another run continues and starts no backfill again',
  async (state) => {
    const world = await BackfillWorld.create({ backfillPace: 'manual' });
    try {
      const killed = new BackfillProcess(world);
      await STATES[state]!(world, killed);
      killed.signal('SIGKILL');
      expect(await killed.end()).toBe('SIGKILL');

      world.fake.options.backfillPace = 'describe';
      const next = new BackfillProcess(world);
      const code = await next.end();

      expect({ starts: world.starts(), code, stderr: next.stderr }).toMatchObject({
        starts: EACH_ONCE,
        code: /STOP|FAILED|failed images$/.test(state) ? 1 : 0,
      });
    } finally {
      await world.close();
    }
  },
);

test.concurrent('several processes at the same time start each backfill once', async () => {
  const world = await BackfillWorld.create({ backfillPace: 'manual' });
  try {
    const processes = [1, 2, 3].map(() => new BackfillProcess(world));
    await advanceTogether(world, processes);

    expect(world.starts()).toEqual(EACH_ONCE);
    expect(await Promise.all(processes.map((each) => each.end()))).toEqual([0, 0, 0]);
  } finally {
    await world.close();
  }
});

/** Advances the backfills when every process has printed the status of each, so that no process is behind. */
async function advanceTogether(
  { fake, source }: BackfillWorld,
  processes: readonly BackfillProcess[],
): Promise<void> {
  while (processes.some(({ isRunning }) => isRunning)) {
    const lines = [...source.state.backfills.values()].map(
      ({ id, status }) => new RegExp(`: ${status}\\b.*\\(backfill ${id}\\)`),
    );
    const isSeen = processes.every(
      ({ isRunning, stderr }) => !isRunning || lines.every((line) => line.test(stderr)),
    );
    if (isSeen && lines.length > 0) fake.advance();
    await delay(5);
  }
}

test.concurrent.each(['SIGINT', 'SIGTERM'] as const)(
  'at %s, it prints what continues in AWS, and ends with the signal',
  async (signal) => {
    const world = await BackfillWorld.create({ backfillPace: 'manual' });
    try {
      const process = new BackfillProcess(world, ['--yes', '--to', 'management']);
      await process.untilPrinted('PREPARING');
      process.signal(signal);

      expect(await process.end()).toBe(signal);
      const [id = ''] = world.source.state.backfills.keys();
      expect(process.stderr).toContain(`Interrupted.
These backfills continue in AWS:
  develop to management: ${id}
To follow them, run the command again. To stop one, run: ecr-topology backfill --stop ID
`);
      expect(statusesIn(world)).toEqual(['PREPARING']);
    } finally {
      await world.close();
    }
  },
);
