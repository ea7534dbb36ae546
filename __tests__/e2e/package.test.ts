import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { z } from 'zod';
import { dependencies, version } from '../../package.json';
import type { Finished } from './command';
import { Consumer } from './consumer';
import { describeOnMachine } from './describe-on-machine';
import { filesIn, Package, PROJECT } from './package';
import { Stage } from './stage';
import { Workspace } from './workspace';

/** The programs in the guide: the guide and this test have one source. */
const GUIDE = readFileSync(join(PROJECT, 'docs', 'library.md'), 'utf8');
const [MAIN = '', SERVICES = ''] = blocks('ts');
const [VALIDATE = ''] = blocks('console');
const [COPY_EXAMPLE = ''] = blocks('sh').filter((block) => block.startsWith('cp '));

function blocks(language: string): readonly string[] {
  return [...GUIDE.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'gm'))].map(
    ([, text = '']) => text,
  );
}

/** The value of the output in the example of a stack. */
function imagesIn(configuration: string): unknown {
  return outputSchema.parse(JSON.parse(configuration)).output.images.value;
}

const outputSchema = z.object({
  output: z.object({ images: z.object({ value: z.array(z.string()) }) }),
});

let stage: Stage;
let packed: Package;

beforeAll(async () => {
  stage = new Stage();
  packed = await Package.pack(stage);
});

afterAll(async () => {
  await stage.close();
});

describeOnMachine('what npm pack packs', [], () => {
  test('is the command, the library, its declarations, documents and examples, and nothing else', () => {
    expect(packed.files()).toEqual(
      [
        'CHANGELOG.md',
        'CONTRIBUTING.md',
        'LICENSE',
        'README.md',
        'bin/ecr-topology.js',
        'dist/cli.js',
        'dist/library.js',
        ...declarationsFrom('dist/library.d.ts'),
        ...filesIn(join(PROJECT, 'docs')).map((name) => `docs/${name}`),
        ...filesIn(join(PROJECT, 'examples')).map((name) => `examples/${name}`),
        'package.json',
        'topology.schema.json',
      ].sort(),
    );
  });

  test('declares the model and diagnostics, and nothing of how they come about', () => {
    const folders = declarationsFrom('dist/library.d.ts').map((file) => dirname(file));
    expect([...new Set(folders)].filter((folder) => !folder.startsWith('dist/src/registry')).sort()).toEqual([
      'dist',
      'dist/src/topology',
    ]);
  });

  test('names no folder of the machine it was packed on', () => {
    const folders = [PROJECT, stage.folder, homedir()].filter((folder) => folder !== '/');
    for (const file of packed.files()) {
      const text = packed.read(file);
      expect([file, folders.filter((folder) => text.includes(`${folder}/`))]).toEqual([file, []]);
    }
  });

  test('depends on the packages that it loads, and on no other', () => {
    const loaded = ['dist/cli.js', 'dist/library.js'].flatMap((file) =>
      [...packed.read(file).matchAll(/(?:require|load)\("([^".][^"]*)"\)/g)].map(([, name = '']) => name),
    );
    const packages = loaded
      .filter((name) => !name.startsWith('node:') && !builtinModules.includes(name))
      .map((name) =>
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      );
    // constructs: cdktf loads it, and has the project depend on it.
    expect([...new Set([...packages, 'constructs'])].sort()).toEqual(Object.keys(dependencies).sort());
  });

  test('has what its documents link to', () => {
    const links = packed
      .files()
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) =>
        [...packed.read(file).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = '']) =>
          posix.join(posix.dirname(file), target),
        ),
      );
    const missing = links.filter((file) => !existsSync(join(packed.folder, file)));
    expect([...new Set(missing)]).toEqual([]);
  });

  /** A declaration file and all that it leads to. */
  function declarationsFrom(entry: string): readonly string[] {
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

describeOnMachine('a project that has the package installed', ['npm registry'], () => {
  let consumer: Consumer;
  let synthesised: Finished;

  beforeAll(async () => {
    consumer = await Consumer.install(stage, packed, {
      'main.ts': MAIN,
      'services.ts': SERVICES,
    });
    // Every type is checked, those of packages included.
    await consumer.compile('--skipLibCheck', 'false', '--module', 'node16', '--moduleResolution', 'node16');
    synthesised = await consumer.synth();
  });

  test('has one copy each of what both use', () => {
    const copies = consumer
      .installed()
      .filter((path) => /(^|\/)node_modules\/(cdktf|constructs|@cdktf\/provider-aws)$/.test(path));
    expect(copies).toEqual([
      'node_modules/@cdktf/provider-aws',
      'node_modules/cdktf',
      'node_modules/constructs',
    ]);
  });

  test('has nothing of what the package is built with', () => {
    const names = consumer.installed().map((path) => path.split('node_modules/').at(-1));
    for (const name of ['esbuild', 'typescript', 'jest']) expect(names).not.toContain(name);
  });

  test('type-checks with the options that cdktf init writes, too', async () => {
    await consumer.compile(
      '--noEmit',
      '--skipLibCheck',
      '--module',
      'commonjs',
      '--moduleResolution',
      'node10',
    );
  });

  test('synthesises, beside its own stack, the bytes that npm run synth writes', async () => {
    const clone = new Workspace(stage, 'by-npm');
    await clone.synth(stage.environment);
    expect(synthesised).toEqual({ code: 0, stdout: '', stderr: '' });

    const stacks = join('cdktf.out', 'stacks');
    const ofClone = filesIn(join(clone.folder, stacks));
    expect(filesIn(join(consumer.folder, stacks))).toEqual([...ofClone, 'services/cdk.tf.json'].sort());
    for (const file of ofClone) {
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

  test('has in its own stack what the guide shows, if it starts with the example that the guide copies', async () => {
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
    // With a package that is only loaded for this.
    expect((await consumer.ecrTopology('graph', '--format', 'svg')).stdout).toContain('</svg>');
  });

  test.each([
    ['ecr-topology', 'loaded'],
    ['ecr-topology/package.json', 'loaded'],
    ['ecr-topology/topology.schema.json', 'loaded'],
    ['ecr-topology/dist/library.js', 'ERR_PACKAGE_PATH_NOT_EXPORTED'],
    ['ecr-topology/dist/cli.js', 'ERR_PACKAGE_PATH_NOT_EXPORTED'],
    ['ecr-topology/bin/ecr-topology.js', 'ERR_PACKAGE_PATH_NOT_EXPORTED'],
  ])('require of %s: %s', async (name, outcome) => {
    await expect(consumer.require(name)).resolves.toBe(outcome);
  });

  test('says what is wrong with a declaration as the command says it, and writes nothing', async () => {
    const shipped = consumer.read('topology.yaml');
    try {
      consumer.declare(shipped.replace('to: [develop_us, management]', 'to: [develop_us, managment]'));
      const refused = await consumer.synth({ CDKTF_OUTDIR: 'refused.out' });
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toContain('error replication/unknown-registry');
      const validated = await consumer.ecrTopology('validate');
      expect(validated.stdout).toBe(`${refused.stderr}\ntopology.yaml: 1 error\n`);
      expect(consumer.has('refused.out')).toBe(false);
    } finally {
      consumer.declare(shipped);
    }
  });
});
