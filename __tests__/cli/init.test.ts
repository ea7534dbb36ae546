import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ecrTopology } from './in-process';

const COMMANDS = readFileSync('docs/reference/commands.md', 'utf8');

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecr-topology-init-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const init = async (...args: readonly string[]) => ecrTopology(['init', ...args], { cwd: folder });
const read = (file: string) => readFileSync(join(folder, file), 'utf8');

function files(): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

const ALL = [
  '.github/workflows/plan-check.yml',
  '.gitignore',
  'cdktf.json',
  'main.ts',
  'package.json',
  'topology.yaml',
  'tsconfig.json',
];

test('creates a folder with a project, and asks no questions without a terminal', async () => {
  const { status, stdout, stderr } = await init('demo/registries');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^Wrote demo\/registries\/topology\.yaml\n/);
  expect(stdout).toMatch(/\n\nNext:\n {2}cd demo\/registries\n {2}npm install\n {2}npm run synth\n$/);
  expect(files()).toEqual(ALL.map((file) => `demo/registries/${file}`));
});

test('docs/reference/commands.md shows the output', async () => {
  const [, shown] = /^\$ npx ecr-topology init demo\n([^]*?)^```$/m.exec(COMMANDS) ?? [];
  expect(await init('demo')).toMatchObject({ stdout: shown });
});

test('the declaration has no problems and is formatted', async () => {
  await init();
  const run = async (...args: readonly string[]) => ecrTopology(args, { cwd: folder });
  expect(await run('validate')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('; no problems\n') as string,
    stderr: '',
  });
  expect(await run('fmt', '--check')).toEqual({ status: 0, stdout: '', stderr: '' });
});

test('uses the accounts, Regions and backend of the options', async () => {
  const backend = [
    '--backend',
    's3',
    '--backend-config',
    'bucket=my-states',
    '--backend-config',
    'region=eu-west-1',
  ];
  await init(
    '.',
    '--account',
    'main=222222222222:sso',
    '--account',
    'dr=333333333333',
    '--region',
    'eu-west-1',
    ...backend,
  );
  const text = read('topology.yaml');
  expect(text).toContain(
    '  main: { id: "222222222222", profile: sso }\n  dr:   { id: "333333333333", profile: dr }\n',
  );
  expect(text).toContain(
    '  main: { account: main, region: eu-west-1 }\n  dr:   { account: dr,   region: eu-west-1 }\n',
  );
  expect(text).toContain('backend:\n  s3: { bucket: my-states, region: eu-west-1 }\n');
  expect(read('.github/workflows/plan-check.yml')).toContain(
    '        sso arn:aws:iam::222222222222:role/ecr-topology-plan\n',
  );
});

test.each([
  [
    ['--account', 'main'],
    "error: 'main' is not an account. Write NAME=ID or NAME=ID:PROFILE, for example develop=111111111111.\n",
  ],
  [
    ['--region', 'tokyo'],
    "error: 'tokyo' is not a known AWS Region. If the Region is new, update ecr-topology.\n",
  ],
  [
    ['--region', 'eu-west-1', '--region', 'eu-west-1'],
    "error: Region 'eu-west-1' is repeated. Set it once.\n",
  ],
  [
    ['--backend', 's3'],
    'error: Backend s3 requires bucket and region. Set --backend-config bucket=VALUE --backend-config region=VALUE.\n',
  ],
  [
    ['--backend', 'cloud'],
    'error: Backend cloud requires organization. Set --backend-config organization=VALUE.\n',
  ],
  [
    ['--backend-config', 'path'],
    "error: 'path' is not a backend setting. Write KEY=VALUE, for example bucket=my-states.\n",
  ],
  [
    ['--backend-config', 'bucket=b'],
    'error: --backend-config requires --backend. Set --backend to local, s3 or cloud.\n',
  ],
  [
    ['--backend', 'gcs'],
    "error: option '--backend <backend>' argument 'gcs' is invalid. Allowed choices are local, s3, cloud.\n",
  ],
])('writes nothing for the options %j', async (args, message) => {
  const { status, stdout, stderr } = await init('demo', ...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(readdirSync(folder)).toEqual([]);
});

test('keeps each file that exists, and prints what to add', async () => {
  writeFileSync(join(folder, 'package.json'), '{"dependencies": {"cdktf": "~0.20.0"}}');
  writeFileSync(join(folder, 'cdktf.json'), '{"app": "npx ts-node app.ts"}');
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n*.tfstate\n');
  writeFileSync(join(folder, 'tsconfig.json'), '{}');
  const { status, stdout } = await init();
  expect(status).toBe(0);
  expect(stdout).toContain('Kept tsconfig.json, which exists.\n');
  expect(stdout).toContain(
    'Kept package.json, which exists. Add these entries:\n\n    {\n      "scripts": {\n',
  );
  expect(stdout).not.toContain('"cdktf":');
  expect(stdout).toContain(
    'Kept cdktf.json, which exists. Set its app:\n\n    {\n      "app": "node --import tsx main.ts"\n    }\n',
  );
  expect(stdout).toContain('Kept .gitignore, which exists. Add these lines:\n\n    cdktf.out/\n');
  expect(read('package.json')).toBe('{"dependencies": {"cdktf": "~0.20.0"}}');
  expect(read('.gitignore')).toBe('node_modules\n*.tfstate\n');
  expect(files()).toEqual(ALL);
});

test('keeps a link to a file that does not exist', async () => {
  symlinkSync('elsewhere.ts', join(folder, 'main.ts'));
  const { status, stdout } = await init();
  expect(status).toBe(0);
  expect(stdout).toContain('Kept main.ts, which exists. Add the stacks to its app,');
  expect(existsSync(join(folder, 'elsewhere.ts'))).toBe(false);
});

test('asks to fix a package.json and a cdktf.json that are not JSON', async () => {
  writeFileSync(join(folder, 'package.json'), '{"name": "x",');
  writeFileSync(join(folder, 'cdktf.json'), '[]');
  const { stdout } = await init();
  expect(stdout).toContain('Kept package.json, which exists. Fix its JSON, and add these entries:\n');
  expect(stdout).toContain('Kept cdktf.json, which exists. Fix its JSON, and set its app:\n');
});

test('rejects a link to a folder or a declaration that does not exist', async () => {
  symlinkSync('elsewhere', join(folder, 'demo'));
  expect(await init('demo')).toMatchObject({
    status: 2,
    stderr:
      "error: 'demo' is a link to a folder that does not exist. Create that folder, or name another one.\n",
  });
  symlinkSync('elsewhere.yaml', join(folder, 'topology.yaml'));
  expect(await init()).toMatchObject({
    status: 2,
    stderr:
      "error: 'topology.yaml' is a link to a file that does not exist. Create that file, or remove the link.\n",
  });
});

test('writes nothing that a second run would change', async () => {
  await init();
  const before = files().map(read);
  const { status, stdout } = await init();
  expect(status).toBe(0);
  expect(stdout).not.toMatch(/Wrote|Add|Set/);
  expect(files().map(read)).toEqual(before);
});

const OWN = `accounts:
  hub: { id: "444444444444" }

registries:
  hub: { account: hub, region: eu-west-1 }

repositories: {}
`;

test('creates a project for an existing declaration', async () => {
  writeFileSync(join(folder, 'topology.yaml'), OWN);
  const { status, stdout } = await init();
  expect(status).toBe(0);
  expect(stdout).toContain('Kept topology.yaml, which exists.\n');
  expect(read('topology.yaml')).toBe(OWN);
  expect(read('.github/workflows/plan-check.yml')).toContain('default arn:aws:iam::444444444444:role/');
});

test.each(['--account=a=111111111111', '--region=eu-west-1', '--backend=local', '--backend-config=path=a'])(
  'rejects %s for an existing declaration',
  async (option) => {
    writeFileSync(join(folder, 'topology.yaml'), OWN);
    const [name = ''] = option.split('=');
    expect(await init(option)).toEqual({
      status: 2,
      stdout: '',
      stderr: `error: 'topology.yaml' exists, so ${name} has no effect. Remove the option, or edit the file.\n`,
    });
    expect(files()).toEqual(['topology.yaml']);
  },
);

test('writes nothing if the existing declaration has errors', async () => {
  writeFileSync(join(folder, 'topology.yaml'), OWN.replace('eu-west-1', 'tokyo'));
  const { status, stdout, stderr } = await init();
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain('error registry/unknown-region');
  expect(files()).toEqual(['topology.yaml']);
});

test('rejects a file as the folder', async () => {
  writeFileSync(join(folder, 'demo'), '');
  expect(await init('demo')).toEqual({
    status: 2,
    stdout: '',
    stderr: "error: 'demo' is a file. Name a folder.\n",
  });
});

test('rejects a folder in a file', async () => {
  writeFileSync(join(folder, 'demo'), '');
  const { status, stderr } = await init('demo/registries');
  expect(status).toBe(2);
  expect(stderr).toMatch(/^error: 'demo\/registries\/topology\.yaml' cannot be written/);
});

test('rejects an empty folder name, as from an unset variable', async () => {
  expect(await init('')).toMatchObject({
    status: 2,
    stderr: "error: The name of the folder is empty. Use '.' for the current folder.\n",
  });
});

test('writes nothing if a file cannot be written', async () => {
  writeFileSync(join(folder, '.github'), '');
  const { status, stderr } = await init();
  expect(status).toBe(2);
  expect(stderr).toMatch(
    /^error: '\.github\/workflows\/plan-check\.yml' cannot be written \(E\w+\): a parent folder is a file\.\n$/,
  );
  expect(files()).toEqual(['.github']);
});

test('in a folder of a repository, the workflow has the folder, and the output explains where to move it', async () => {
  mkdirSync(join(folder, '.git'));
  const { stdout } = await init('infra/ecr');
  expect(stdout).toContain(
    'Move infra/ecr/.github/workflows/plan-check.yml to .github/workflows/plan-check.yml in the root folder.\n',
  );
  expect(read('infra/ecr/.github/workflows/plan-check.yml')).toContain(
    '      working-directory: "infra/ecr"\n',
  );
});
