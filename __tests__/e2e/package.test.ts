import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { version } from '../../package.json';
import { tryRun, type CommandResult } from './command';
import { Consumer } from './consumer';
import { describeWithRequirements } from './describe-with-requirements';
import { filesIn, guideBlocks, Package, PROJECT } from './package';
import { Sandbox } from './sandbox';
import { Workspace } from './workspace';

/** This test runs the programs of the guide. */
const GUIDE = readFileSync(join(PROJECT, 'docs', 'guides', 'library.md'), 'utf8');
const [, SERVICES = '', MAIN = ''] = guideBlocks('ts');
const [VALIDATE = ''] = guideBlocks('console');
const [COPY_EXAMPLE = ''] = guideBlocks('sh').filter((block) => block.startsWith('cp '));

const manifestSchema = z.object({
  dependencies: z.undefined().optional(),
  peerDependencies: z.record(z.string(), z.string()),
  peerDependenciesMeta: z.record(z.string(), z.unknown()),
});

/** Returns the package of a module: `@cdktf/provider-aws` for `@cdktf/provider-aws/lib/provider`. */
function packageName(module: string): string {
  return /^(@[^/]+\/)?[^/.]+/.exec(module)?.[0] ?? module;
}

/** Returns the value of the output `images` of a stack. */
function imagesIn(configuration: string): unknown {
  return outputSchema.parse(JSON.parse(configuration)).output.images.value;
}

const outputSchema = z.object({
  output: z.object({ images: z.object({ value: z.array(z.string()) }) }),
});

let sandbox: Sandbox;
let packed: Package;

beforeAll(async () => {
  sandbox = new Sandbox();
  packed = await Package.build(sandbox);
});

afterAll(async () => {
  await sandbox.close();
});

describeWithRequirements('the package that npm run build writes', [], () => {
  test('contains only the command, the library, its type declarations, documents and examples', () => {
    expect(packed.files()).toEqual(
      [
        'CHANGELOG.md',
        'CONTRIBUTING.md',
        'LICENSE',
        'README.md',
        'THIRD-PARTY-LICENSES.txt',
        'aws-sdk.cjs',
        'ecr-topology.cjs',
        'graphviz.cjs',
        'library.js',
        ...typeDeclarationsFrom('library.d.ts'),
        'action.yml',
        ...['.github', 'docs', 'examples', 'gitlab'].flatMap((folder) =>
          filesIn(join(PROJECT, folder)).map((name) => `${folder}/${name}`),
        ),
        'package.json',
        'page.cjs',
        'schemas/access.schema.json',
        'schemas/adopt.schema.json',
        'schemas/backfill.schema.json',
        'schemas/check.schema.json',
        'schemas/diagnose.schema.json',
        'schemas/diff.schema.json',
        'schemas/explain.schema.json',
        'schemas/stacks.schema.json',
        'schemas/validate.schema.json',
        'schemas/verify.schema.json',
        'topology.schema.json',
      ].sort(),
    );
  });

  test('has type declarations of the model, what it builds on, and diagnostics only', () => {
    const folders = typeDeclarationsFrom('library.d.ts').map((file) => dirname(file));
    const isOfModel = (folder: string) => /^src\/(aws|base|model)(\/|$)/.test(folder);
    expect([...new Set(folders)].filter((folder) => !isOfModel(folder)).sort()).toEqual([
      '.',
      'src/declaration/syntax',
    ]);
  });

  test('contains no path of the machine', () => {
    const folders = [PROJECT, sandbox.folder, homedir()].filter((folder) => folder !== '/');
    for (const file of packed.files()) {
      const text = packed.read(file);
      expect([file, folders.filter((folder) => text.includes(`${folder}/`))]).toEqual([file, []]);
    }
  });

  test.each([
    // The SDK tries to load it for a signature that no service here requires.
    ['aws-sdk.cjs', ['@aws-sdk/signature-v4-crt']],
    ['ecr-topology.cjs', ['./aws-sdk.cjs', './graphviz.cjs', './page.cjs']],
    ['graphviz.cjs', []],
    ['library.js', ['@cdktf/provider-aws', 'cdktf']],
    ['page.cjs', []],
  ])('%s loads no packages but %j', (file, packages) => {
    const loaded = [...packed.read(file).matchAll(/\brequire\("([^"]*)"\)/g)].map(([, name = '']) => name);
    expect([...new Set(loaded.filter((name) => !isBuiltin(name)).map(packageName))].sort()).toEqual(packages);
  });

  test('has optional peer dependencies: what the library loads, and constructs, a peer dependency of cdktf', () => {
    const { dependencies, peerDependencies, peerDependenciesMeta } = manifestSchema.parse(
      JSON.parse(packed.read('package.json')),
    );
    expect(dependencies).toBeUndefined();
    expect(Object.keys(peerDependencies)).toEqual(['@cdktf/provider-aws', 'cdktf', 'constructs']);
    for (const name of Object.keys(peerDependencies)) {
      expect(peerDependenciesMeta[name]).toEqual({ optional: true });
    }
  });

  test('is less than 6 MB', () => {
    const bytes = packed.files().map((file) => statSync(join(packed.folder, file)).size);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(6_000_000);
  });

  test('has a command that also works alone, apart from what the other files contain', async () => {
    const folder = join(sandbox.folder, 'single-file');
    mkdirSync(folder);
    copyFileSync(join(packed.folder, 'ecr-topology.cjs'), join(folder, 'ecr-topology.cjs'));
    copyFileSync(join(PROJECT, 'topology.yaml'), join(folder, 'topology.yaml'));
    const runFile = (...args: readonly string[]) =>
      tryRun({
        file: process.execPath,
        args: ['ecr-topology.cjs', ...args],
        folder,
        environment: sandbox.environment,
      });
    expect(await runFile('validate')).toMatchObject({ code: 0 });
    expect(await runFile('report', '--output', 'report.html')).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'error: The page requires page.cjs, which is not installed with this file. Install the npm package ecr-topology, which contains it.\n',
    });
  });

  test('has the license of each package that its files contain', () => {
    const texts = packed.read('THIRD-PARTY-LICENSES.txt');
    for (const name of ['@aws-sdk/core', '@viz-js/viz', 'commander', 'preact', 'yaml', 'zod']) {
      expect(texts).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
    }
  });

  test('contains the files that its documents link to', () => {
    const links = packed
      .files()
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) =>
        [...packed.read(file).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = '']) =>
          posix.join(posix.dirname(file), target),
        ),
      );
    const broken = links.filter((file) => !existsSync(join(packed.folder, file)));
    expect([...new Set(broken)]).toEqual([]);
  });

  /** Returns a type declaration file and all files that it imports. */
  function typeDeclarationsFrom(entry: string): readonly string[] {
    const reached = new Set([entry]);
    for (const file of reached) {
      for (const [, name = ''] of packed.read(file).matchAll(/(?:from |import\()['"](\.[^'"]*)['"]/g)) {
        const path = posix.join(posix.dirname(file), name);
        const index = `${path}/index.d.ts`;
        reached.add(existsSync(join(packed.folder, index)) ? index : `${path}.d.ts`);
      }
    }
    return [...reached];
  }
});

describeWithRequirements('a project with the package installed', ['npm registry'], () => {
  let consumer: Consumer;
  let synthesised: CommandResult;

  beforeAll(async () => {
    consumer = await Consumer.install(sandbox, packed, {
      'main.ts': MAIN,
      'services.ts': SERVICES,
    });
    // Checks the types of all packages too.
    await consumer.compile('--skipLibCheck', 'false', '--module', 'node16', '--moduleResolution', 'node16');
    synthesised = await consumer.synth();
  });

  test('has a single copy of each shared dependency', () => {
    const copies = consumer
      .installed()
      .filter((path) => /(^|\/)node_modules\/(cdktf|constructs|@cdktf\/provider-aws)$/.test(path));
    expect(copies).toEqual([
      'node_modules/@cdktf/provider-aws',
      'node_modules/cdktf',
      'node_modules/constructs',
    ]);
  });

  test('has no development dependency of the package', () => {
    const names = consumer.installed().map((path) => path.split('node_modules/').at(-1));
    for (const name of ['esbuild', 'typescript', 'jest']) expect(names).not.toContain(name);
  });

  test('type-checks with the options of cdktf init', async () => {
    await consumer.compile(
      '--noEmit',
      '--skipLibCheck',
      '--module',
      'commonjs',
      '--moduleResolution',
      'node10',
    );
  });

  test('synthesises its own stack and the same files as npm run synth', async () => {
    const clone = new Workspace(sandbox, 'by-npm');
    await clone.synth(sandbox.environment);
    expect(synthesised).toEqual({ code: 0, stdout: '', stderr: '' });

    const stacks = join('cdktf.out', 'stacks');
    const expectedFiles = filesIn(join(clone.folder, stacks));
    expect(filesIn(join(consumer.folder, stacks))).toEqual([...expectedFiles, 'services/cdk.tf.json'].sort());
    for (const file of expectedFiles) {
      expect(consumer.read(join(stacks, file))).toBe(clone.read(join(stacks, file)));
    }
  });

  test('has the URL of every repository in its own stack', () => {
    expect(imagesIn(consumer.read('cdktf.out/stacks/services/cdk.tf.json'))).toEqual([
      '111111111111.dkr.ecr.ap-northeast-1.amazonaws.com/my-repo',
      '111111111111.dkr.ecr.us-west-1.amazonaws.com/my-repo',
      '999999999999.dkr.ecr.ap-northeast-1.amazonaws.com/my-repo',
    ]);
  });

  test('has the output that the guide shows, with the example that the guide copies', async () => {
    const shipped = consumer.read('topology.yaml');
    try {
      await consumer.shell(COPY_EXAMPLE);
      expect(await consumer.synth({ CDKTF_OUTDIR: 'example.out' })).toMatchObject({ code: 0, stderr: '' });
      const [, shown = ''] = /output `images` with the value\n`(.*)`/.exec(GUIDE) ?? [];
      expect(imagesIn(consumer.read('example.out/stacks/services/cdk.tf.json'))).toEqual(JSON.parse(shown));
    } finally {
      consumer.declare(shipped);
    }
  });

  test('runs the command', async () => {
    const [command = '', ...printed] = VALIDATE.split('\n');
    expect(command).toBe('$ npx ecr-topology validate');
    expect(await consumer.ecrTopology('validate')).toEqual({
      code: 0,
      stdout: printed.join('\n'),
      stderr: '',
    });
    expect((await consumer.ecrTopology('--version')).stdout).toBe(`${version}\n`);
    // No other command loads the package that renders SVG.
    expect((await consumer.ecrTopology('graph', '--format', 'svg')).stdout).toContain('</svg>');
  });

  test('writes the report page with its program and the licenses of it', async () => {
    const written = await consumer.ecrTopology('report', '--output', 'report.html');
    expect(written).toEqual({ code: 0, stdout: '', stderr: '' });
    const [, program = ''] = /id="program">([^<]+)</.exec(consumer.read('report.html')) ?? [];
    const [licenses = ''] = gunzipSync(Buffer.from(program, 'base64')).toString('utf8').split('*/', 1);
    expect(licenses).toMatch(/^preact \d/m);
  });

  test.each([
    ['ecr-topology', 'loaded'],
    ['ecr-topology/package.json', 'loaded'],
    ['ecr-topology/topology.schema.json', 'loaded'],
    ['ecr-topology/schemas/check.schema.json', 'loaded'],
    ['ecr-topology/library.js', 'ERR_PACKAGE_PATH_NOT_EXPORTED'],
    ['ecr-topology/ecr-topology.cjs', 'ERR_PACKAGE_PATH_NOT_EXPORTED'],
  ])('require of %s: %s', async (name, outcome) => {
    await expect(consumer.require(name)).resolves.toBe(outcome);
  });

  test('reports the same diagnostics as the command for an invalid declaration, and writes no files', async () => {
    const shipped = consumer.read('topology.yaml');
    try {
      consumer.declare(shipped.replace('to: [develop_us, management]', 'to: [develop_us, managment]'));
      const rejected = await consumer.synth({ CDKTF_OUTDIR: 'refused.out' });
      expect(rejected).toMatchObject({ code: 1, stdout: '' });
      expect(rejected.stderr).toContain('error replication/unknown-registry');
      const validated = await consumer.ecrTopology('validate');
      expect(validated.stdout).toBe(`${rejected.stderr}\ntopology.yaml: 1 error\n`);
      expect(consumer.has('refused.out')).toBe(false);
    } finally {
      consumer.declare(shipped);
    }
  });
});
