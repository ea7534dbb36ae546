import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BASE, base } from '../declaration/declarations';
import { shell } from './command-line';
import { ecrTopology } from './in-process';

const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-diagnose-'));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const good = file('good.yaml', BASE);
const bad = file('bad.yaml', base('account: management,', 'account: managment,'));
const missing = join(folder, 'missing.yaml');

const MESSAGE =
  'User: arn:aws:sts::111111111111:assumed-role/AWSServiceRoleForECRReplication/ECRReplication is not authorized to perform: ecr:ReplicateImage on resource: arn:aws:ecr:ap-northeast-1:999999999999:repository/my-repo because no resource-based policy allows the ecr:ReplicateImage action';

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('reports what happened, why, whose policy to change, and how', async () => {
  const { status, stdout, stderr } = await ecrTopology(['diagnose', MESSAGE, '--topology', good]);
  expect([status, stderr]).toEqual([0, '']);
  const titles = [...stdout.matchAll(/^[A-Z][a-z]+(?: [a-z]+)*(?=$| {2})/gm)].map(([title]) => title);
  expect(titles).toEqual(['Found', 'Why', 'Whose policy', 'What to do', 'How certain', 'Read']);
  expect(stdout).toContain('1. registry policy in account 999999999999 (management): registry management');
  expect(stdout).toContain('npx cdktf deploy\n');
});

const PUSH =
  'denied: User: arn:aws:sts::999999999999:assumed-role/ci/build is not authorized to perform: ecr:InitiateLayerUpload on resource: arn:aws:ecr:ap-northeast-1:111111111111:repository/my-repo because no resource-based policy allows the ecr:InitiateLayerUpload action';

test('fits a screen if the topology generates the policies, and prints their JSON only with --format json', async () => {
  const { stdout } = await ecrTopology(['diagnose', PUSH, '--topology', good]);
  expect(stdout).toContain('principals: [arn:aws:iam::999999999999:role/ci]');
  expect(stdout).toContain('npx cdktf deploy\n');
  expect(stdout).not.toContain('"Statement"');
  expect(stdout.split('\n').length).toBeLessThanOrEqual(42);
  const json = (await ecrTopology(['diagnose', PUSH, '--topology', good, '--format', 'json'])).stdout;
  expect(json).toContain('aws ecr set-repository-policy');
});

test.each([
  ['there is no topology', PUSH, missing],
  [
    'the registry is not declared',
    PUSH.replace('ap-northeast-1:111111111111', 'eu-west-1:222222222222'),
    good,
  ],
])('prints the JSON if %s', async (_, text, topology) => {
  const args = topology === missing ? [] : ['--topology', topology];
  const { stdout } = await ecrTopology(['diagnose', text, ...args], { cwd: folder });
  expect(stdout).toContain('"Statement"');
  expect(stdout).toContain('aws iam put-role-policy --role-name ci');
});

test("prints the JSON of the caller's identity policy if the caller's account is not declared", async () => {
  const { stdout } = await ecrTopology([
    'diagnose',
    PUSH.replace('999999999999', '222222222222'),
    '--topology',
    good,
  ]);
  expect(stdout).toContain('It generates the repository policy.');
  expect(stdout).toContain('aws iam put-role-policy --role-name ci');
  expect(stdout).not.toContain('set-repository-policy');
});

test('reads the declaration from the folder or ECR_TOPOLOGY, and works without one', async () => {
  const registryOf = async (env: Readonly<Record<string, string>>, cwd: string) => {
    const { stdout } = await ecrTopology(['diagnose', MESSAGE, '--format', 'json'], { env, cwd });
    const { found } = JSON.parse(stdout) as {
      readonly found: { readonly registry: { readonly name: unknown } };
    };
    return found.registry.name;
  };
  expect(await registryOf({}, '.')).toBe('management');
  expect(await registryOf({}, folder)).toBeNull();
  expect(await registryOf({ ECR_TOPOLOGY: good }, folder)).toBe('management');
});

test('prints JSON with every key', async () => {
  const { status, stdout } = await ecrTopology(
    ['diagnose', 'no basic auth credentials', '--format', 'json'],
    {
      cwd: folder,
    },
  );
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    recognised: true,
    kind: 'not-logged-in',
    found: { principal: null, action: null, repository: null, tag: null, client: null },
    summary: 'The client sent no credentials to the registry, or sent credentials for another registry.',
    policies: [],
    certainty: { level: 'likely' },
  });
});

test('reads standard input', async () => {
  const text = file('message.txt', `$ docker push\n${MESSAGE}\n`);
  expect(shell(`diagnose --topology ${good} < ${text}`)).toEqual(
    await ecrTopology(['diagnose', MESSAGE, '--topology', good]),
  );
});

test('lists the recognised messages if it recognises nothing, and exits with 2', async () => {
  const { status, stdout, stderr } = await ecrTopology(['diagnose', 'it does not work']);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain('diagnose does not recognize an ECR error message in this text');
  expect(stderr).toContain("'pull access denied'");

  const json = await ecrTopology(['diagnose', 'it does not work', '--format', 'json']);
  expect(json.status).toBe(2);
  expect(JSON.parse(json.stdout)).toMatchObject({ recognised: false });
});

test.each([[['diagnose']], [['diagnose', '']], [['diagnose', ' \n']]])(
  'rejects an empty message: %j',
  async (args) => {
    expect(await ecrTopology(args)).toEqual({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^error: No message to diagnose.*\n$/) as string,
    });
  },
);

test.each([
  ['a file that is missing', missing, 2, 'file/missing'],
  ['a file with errors', bad, 1, 'registry/unknown-account'],
])('stops if the named declaration is invalid: %s', async (_, named, status, code) => {
  const result = { status, stdout: '', stderr: expect.stringContaining(code) as string };
  expect(await ecrTopology(['diagnose', MESSAGE, '--topology', named])).toEqual(result);
  expect(await ecrTopology(['diagnose', MESSAGE], { env: { ECR_TOPOLOGY: named } })).toEqual(result);
});

test('gives general advice if topology.yaml in the folder is invalid and not named', async () => {
  const own = mkdtempSync(join(folder, 'own-'));
  writeFileSync(join(own, 'topology.yaml'), 'accounts: [');
  const { status, stdout, stderr } = await ecrTopology(['diagnose', MESSAGE], { cwd: own });
  expect([status, stderr]).toEqual([0, expect.stringContaining('topology.yaml has errors')]);
  expect(stdout).toContain('registry policy in account 999999999999');
});

test('replaces control characters instead of sending them to the terminal', async () => {
  const malicious = 'x\u001B]0;title\u0007\u202E';
  const { status, stdout } = await ecrTopology([
    'diagnose',
    MESSAGE.replace('ECRReplication is', `ECR${malicious} is`),
  ]);
  expect(status).toBe(0);
  expect(stdout).not.toMatch(/[\u001B\u0007\u202E]/);
});

test('reads the end of a log of many megabytes', () => {
  const log = file('log.txt', `${'x'.repeat(5_000_000)}\n${MESSAGE}\n`);
  expect(shell(`diagnose < ${log}`)).toMatchObject({ status: 0, stderr: '' });
});
