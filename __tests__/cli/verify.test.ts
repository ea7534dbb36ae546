import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fake } from '../live/fake/fake';
import { seedTopology } from '../live/fake/seed-topology';
import { topologyOf } from '../declaration/declarations';
import { ecrTopology } from './in-process';

const DECLARATION = `accounts:
  develop: { id: "111111111111", profile: develop }
  management: { id: "999999999999", profile: management }
registries:
  develop: { account: develop, region: ap-northeast-1 }
  develop_us: { account: develop, region: us-west-1 }
  management: { account: management, region: ap-northeast-1 }
repositories:
  my-repo: { registry: develop }
replication:
  - { from: develop, to: [develop_us, management], repositories: [my-repo] }
`;

let fake: Fake;
let folder: string;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  fake = await Fake.start();
  folder = mkdtempSync(join(tmpdir(), 'verify-'));
  mkdirSync(join(folder, 'aws'));
  env = fake.environment(join(folder, 'aws'), { develop: '111111111111', management: '999999999999' });
  writeFileSync(join(folder, 'topology.yaml'), DECLARATION);
});

beforeEach(() => {
  fake.reset();
  seedTopology(fake, topologyOf(DECLARATION));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await fake.close();
});

const verify = (...args: readonly string[]) => ecrTopology(['verify', ...args], { cwd: folder, env: { ...env, AWS_MAX_ATTEMPTS: '1' } });

test('exits with 0 if AWS contains what is declared', async () => {
  expect(await verify()).toEqual({
    status: 0,
    stdout: 'AWS contains what is declared, in 3 registries.\n',
    stderr: '',
  });
  expect(fake.writes).toEqual([]);
});

test('print', async () => {
  const { state } = fake.registry('999999999999', 'ap-northeast-1');
  state.policy = undefined;
  const source = fake.registry('111111111111', 'ap-northeast-1');
  source.addRepository({ name: 'other' });
  for (let index = 0; index < 12; index += 1) source.addImage('my-repo', { tags: [`v${index}`], ...(index === 3 ? { replicationStatuses: [{ region: 'us-west-1', registryId: '111111111111', status: 'FAILED', failureCode: 'ImageTagAlreadyExists' }] } : {}) });
  fake.registry('111111111111', 'us-west-1').addImage('my-repo', { tags: ['old'] });
  fake.inject('GetLifecyclePolicy', { kind: 'denied' });
  fake.inject('DescribeImages', { kind: 'denied' }, { accountId: '999999999999' });
  for (const format of ['text', 'markdown', 'junit', 'json']) {
    const result = await verify('--images', '--format', format);
    console.log(result.status, result.stdout, result.stderr);
  }
});
