import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ECRClient, StartReplicationBackfillCommand } from '@aws-sdk/client-ecr';
import { loadTopology, type LoadedTopology } from '../../src/lint/declaration/load';
import { Fake, type FakeOptions } from '../live/fake/fake';
import type { RegistrySeed } from '../live/fake/registry-seed';
import { seedTopology } from '../live/fake/seed-topology';

export const DEVELOP = '111111111111';
export const PARTNER = '222222222222';
export const MANAGEMENT = '999999999999';

/** Two destinations are in one Region, for which ECR runs one backfill at a time. */
export const TOPOLOGY = `
accounts:
  develop: { id: "${DEVELOP}", profile: develop }
  management: { id: "${MANAGEMENT}", profile: management }
  partner: { id: "${PARTNER}", profile: partner }
registries:
  develop: { account: develop, region: ap-northeast-1 }
  develop_us: { account: develop, region: us-west-1 }
  management: { account: management, region: ap-northeast-1 }
  partner_us: { account: partner, region: us-west-1 }
repositories:
  my-repo: { registry: develop }
replication:
  - { from: develop, to: [develop_us, management, partner_us], repositories: [my-repo] }
`;

/** A deployed topology in the fake, whose source has images that were pushed before the rules existed. */
export class BackfillWorld {
  public readonly folder = mkdtempSync(join(tmpdir(), 'ecr-topology-backfill-'));
  public readonly source: RegistrySeed;
  public readonly environment: Readonly<Record<string, string>>;

  private constructor(public readonly fake: Fake) {
    writeFileSync(join(this.folder, 'topology.yaml'), TOPOLOGY);
    const profiles = { develop: DEVELOP, management: MANAGEMENT, partner: PARTNER };
    this.environment = {
      ...fake.environment(join(this.folder, 'aws'), profiles),
      ECR_TOPOLOGY: join(this.folder, 'topology.yaml'),
    };
    seedTopology(fake, this.load().topology);
    this.source = fake.registry(DEVELOP, 'ap-northeast-1');
    this.source.addImage('my-repo', { tags: ['v1'] });
    this.source.addImage('my-repo', { tags: ['v2', 'latest'] });
  }

  public static async create(options: FakeOptions = {}): Promise<BackfillWorld> {
    return new BackfillWorld(await Fake.start(options));
  }

  public load(): LoadedTopology {
    const loaded = loadTopology(join(this.folder, 'topology.yaml'), {});
    if (loaded.kind !== 'topology') throw new Error('the topology has errors');
    return loaded;
  }

  /** Starts a backfill to `management`, as another user. */
  public startFirst(): Promise<void> {
    return this.start(MANAGEMENT, 'ap-northeast-1');
  }

  public async start(registryId: string, region: string): Promise<void> {
    const client = new ECRClient({
      endpoint: this.fake.url,
      region: 'ap-northeast-1',
      credentials: this.fake.credentials(DEVELOP),
    });
    await client.send(new StartReplicationBackfillCommand({ destination: { registryId, region } }));
    this.fake.clearCalls();
  }

  /** Returns how many backfills ECR started for each destination. */
  public starts(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { destination } of this.source.state.backfills.values()) {
      const key = `${destination.registryId}/${destination.region}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    return counts;
  }

  public async close(): Promise<void> {
    await this.fake.close();
    rmSync(this.folder, { recursive: true });
  }
}

/** Every destination once. */
export const EACH_ONCE = {
  [`${DEVELOP}/us-west-1`]: 1,
  [`${MANAGEMENT}/ap-northeast-1`]: 1,
  [`${PARTNER}/us-west-1`]: 1,
};
