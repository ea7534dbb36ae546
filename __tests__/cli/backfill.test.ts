import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BackfillWorld, DEVELOP, EACH_ONCE, MANAGEMENT, TOPOLOGY } from './backfill-world';
import { ecrTopology } from './in-process';

let world: BackfillWorld;

/** Each wait advances the backfills instead. */
jest.mock('../../src/cli/wait', () => ({
  wait: () => {
    world.fake.advance();
    return Promise.resolve();
  },
}));

beforeEach(async () => {
  world = await BackfillWorld.create({ backfillPace: 'manual' });
});

afterEach(async () => {
  await world.close();
});

const run = (...args: readonly string[]) =>
  ecrTopology(['backfill', ...args], { env: { ...world.environment, AWS_MAX_ATTEMPTS: '1' } });
const id = (number: number) => `backfill-111111111111-ap-northeast-1-00000000000${number}`;

describe('start', () => {
  test('replicates what is missing, and starts nothing again', async () => {
    const first = await run('--yes');
    expect(first).toEqual({
      status: 0,
      stdout: `develop to develop_us: COMPLETE, 3 of 3 images replicated (backfill ${id(1)})
develop to management: COMPLETE, 3 of 3 images replicated (backfill ${id(2)})
develop to partner_us: COMPLETE, 3 of 3 images replicated (backfill ${id(3)})
`,
      stderr: `develop to develop_us: start a backfill
  2 images are missing: my-repo (2).
develop to management: start a backfill
  2 images are missing: my-repo (2).
develop to partner_us: start a backfill
  2 images are missing: my-repo (2).
develop to develop_us: PREPARING (backfill ${id(1)})
develop to management: PREPARING (backfill ${id(2)})
develop to partner_us: waiting. ECR runs one backfill for each destination Region, and ten for each registry.
develop to develop_us: IN_PROGRESS, 0 of 3 images replicated (backfill ${id(1)})
develop to management: IN_PROGRESS, 0 of 3 images replicated (backfill ${id(2)})
develop to develop_us: COMPLETE, 3 of 3 images replicated (backfill ${id(1)})
develop to management: COMPLETE, 3 of 3 images replicated (backfill ${id(2)})
develop to partner_us: PREPARING (backfill ${id(3)})
develop to partner_us: IN_PROGRESS, 0 of 3 images replicated (backfill ${id(3)})
develop to partner_us: COMPLETE, 3 of 3 images replicated (backfill ${id(3)})
`,
    });
    expect(await run('--yes')).toEqual({
      status: 0,
      stdout: `develop to develop_us: no image is missing
develop to management: no image is missing
develop to partner_us: no image is missing
`,
      stderr: '',
    });
    expect(world.starts()).toEqual(EACH_ONCE);
    expect(new Set(world.fake.writes.map(({ operation }) => operation))).toEqual(
      new Set(['StartReplicationBackfill']),
    );
  });

  test('starts another backfill for images that were pushed while replication was not possible', async () => {
    await run('--yes', '--to', 'management');
    world.source.addImage('my-repo', { tags: ['v3'] });

    const { status, stderr } = await run('--yes', '--to', 'management');

    expect(status).toBe(0);
    expect(stderr).toContain(`develop to management: start a backfill
  1 image is missing: my-repo (1).
  Last backfill: COMPLETE, 3 of 3 images replicated (backfill ${id(1)}).
`);
    expect(world.starts()).toEqual({ [`${MANAGEMENT}/ap-northeast-1`]: 2 });
  });

  test('follows a running backfill without --yes', async () => {
    await world.startFirst();

    const { status, stdout, stderr } = await run('--to', 'management');

    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `develop to management: COMPLETE, 3 of 3 images replicated (backfill ${id(1)})\n`,
    });
    expect(stderr).toContain(`develop to management: PREPARING (backfill ${id(1)})\n`);
    expect(world.starts()).toEqual({ [`${MANAGEMENT}/ap-northeast-1`]: 1 });
  });

  test('starts nothing without a terminal and without --yes', async () => {
    const { status, stdout, stderr } = await run('--to', 'management');

    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: `develop to management: start a backfill
  2 images are missing: my-repo (2).
error: Nothing was started, because this is not a terminal. To start 1 backfill, add --yes.
`,
    });
    expect(world.fake.writes).toEqual([]);
  });

  test('reports the failed images of a backfill that ends as COMPLETE, and starts another one only with --retry', async () => {
    world.fake.options.replicationFailure = ({ tag }) =>
      tag === 'v1' ? 'DESTINATION_IMAGE_TAG_ALREADY_EXISTS' : undefined;
    const failed = `develop to management: COMPLETE, 2 of 3 images replicated, 1 failed (backfill ${id(1)})
  my-repo:v1 failed: DESTINATION_IMAGE_TAG_ALREADY_EXISTS
  DESTINATION_IMAGE_TAG_ALREADY_EXISTS: The tags of the destination are immutable, and another image has the tag. Delete the tag in the destination, or keep its image.
`;
    expect(await run('--yes', '--to', 'management')).toMatchObject({ status: 1, stdout: failed });
    expect(await run('--yes', '--to', 'management')).toEqual({
      status: 1,
      stdout: `${failed}  To start another backfill, fix the cause and add --retry.\n`,
      stderr: '',
    });
    expect(world.starts()).toEqual({ [`${MANAGEMENT}/ap-northeast-1`]: 1 });

    world.fake.options.replicationFailure = undefined;
    expect(await run('--yes', '--retry', '--to', 'management')).toMatchObject({ status: 0 });
    expect(world.starts()).toEqual({ [`${MANAGEMENT}/ap-northeast-1`]: 2 });
  });

  test('reports a backfill that ECR ended because half of its images failed', async () => {
    world.source.addImage('my-repo', { tags: Array.from({ length: 120 }, (_, index) => `t${index}`) });
    world.fake.options.replicationFailure = () => 'SOME_CODE';

    const { status, stdout } = await run('--yes', '--to', 'management');

    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^develop to management: FAILED, 0 of 123 images replicated, 100 failed \(backfill .*\)\n {2}At least 50 % of the images failed \(FAILURE_THRESHOLD_EXCEEDED\)\. ECR ended the backfill\.\n/,
    );
    expect(stdout).toContain('  … and 80 more\n  To list all 100 failed images, add --format json.\n');
    expect(stdout).toContain('  SOME_CODE: AWS does not document this code.');
  });

  test('does not start another backfill after one that was stopped', async () => {
    await world.startFirst();
    await run('--stop', id(1));
    expect(await run('--yes', '--to', 'management')).toMatchObject({
      status: 1,
      stdout: expect.stringContaining(`develop to management: STOPPED (backfill ${id(1)})
  The backfill was stopped. Images that were already replicated remain in the destination.
`) as string,
    });
    expect(await run('--yes', '--to', 'management')).toMatchObject({ status: 1, stderr: '' });
    expect(world.starts()).toEqual({ [`${MANAGEMENT}/ap-northeast-1`]: 1 });
  });

  test('requires that the rule is deployed', async () => {
    world.source.setReplication([
      {
        destinations: [{ region: 'us-west-1', registryId: DEVELOP }],
        repositoryFilters: [{ filter: 'other', filterType: 'PREFIX_MATCH' }],
      },
    ]);

    const dryRun = await run('--dry-run', '--to', 'management', '--to', 'develop_us');
    expect(dryRun).toEqual({
      status: 2,
      stdout: `develop to develop_us: no image is missing
  The replication rules in AWS do not match my-repo, so a backfill leaves them out. Deploy the topology first.
develop to management: not deployed
  No replication rule in AWS has this destination, so ECR rejects a backfill. Deploy the topology first.
`,
      stderr: '',
    });
    expect((await run('--yes', '--to', 'management')).status).toBe(2);
    expect(world.fake.writes).toEqual([]);
  });
});

describe('dry run', () => {
  test('prints the plan and starts nothing', async () => {
    expect(await run('--dry-run', '--to', 'management')).toEqual({
      status: 0,
      stdout: 'develop to management: start a backfill\n  2 images are missing: my-repo (2).\n',
      stderr: '',
    });
    expect(world.fake.writes).toEqual([]);
  });

  test('prints JSON', async () => {
    const { stdout } = await run('--dry-run', '--to', 'management', '--format', 'json');

    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      routes: [
        {
          from: { name: 'develop', accountId: DEVELOP, region: 'ap-northeast-1' },
          to: { name: 'management', accountId: MANAGEMENT, region: 'ap-northeast-1' },
          decision: 'start',
          missing: [{ repository: 'my-repo', count: 2 }],
          withoutLiveRule: [],
          backfill: null,
          failedImages: null,
          failure: null,
        },
      ],
      problems: [],
    });
  });

  test('plans by destination if the images cannot be read', async () => {
    world.fake.inject('DescribeImages', { kind: 'denied' });
    expect(await run('--dry-run', '--to', 'management')).toMatchObject({
      status: 0,
      stdout: `develop to management: start a backfill
  The images could not be compared.
  ecr:DescribeImages failed: User: arn:aws:iam::111111111111:user/tester is not authorized to perform: ecr:DescribeImages on resource: arn:aws:ecr:ap-northeast-1:111111111111:repository/my-repo because no identity-based policy allows the ecr:DescribeImages action
  Allow ecr:DescribeImages in a policy of the principal that you use.
`,
    });

    await run('--yes', '--to', 'management');
    expect(await run('--yes', '--to', 'management')).toMatchObject({
      status: 0,
      stdout: 'develop to management: the last backfill replicated every image\n',
    });
    expect(world.starts()).toEqual({ [`${MANAGEMENT}/ap-northeast-1`]: 1 });
  });
});

describe('status', () => {
  test('prints the last backfill of each destination', async () => {
    await run('--yes', '--to', 'develop_us');
    await world.startFirst();

    expect(await run('--status')).toEqual({
      status: 0,
      stdout: `develop to develop_us: COMPLETE, 3 of 3 images replicated (backfill ${id(1)})
develop to management: PREPARING (backfill ${id(2)})
  Started 2026-11-01T00:02:00.000Z.
develop to partner_us: no backfill in the last 90 days
`,
      stderr: '',
    });
  });

  test('prints backfills to destinations that are not declared', async () => {
    world.source.setReplication([
      { destinations: [{ region: 'eu-west-1', registryId: MANAGEMENT }], repositoryFilters: [] },
    ]);
    await world.start(MANAGEMENT, 'eu-west-1');

    expect((await run('--status')).stdout).toContain(
      `develop to 999999999999 in eu-west-1: PREPARING (backfill ${id(1)})\n`,
    );
  });

  test('fails if the last backfill left images out', async () => {
    world.fake.options.replicationFailure = () => 'ACCESS_DENIED';
    await run('--yes', '--to', 'management');

    const { status, stdout } = await run('--status', '--to', 'management');

    expect(status).toBe(1);
    expect(stdout).toContain('  ACCESS_DENIED: The registry policy of the destination does not allow');
  });
});

describe('stop', () => {
  test('stops a running backfill', async () => {
    await world.startFirst();

    expect(await run('--stop', id(1))).toEqual({
      status: 0,
      stdout: `develop to management: STOPPING (backfill ${id(1)})
  Started 2026-11-01T00:00:00.000Z.
  Replications that are already in progress continue to their end.
`,
      stderr: '',
    });
    expect(await run('--stop', id(1))).toMatchObject({
      status: 2,
      stderr: `error: Backfill '${id(1)}' is already being stopped. To follow it, use --status.\n`,
    });
    world.fake.advance();
    expect(await run('--stop', id(1))).toMatchObject({
      status: 2,
      stderr: `error: Backfill '${id(1)}' cannot be stopped, because it has ended with STOPPED.\n`,
    });
  });

  test('rejects an unknown ID', async () => {
    expect(await run('--stop', 'unknown')).toMatchObject({
      status: 2,
      stderr:
        "error: Backfill 'unknown' does not exist in develop. To list the backfills, use --status. ECR deletes a backfill 90 days after it ended.\n",
    });
  });
});

describe('failures', () => {
  test.each<[name: string, fault: Parameters<BackfillWorld['fake']['inject']>, stderr: string]>([
    [
      'a missing permission',
      ['ListReplicationBackfills', { kind: 'denied' }],
      `error: develop: ecr:ListReplicationBackfills failed: User: arn:aws:iam::111111111111:user/tester is not authorized to perform: ecr:ListReplicationBackfills on resource: * because no identity-based policy allows the ecr:ListReplicationBackfills action
  Allow ecr:ListReplicationBackfills in a policy of the principal that you use.
`,
    ],
    [
      'a Region without the API',
      ['ListReplicationBackfills', { kind: 'unknownOperation' }],
      `error: develop: ECR does not offer replication backfill in ap-northeast-1 (partition aws): UnknownOperationException.
  Copy the existing images with another tool, such as crane or skopeo. An emulator can also lack the call.
`,
    ],
    [
      'credentials of another account',
      ['GetCallerIdentity', { kind: 'otherAccount', accountId: '333333333333' }],
      `error: develop: sts:GetCallerIdentity failed: The credentials of account 'develop' belong to 333333333333, not to 111111111111.
  Correct 'profile' or 'assumeRole' of the account, or its 'id'.
`,
    ],
  ])('reports %s and writes nothing', async (_name, fault, stderr) => {
    world.fake.inject(...fault);

    expect(await run('--yes', '--to', 'management')).toEqual({ status: 2, stdout: '', stderr });
    expect(world.fake.writes).toEqual([]);
  });

  test('reports a start that is denied', async () => {
    world.fake.inject('StartReplicationBackfill', { kind: 'denied', reason: 'because of a test' });

    const { status, stdout } = await run('--yes', '--to', 'management');

    expect({ status, stdout }).toEqual({
      status: 2,
      stdout: `develop to management: the backfill could not be started
  ecr:StartReplicationBackfill failed: User: arn:aws:iam::111111111111:user/tester is not authorized to perform: ecr:StartReplicationBackfill on resource: * because of a test
  Allow ecr:StartReplicationBackfill in a policy of the principal that you use.
`,
    });
  });

  test('names the backfill that continues if its status cannot be read', async () => {
    world.fake.inject('DescribeReplicationBackfillResults', { kind: 'expiredToken' }, { nth: 2 });

    const { status, stdout } = await run('--yes', '--to', 'management');

    expect(status).toBe(2);
    expect(stdout)
      .toContain(`develop to management: unknown status, last seen as PREPARING (backfill ${id(1)})
  ecr:DescribeReplicationBackfillResults failed: The security token included in the request is expired
`);
    expect(stdout).toContain('  The backfill continues in AWS. Run the command again to follow it.\n');
  });

  test.each([
    [
      ['--to', 'develop'],
      'error: No replication rule of the topology has this source and this destination. Check --from and --to.\n',
    ],
    [
      ['--from', 'unknown'],
      "error: Registry 'unknown' is not declared. Declared: develop, develop_us, management, partner_us.\n",
    ],
  ])('rejects %j', async (args, stderr) => {
    expect(await run(...args)).toEqual({ status: 2, stdout: '', stderr });
    expect(world.fake.calls).toEqual([]);
  });

  test('rejects a topology without replication rules', async () => {
    writeFileSync(join(world.folder, 'topology.yaml'), TOPOLOGY.slice(0, TOPOLOGY.indexOf('replication:')));

    expect(await run()).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(
        "error: The topology has no replication rule. Add one to 'replication'.\n",
      ) as string,
    });
  });
});
