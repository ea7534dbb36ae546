import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseTopology } from '../../src/lint/declaration/load';
import type { Topology } from '../../src/model/topology';
import { topologyOf } from '../declaration/declarations';
import { Fake } from '../live/fake/fake';
import type { Fault, FaultScope } from '../live/fake/faults';
import { seedTopology } from '../live/fake/seed-topology';
import { STATE_FILE } from '../plan/state/states';
import { ecrTopology } from './in-process';

const SHIPPED = topologyOf(readFileSync('topology.yaml', 'utf8'));
const PROFILES = { develop: '111111111111', management: '999999999999' };

/** The registries of the shipped topology. */
const SOURCES = [
  ...['--profile', 'develop', '--region', 'ap-northeast-1', '--region', 'us-west-1'],
  ...['--profile', 'management', '--region', 'ap-northeast-1'],
];

let fake: Fake;
let folder: string;

beforeAll(async () => {
  fake = await Fake.start();
});
afterAll(async () => {
  await fake.close();
});
beforeEach(() => {
  fake.reset();
  seedTopology(fake, SHIPPED);
  folder = mkdtempSync(join(tmpdir(), 'ecr-topology-adopt-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const file = (name: string) => join(folder, name);

async function adopt(...args: readonly string[]) {
  const result = await ecrTopology(['adopt', ...args], {
    // The SDK caches each credentials file, so every run has its own.
    env: { ...fake.environment(mkdtempSync(join(folder, 'aws-')), PROFILES), AWS_MAX_ATTEMPTS: '2' },
  });
  return { ...result, files: readdirSync(folder).filter((name) => !name.startsWith('aws-')) };
}

function topologyIn(text: string): Topology {
  const loaded = parseTopology({ file: 'topology.yaml', text }, {});
  if (loaded.kind !== 'topology') throw new Error(JSON.stringify(loaded.diagnostics));
  return loaded.topology;
}

/** AWS does not store `forceDelete`. */
function withoutForceDelete({ registries, identities }: Topology): Topology {
  return {
    registries: registries.map((registry) => ({
      ...registry,
      repositories: registry.repositories.map((each) => ({ ...each, forceDelete: false })),
    })),
    identities,
  };
}

describe('adopt', () => {
  test('writes a declaration of the registries of profiles, and calls nothing that writes', async () => {
    const { status, stdout, stderr } = await adopt(...SOURCES);
    expect([status, stderr]).toEqual([
      0,
      'Declared 3 registries with 3 repositories. Terraform imports 5 resources.\n',
    ]);
    expect(topologyIn(stdout)).toEqual(withoutForceDelete(SHIPPED));
    expect(stdout).toContain('develop_us: { account: develop,    region: us-west-1,      import: true }');
    expect(fake.writes).toEqual([]);
  });

  test('writes the same for any order of answers', async () => {
    const { stdout } = await adopt(...SOURCES);
    fake.inject(
      'GetRepositoryPolicy',
      { kind: 'slow', ms: 50 },
      { region: 'ap-northeast-1', nth: 1, times: 1 },
    );
    expect((await adopt(...SOURCES)).stdout).toBe(stdout);
  });

  test('reads accounts and registries from a declaration', async () => {
    const { stdout: expected } = await adopt(...SOURCES);
    const [accounts = ''] = expected.split('\nrepositories:');
    writeFileSync(file('accounts.yaml'), accounts.replaceAll(/, +import: true/g, ''));
    const { status, stdout } = await adopt('--topology', file('accounts.yaml'));
    expect([status, stdout]).toEqual([0, expected]);
  });

  test('refuses a declaration that contains more, because the result would not', async () => {
    const { status, stdout, stderr } = await adopt('--topology', 'topology.yaml');
    expect([status, stdout, fake.calls]).toEqual([2, '', []]);
    expect(stderr).toContain(
      "'topology.yaml' contains more than accounts and registries: repositories, replication.",
    );
  });

  test('reports the errors of a declaration of accounts and registries', async () => {
    writeFileSync(
      file('accounts.yaml'),
      'accounts: {}\nregistries:\n  a: { account: b, region: us-west-1 }\n',
    );
    const { status, stderr } = await adopt('--topology', file('accounts.yaml'));
    expect(status).toBe(1);
    expect(stderr).toContain('registry/unknown-account');
    expect(stderr).not.toContain('repositories');
  });

  test('never overwrites a file, and notices it before it reads', async () => {
    writeFileSync(file('topology.yaml'), 'mine');
    const { status, stderr } = await adopt(...SOURCES, '-o', file('topology.yaml'));
    expect([status, fake.calls]).toEqual([2, []]);
    expect(stderr).toContain('exists already');
    expect(readFileSync(file('topology.yaml'), 'utf8')).toBe('mine');
  });

  test.each([
    [['--profile', 'develop'], "Profile 'develop' has no Region."],
    [['--region', 'us-eest-1'], "'us-eest-1' is not a known AWS Region. Did you mean 'us-east-1'?"],
    [
      [...SOURCES, '--topology', 'topology.yaml'],
      '--topology cannot be combined with --profile and --region.',
    ],
    [[...SOURCES, '--removed', 'removed.tf'], '--removed requires --state.'],
    [['--state', 'README.md'], "'README.md': The file is not valid JSON."],
  ])('refuses %j', async (args, message) => {
    const { status, stdout, stderr } = await adopt(...args);
    expect([status, stdout, fake.calls]).toEqual([2, '', []]);
    expect(stderr).toContain(message);
  });
});

/** The calls of one registry, in any Region. */
const DENIED =
  'is not authorized to perform: ecr:GetRepositoryPolicy on resource: arn:aws:ecr:us-west-1:111111111111';

describe('adopt, if AWS refuses a call', () => {
  test.each<readonly [string, string, Fault, FaultScope, string]>([
    [
      'expired credentials',
      '*',
      { kind: 'expiredToken' },
      {},
      "Profile 'develop': The security token included in the request is expired. Log in again",
    ],
    [
      'expired credentials while it reads',
      'DescribeRegistry',
      { kind: 'expiredToken' },
      {},
      'Could not read the registry: The security token included in the request is expired.',
    ],
    ['a cut connection', 'DescribeRepositories', { kind: 'cut' }, {}, 'Check the network'],
  ])('writes nothing with %s', async (_, operation, fault, scope, message) => {
    fake.inject(operation as '*', fault, scope);
    const { status, stdout, stderr, files } = await adopt(...SOURCES, '-o', file('topology.yaml'));
    expect([status, stdout, files]).toEqual([2, '', []]);
    expect(stderr).toContain(message);
  });

  test('reports credentials of another account than the declaration', async () => {
    writeFileSync(
      file('accounts.yaml'),
      'accounts:\n  a: { id: "222222222222", profile: develop }\nregistries:\n  a: { account: a, region: us-west-1 }\n',
    );
    const { status, stdout, stderr } = await adopt('--topology', file('accounts.yaml'));
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain("The credentials of account 'a' belong to 111111111111, not to 222222222222.");
    expect(fake.calls.map(({ operation }) => operation)).toEqual(['GetCallerIdentity']);
  });

  test('refuses two profiles of the same account', async () => {
    const { status, stderr } = await ecrTopology(
      ['adopt', '--profile', 'a', '--region', 'us-west-1', '--profile', 'b', '--region', 'eu-west-1'],
      { env: fake.environment(mkdtempSync(join(folder, 'aws-')), { a: '111111111111', b: '111111111111' }) },
    );
    expect([status, stderr]).toEqual([
      2,
      "error: Profile 'a' and Profile 'b' belong to the same account 111111111111. Use one of them for all Regions.\n",
    ]);
  });

  test.each<readonly [string, Fault]>([
    ['denied', { kind: 'denied' }],
    ['an internal error', { kind: 'serverError' }],
    ['throttled', { kind: 'throttled' }],
    ['not implemented', { kind: 'notImplemented' }],
  ])('leaves out a policy whose call is %s, and reports it', async (_, fault) => {
    fake.inject('GetRepositoryPolicy', fault, { region: 'us-west-1' });
    const { status, stderr, files } = await adopt(...SOURCES, '-o', file('topology.yaml'));
    expect([status, files]).toEqual([2, ['topology.yaml']]);
    expect(stderr).toContain('error develop_us: Could not read ');
    if (fault.kind === 'denied') expect(stderr).toContain(DENIED);
    expect(topologyIn(readFileSync(file('topology.yaml'), 'utf8')).registries).toHaveLength(3);
  });

  test('leaves out a registry whose repositories it may not list', async () => {
    fake.inject('DescribeRepositories', { kind: 'denied' }, { region: 'us-west-1' });
    const { status, stdout, stderr } = await adopt(...SOURCES);
    expect(status).toBe(2);
    expect(stderr).toContain(
      'error develop_us: Could not read the list of repositories: User: arn:aws:iam::111111111111:user/tester',
    );
    expect(stderr).toContain('Allow ecr:DescribeRepositories in a policy of the principal that you use.');
    expect(topologyIn(stdout).registries.map(({ name }) => name)).toEqual(['develop', 'management']);
  });

  test('succeeds if a throttled call succeeds later', async () => {
    fake.inject('DescribeRegistry', { kind: 'throttled' }, { times: 1 });
    expect((await adopt(...SOURCES)).status).toBe(0);
  });
});

describe('adopt --state', () => {
  test('reads the registries of a state without AWS, and names what its owner must forget', async () => {
    const { status, stderr, files } = await adopt(
      ...['--state', STATE_FILE, '--state-region', 'us-west-1'],
      ...['-o', file('topology.yaml'), '--removed', file('removed.tf')],
    );
    // The policy of the partner is sensitive.
    expect([status, files.sort(), fake.calls]).toEqual([2, ['removed.tf', 'topology.yaml'], []]);
    expect(stderr).toContain("Not in the declaration: the repository policy of 'team/web' in 'management'.");
    expect(stderr).not.toContain('--removed');
    const { registries } = topologyIn(readFileSync(file('topology.yaml'), 'utf8'));
    expect(registries.map(({ name, region, repositories }) => [name, region, repositories.length])).toEqual([
      ['develop', 'ap-northeast-1', 5],
      ['develop_us', 'us-west-1', 0],
      ['management', 'ap-northeast-1', 0],
    ]);
    expect(readFileSync(file('removed.tf'), 'utf8')).toContain('\nremoved {\n  from = module.team\n');
  });

  test('reads the registries from AWS if they are named, and the state only for its owner', async () => {
    writeFileSync(
      file('terraform.tfstate'),
      JSON.stringify({
        version: 4,
        lineage: 'x',
        resources: ['my-repo', 'unknown'].map((name) => ({
          mode: 'managed',
          type: 'aws_ecr_repository',
          name,
          provider: 'provider["registry.terraform.io/hashicorp/aws"]',
          instances: [
            {
              attributes: {
                name,
                registry_id: '111111111111',
                arn: `arn:aws:ecr:us-west-1:111111111111:repository/${name}`,
              },
            },
          ],
        })),
      }),
    );
    const { status, stdout, stderr } = await adopt(
      ...SOURCES,
      '--state',
      file('terraform.tfstate'),
      '--removed',
      file('removed.tf'),
    );
    expect([status, stderr]).toEqual([0, expect.stringContaining('Terraform imports 5 resources.')]);
    expect(topologyIn(stdout)).toEqual(withoutForceDelete(SHIPPED));
    const removed = readFileSync(file('removed.tf'), 'utf8');
    expect(removed).toContain('from = aws_ecr_repository.my-repo\n');
    expect(removed).toContain('# aws_ecr_repository.unknown\n');
  });

  test('names the option that writes the removed blocks', async () => {
    const { stderr } = await adopt('--state', STATE_FILE);
    expect(stderr).toContain('To write the removed blocks for its configuration, add --removed removed.tf.');
    expect(existsSync('removed.tf')).toBe(false);
  });
});

describe('adopt --align-replicas', () => {
  test('declares a replica with the settings of its original, and reports the change', async () => {
    const { repositories } = fake.registry('111111111111', 'us-west-1').state;
    Object.assign(repositories.get('my-repo')!, { mutability: 'IMMUTABLE' });
    const [leftOut, aligned] = [await adopt(...SOURCES), await adopt(...SOURCES, '--align-replicas')];
    expect(leftOut.stderr).toContain('run adopt with --align-replicas');
    expect(topologyIn(leftOut.stdout)).not.toEqual(withoutForceDelete(SHIPPED));
    expect([aligned.status, aligned.stderr]).toEqual([
      0,
      "note The plan changes imageTagMutability of 1 replica in 'develop_us' from IMMUTABLE to MUTABLE.\n" +
        "  Repositories: 'my-repo'.\n" +
        'Declared 3 registries with 3 repositories. Terraform imports 5 resources.\n',
    ]);
    expect(topologyIn(aligned.stdout)).toEqual(withoutForceDelete(SHIPPED));
  });
});

describe('policies of version 2008-10-17', () => {
  const statement = (more: object = {}) => ({
    Sid: 'new statement',
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::999999999999:root' },
    Action: ['ecr:DescribeImages', 'ecr:ListTagsForResource'],
    ...more,
  });
  const add = (name: string, policy: object) =>
    fake.registry('111111111111', 'ap-northeast-1').addRepository({ name, policy });

  test('are declared with one note, because the plan changes the version', async () => {
    add('console', { Version: '2008-10-17', Statement: [statement()] });
    add('other', { Statement: [statement()], Id: 'x' });
    const { stdout, stderr } = await adopt(...SOURCES);
    expect(stdout).toContain('sid: new statement');
    expect(stderr).toContain(
      'The plan changes the version of 2 repository policies from 2008-10-17 to 2012-10-17.',
    );
    expect(stderr).toContain('The plan removes the Id of 1 repository policy.');
  });

  test('are left out without a note about the version if they contain text that would become a variable', async () => {
    const Condition = { StringLike: { 'aws:userid': '${aws:username}' } };
    add('console', { Version: '2008-10-17', Statement: [statement({ Condition })] });
    const { stderr } = await adopt(...SOURCES);
    expect(stderr).toContain("Not in the declaration: the repository policy of 'console' in 'develop'.");
    expect(stderr).not.toContain('The plan changes');
  });
});
