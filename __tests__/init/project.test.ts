import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as manifest from '../../package.json';
import { projectFiles, WORKFLOW_FILE } from '../../src/init/project';
import { packageName } from '../../src/init/project-files';
import { parseTopology } from '../../src/lint/declaration/load';

const ARTICLE = readFileSync('topology.yaml', 'utf8');

function project(text = ARTICLE, pathInRepository?: string, owner?: string) {
  const loaded = parseTopology({ file: 'topology.yaml', text }, {});
  if (loaded.kind !== 'topology') throw new Error(JSON.stringify(loaded.diagnostics));
  const { topology, deployment } = loaded;
  return projectFiles({
    topologyText: text,
    topology,
    deployment,
    folderName: 'Demo App',
    pathInRepository,
    owner,
  });
}

function fileOf(path: string, files = project()) {
  const file = files.find((each) => each.path === path);
  if (file === undefined) throw new Error(`no ${path}`);
  return file;
}

interface Manifest {
  readonly name: string;
  readonly private: boolean;
  readonly engines: unknown;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly overrides: Readonly<Record<string, string>>;
}

const manifestOfProject = () => JSON.parse(fileOf('package.json').text) as Manifest; // npm's format

test('consists of the files of a CDKTF project and a workflow', () => {
  expect(project().map(({ path }) => path)).toEqual([
    'topology.yaml',
    'package.json',
    'cdktf.json',
    'tsconfig.json',
    'main.ts',
    '.gitignore',
    '.github/workflows/plan-check.yml',
  ]);
});

test('package.json has the versions that this project is tested with', () => {
  const { name, private: isPrivate, dependencies, devDependencies, overrides, engines } = manifestOfProject();
  expect({ name, isPrivate, engines }).toEqual({
    name: 'demo-app',
    isPrivate: true,
    engines: manifest.engines,
  });
  const versions = {
    ...manifest.dependencies,
    ...manifest.devDependencies,
    'ecr-topology': `^${manifest.version}`,
  };
  expect(versions).toMatchObject({ ...dependencies, ...devDependencies });
  expect(manifest.overrides).toMatchObject(overrides);
});

test('package.json has what npm run synth needs in dependencies', () => {
  const { dependencies } = manifestOfProject();
  expect(Object.keys(dependencies)).toEqual([
    '@cdktf/provider-aws',
    'cdktf',
    'constructs',
    'ecr-topology',
    'tsx',
  ]);
});

test('npm run synth and the CDKTF CLI run the same command', () => {
  expect(JSON.parse(fileOf('cdktf.json').text)).toMatchObject({ app: manifestOfProject().scripts.synth });
});

test('main.ts is at most ten lines', () => {
  expect(fileOf('main.ts').text.trimEnd().split('\n').length).toBeLessThanOrEqual(10);
});

test('the documents that the files name are in the package', () => {
  const named = project().flatMap(({ text }) => text.match(/node_modules\/ecr-topology\/[\w./-]+\w/g) ?? []);
  const paths = [...new Set(named)].map((path) => path.replace('node_modules/ecr-topology/', ''));
  expect(paths).toContain('docs/guides/library.md');
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
});

test('.gitignore has the patterns of this project that a user needs', () => {
  const own = readFileSync('.gitignore', 'utf8').split('\n');
  const patterns = fileOf('.gitignore').text.split('\n');
  const forCode = ['coverage/', 'dist/', '*.tgz', '/plan.json', '.eslintcache'];
  expect(own.filter((line) => !patterns.includes(line) && !forCode.includes(line))).toEqual([]);
});

const workflow = (files = project()) =>
  parse(fileOf(WORKFLOW_FILE, files).text) as {
    readonly jobs: { readonly 'plan-check': { readonly with: Readonly<Record<string, string>> } };
  }; // GitHub's format

test('the workflow has a role for each profile', () => {
  expect(workflow().jobs['plan-check'].with).toEqual({
    roles:
      'develop    arn:aws:iam::111111111111:role/ecr-topology-plan\n' +
      'management arn:aws:iam::999999999999:role/ecr-topology-plan\n',
  });
});

test('the workflow has a role for accounts without a profile, and for the profile of the backend', () => {
  const text = `
accounts: { main: { id: "111111111111" } }
registries: { main: { account: main, region: cn-north-1 } }
repositories: {}
backend: { s3: { bucket: my-states, region: us-gov-west-1, profile: states } }
`;
  expect(workflow(project(text)).jobs['plan-check'].with.roles).toBe(
    'default arn:aws-cn:iam::111111111111:role/ecr-topology-plan\n' +
      'states  arn:aws-us-gov:iam::ACCOUNT_ID:role/ecr-topology-plan\n',
  );
});

test('the workflow runs in the folder of the project', () => {
  expect(workflow(project(ARTICLE, 'infra/ecr')).jobs['plan-check'].with['working-directory']).toBe(
    'infra/ecr',
  );
});

test.each([
  ['demo', 'demo'],
  ['My App', 'my-app'],
  ['.hidden', 'hidden'],
  ['日本', 'registries'],
  ['', 'registries'],
  // npm refuses to install a package as a dependency of itself.
  ['ecr-topology', 'registries'],
])('the folder %j becomes the package name %s', (folder, name) => {
  expect(packageName(folder)).toBe(name);
});

test.each([
  ['package.json', '{}', 'Add these entries'],
  ['cdktf.json', '{}', 'Set its app'],
  [
    'main.ts',
    'new App().synth();',
    'Add the stacks to its app, as in node_modules/ecr-topology/docs/guides/library.md',
  ],
  ['.gitignore', '', 'Add these lines'],
])('an existing %s gets advice', (path, existing, instruction) => {
  expect(fileOf(path).advice?.(existing)).toMatchObject({ instruction });
  expect(fileOf(path).advice?.(fileOf(path).text)).toBeUndefined();
});
