import { createHash } from 'node:crypto';
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json';
import { githubScript, readWorkflow } from '../examples/github/workflow';
import { GITHUB, runStep } from '../examples/steps';
import { tryRun } from './command';
import { describeWithRequirements } from './describe-with-requirements';
import { NpmRegistry } from './npm-registry';
import { copyProject, PROJECT } from './package';
import { Sandbox } from './sandbox';

const RELEASE = readWorkflow('.github/workflows/release.yml');

let sandbox: Sandbox;
let registry: NpmRegistry;
let clone: string;

beforeAll(async () => {
  sandbox = new Sandbox();
  clone = join(sandbox.folder, 'clone');
  copyProject(clone);
  symlinkSync(join(PROJECT, 'node_modules'), join(clone, 'node_modules'));
  registry = await NpmRegistry.start(sandbox);
});

afterAll(async () => {
  await sandbox.close();
});

/** Runs npm with the registry of the test in the clone. */
async function npm(...args: readonly string[]) {
  return tryRun({ file: 'npm', args, folder: clone, environment: registry.environment });
}

/** Runs a step of the job `build` for a tag. */
function buildStep(name: string, tag: string) {
  return runStep(githubScript('build', name, RELEASE), {
    folder: clone,
    env: { TAG: tag, GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'acme/ecr-topology' },
    shell: GITHUB,
  });
}

describeWithRequirements('a package that is published outside of the release workflow', [], () => {
  test('npm publish in a clone fails', async () => {
    const { code, stderr } = await npm('publish');
    expect(code).not.toBe(0);
    expect(stderr).toContain('EPRIVATE');
  });

  test('npm publish of what npm run build writes fails', async () => {
    expect(await npm('run', '--silent', 'build')).toMatchObject({ code: 0, stderr: '' });
    const { code, stderr } = await npm('publish', './dist');
    expect(code).not.toBe(0);
    expect(stderr).toContain('EPRIVATE');
  });

  test('npm publish of a release build fails, because only a workflow can write the provenance', async () => {
    expect(buildStep('Build the package', `v${version}`)).toMatchObject({ status: 0, stderr: '' });
    const { code, stderr } = await npm('publish', './dist');
    expect(code).not.toBe(0);
    expect(stderr).toContain('provenance');
  });

  test('a release build outside of a workflow fails', async () => {
    expect(await npm('run', '--silent', 'build', '--', '--release', `v${version}`)).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'error: GITHUB_SERVER_URL and GITHUB_REPOSITORY are not set. Only the release workflow builds a release. To build the package without publishing it, run npm run build.\n',
    });
  });
});

describeWithRequirements('the release workflow', [], () => {
  test('refuses a tag that is not the version of package.json', () => {
    expect(buildStep('Build the package', 'v99.0.0')).toMatchObject({
      status: 1,
      stderr: `error: The tag 'v99.0.0' is not the version of package.json. Expected 'v${version}'. Change the version, or push the tag 'v${version}'.\n`,
    });
  });

  test('refuses a version without a section in the changelog', () => {
    expect(buildStep('Write the files of the GitHub release', 'v99.0.0').status).toBe(1);
    rmSync(join(clone, 'release'), { recursive: true });
  });

  test('releases the command as one file with its checksum, and the section of the changelog', () => {
    writeFileSync(
      join(clone, 'CHANGELOG.md'),
      '# Changelog\n\n## 0.1.00\n\nno\n\n## 0.1.0 - 2026-12-01\n\nThis version.\n\n### Added\n\n## 0.0.9\n\nno\n',
    );
    const written = runStep(githubScript('build', 'Write the files of the GitHub release', RELEASE), {
      folder: clone,
      env: { TAG: 'v0.1.0' },
    });
    expect(written).toMatchObject({ status: 0, stderr: '' });
    expect(readFileSync(join(clone, 'release-notes.md'), 'utf8')).toBe('\nThis version.\n\n### Added\n\n');

    const file = join(clone, 'release', 'ecr-topology.cjs');
    const digest = createHash('sha256').update(readFileSync(file)).digest('hex');
    expect(readFileSync(`${file}.sha256`, 'utf8')).toBe(`${digest}  ecr-topology.cjs\n`);
  });

  test('the released file validates the shipped topology on its own, and says what a picture needs', async () => {
    const folder = join(clone, 'release');
    const file = join(folder, 'ecr-topology.cjs');
    const topology = ['--topology', join(PROJECT, 'topology.yaml')];
    const command = (...args: readonly string[]) =>
      tryRun({ file: process.execPath, args: [file, ...args], folder, environment: sandbox.environment });
    expect(await command('validate', ...topology)).toMatchObject({ code: 0, stderr: '' });
    expect(await command('graph', '--format', 'markdown', ...topology)).toMatchObject({ code: 0 });
    expect(await command('graph', '--format', 'svg', ...topology)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('install the npm package ecr-topology') as string,
    });
  });

  test('publishes a package that npx runs in an empty folder', async () => {
    await registry.publish(join(clone, 'dist'));
    const result = await tryRun({
      file: 'npx',
      args: ['--yes', `ecr-topology@${version}`, '--version'],
      folder: sandbox.folder,
      environment: registry.environment,
    });
    expect(result).toMatchObject({ code: 0, stdout: `${version}\n` });
  });
});
