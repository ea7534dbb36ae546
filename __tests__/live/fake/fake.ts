import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AccessKeys, type AccessKey } from './access-keys';
import { CallLog, type Call } from './call-log';
import { advanceBackfill } from './ecr/backfill-steps';
import type { EcrOperation } from './ecr/operations';
import { replicatePending } from './ecr/replicate';
import { Faults, type Fault, type FaultScope } from './faults';
import type { IamOperation } from './iam';
import { IamSeed } from './iam-state';
import { RegistrySeed } from './registry-seed';
import { startServer, type Backend, type Server } from './server';
import { createWorld, type World, type WorldOptions } from './world';

export type FakeOperation =
  | EcrOperation
  | IamOperation
  | 'AssumeRole'
  | 'BatchGetAccountStatus'
  | 'DescribeOrganization'
  | 'GetCallerIdentity';

export interface FakeOptions extends Partial<WorldOptions> {
  /** Before each response. */
  readonly latencyMs?: number;
}

/**
 * ECR, with what else the project calls of STS, Amazon Inspector and IAM, for the real SDK as client. Every account has
 * a registry in every Region, and belongs to no organization. The test seeds registries, injects faults, and reads the calls.
 */
export class Fake {
  private constructor(
    private readonly backend: Backend,
    private readonly server: Server,
  ) {}

  public static async start({ latencyMs = 0, ...options }: FakeOptions = {}): Promise<Fake> {
    const backend: Backend = {
      world: createWorld(options),
      keys: new AccessKeys(),
      faults: new Faults(),
      log: new CallLog(),
      latencyMs,
    };
    return new Fake(backend, await startServer(backend));
  }

  /** The endpoint of every service. */
  public get url(): string {
    return this.server.url;
  }

  /** The calls in the order in which they arrived. */
  public get calls(): readonly Call[] {
    return this.backend.log.calls;
  }

  /** The calls that change something. */
  public get writes(): readonly Call[] {
    return this.calls.filter(({ isWrite }) => isWrite);
  }

  /** How many calls were in progress at the same time. */
  public get maxInFlight(): number {
    return this.backend.log.maxInFlight;
  }

  /** A test can change the options at any time. */
  public get options(): WorldOptions {
    return this.world.options;
  }

  public get now(): Date {
    return this.world.now;
  }

  private get world(): World {
    return this.backend.world;
  }

  public close(): Promise<void> {
    return this.server.close();
  }

  /** Returns the access key of a user of an account. */
  public credentials(accountId: string, user = 'tester'): AccessKey {
    return this.backend.keys.ofUser(accountId, user);
  }

  /** Returns the access key of a session of a role. */
  public sessionCredentials(roleArn: string, sessionName = 'tester'): Required<AccessKey> {
    return this.backend.keys.ofSession(roleArn, sessionName).key;
  }

  /**
   * Writes the profiles to a folder, and returns the environment variables that the SDK reads them from.
   *
   * @param profiles profile → account ID
   */
  public environment(
    folder: string,
    profiles: Readonly<Record<string, string>>,
  ): Readonly<Record<string, string>> {
    const text = Object.entries(profiles).map(([profile, accountId]) => {
      const { accessKeyId, secretAccessKey } = this.credentials(accountId);
      return `[${profile}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
    });
    mkdirSync(folder, { recursive: true });
    const credentials = join(folder, 'credentials');
    writeFileSync(credentials, text.join('\n'));
    const config = join(folder, 'config');
    writeFileSync(config, '');
    return {
      AWS_ENDPOINT_URL: this.url,
      AWS_SHARED_CREDENTIALS_FILE: credentials,
      AWS_CONFIG_FILE: config,
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  public registry(accountId: string, region: string): RegistrySeed {
    return new RegistrySeed(this.world, this.world.registry(accountId, region));
  }

  /** Returns IAM of an account. The Region only decides the partition. */
  public iam(accountId: string, region = 'us-east-1'): IamSeed {
    return new IamSeed(accountId, this.world.iam(accountId), this.now, region);
  }

  /** Makes calls of an operation fail, or of each operation with `*`. Of several faults, the last one counts. */
  public inject(operation: FakeOperation | '*', fault: Fault, scope: FaultScope = {}): void {
    this.backend.faults.inject(operation, fault, scope);
  }

  /** Deletes everything in every registry and in IAM, the faults and the calls. Access keys, options and the clock stay. */
  public reset(): void {
    this.world.clear();
    this.clearFaults();
    this.clearCalls();
  }

  public clearFaults(): void {
    this.backend.faults.clear();
  }

  public clearCalls(): void {
    this.backend.log.clear();
  }

  public setLatency(ms: number): void {
    this.backend.latencyMs = ms;
  }

  /** Advances every backfill by steps, performs pending replications, and advances the clock by a minute each. */
  public advance(steps = 1): void {
    for (let step = 0; step < steps; step += 1) {
      this.advanceClock(MINUTE_MS);
      for (const registry of this.world.registries()) {
        replicatePending(this.world, registry);
        for (const backfill of registry.backfills.values()) advanceBackfill(this.world, registry, backfill);
      }
    }
  }

  public advanceClock(ms: number): void {
    this.world.now = new Date(this.world.now.getTime() + ms);
  }
}

const MINUTE_MS = 60_000;
