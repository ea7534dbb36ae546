import { createRequire } from 'node:module';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';
import { describeWithRequirements } from './describe-with-requirements';
import { startMoto, type Moto } from './moto';
import { NpmRegistry } from './npm-registry';
import { filesIn, guideBlocks, Package, PROJECT } from './package';
import { Sandbox } from './sandbox';
import { Terraform } from './terraform';
import { UserProject } from './user-project';
import { CLI, Workspace } from './workspace';

/** A pseudo-terminal. The type declaration of the package is not a module. */
interface Terminals {
  readonly spawn: (
    file: string,
    args: readonly string[],
    options: { readonly cols: number; readonly env: Readonly<Record<string, string>> },
  ) => {
    readonly onData: (listener: (data: string) => void) => void;
    readonly onExit: (listener: (end: { readonly exitCode: number }) => void) => void;
    readonly write: (data: string) => void;
  };
}

const terminals = createRequire(__filename)('@cdktf/node-pty-prebuilt-multiarch') as Terminals;

/** The program and the stack of the guide. */
const [EXTENDED_MAIN = '', SERVICES = ''] = guideBlocks('ts');

describeWithRequirements(
  'a project that npx ecr-topology init creates',
  ['terraform', 'AWS provider', 'moto_server', 'npm registry'],
  () => {
    let sandbox: Sandbox;
    let moto: Moto;
    let registry: NpmRegistry;
    let project: UserProject;
    let synthesised = '';

    beforeAll(async () => {
      sandbox = new Sandbox();
      moto = await startMoto(sandbox, { develop: '111111111111', management: '999999999999' });
      registry = await NpmRegistry.start(sandbox);
      await registry.publish((await Package.build(sandbox)).folder);
      const parent = join(sandbox.folder, 'empty');
      mkdirSync(parent);
      const environment = { ...registry.environment, ...moto.environment };
      const printed = await run({
        file: 'npx',
        args: ['--yes', 'ecr-topology', 'init', 'demo'],
        folder: parent,
        environment,
      });
      expect(printed).toContain('Wrote demo/topology.yaml\n');
      project = new UserProject(join(parent, 'demo'), environment);
      await project.npm('install');
      synthesised = await project.npm('run', 'synth');
    });

    afterAll(async () => {
      await sandbox.close();
    });

    test('npm run synth prints the stack, and writes the files of npm run synth in a clone', async () => {
      expect(synthesised).toContain('Wrote cdktf.out/stacks/ecr-topology/cdk.tf.json: 5 resources\n');
      const clone = new Workspace(sandbox, 'by-clone');
      await clone.synth(sandbox.environment);
      const stacks = join('cdktf.out', 'stacks');
      expect(filesIn(join(project.folder, stacks))).toEqual(filesIn(join(clone.folder, stacks)));
      for (const file of filesIn(join(clone.folder, stacks))) {
        expect(project.read(join(stacks, file))).toBe(clone.read(join(stacks, file)));
      }
    });

    test('npm run check accepts the declaration, its format and the types', async () => {
      expect(await project.npm('run', 'check')).toContain('topology.yaml: 2 accounts, 3 registries,');
    });

    test('the workflow calls the repository of the package', () => {
      expect(project.read('.github/workflows/plan-check.yml')).toContain('uses: acme/ecr-topology/');
    });

    test('npx cdktf deploy creates the resources, and a second plan is empty', async () => {
      project.useMirroredProvider();
      const options = ['--auto-approve', '--skip-provider-lock'];
      await project.npx(CLI, 'deploy', ...options);
      const plan = await new Terraform(project.stackFolder, moto.environment).tryPlan('-detailed-exitcode');
      expect(plan).toMatchObject({ code: 0 });
    });

    test('npm run synth refuses to write over the state of another declaration', async () => {
      const shipped = project.read('topology.yaml');
      try {
        const other = shipped.replaceAll('develop', 'staging').replaceAll('management', 'production');
        project.write('topology.yaml', other.replace('111111111111', '333333333333'));
        const refused = await project.tryNpm('run', 'synth');
        expect(refused).toMatchObject({ code: 1 });
        expect(refused.stderr).toContain(
          'is the state of another declaration, not of topology.yaml. Nothing was written.',
        );
      } finally {
        project.write('topology.yaml', shipped);
      }
    });

    test('main.ts of the guide adds its own stack', async () => {
      const main = project.read('main.ts');
      try {
        project.write('main.ts', EXTENDED_MAIN);
        project.write('services.ts', SERVICES);
        await project.npx('tsc');
        expect(await project.npm('run', 'synth')).toContain(
          'Wrote cdktf.out/stacks/services/cdk.tf.json: 0 resources\n',
        );
        expect(project.read('cdktf.out/stacks/services/cdk.tf.json')).toContain(
          '111111111111.dkr.ecr.us-west-1',
        );
      } finally {
        project.write('main.ts', main);
      }
    });

    test('npm run synth and the command need no development dependency', async () => {
      await project.npm('prune', '--omit=dev');
      expect(await project.npm('run', 'synth')).toContain(': 5 resources\n');
      expect(await project.npx('ecr-topology', 'validate')).toContain('no problems\n');
    });

    test('init keeps each file of a project', async () => {
      const before = ['package.json', 'main.ts'].map((file) => project.read(file));
      writeFileSync(join(project.folder, '.gitignore'), '');
      const result = await project.npx('ecr-topology', 'init');
      expect(result).toContain('Kept topology.yaml, which exists.\n');
      expect(result).toContain('Kept .gitignore, which exists. Add these lines:\n\n    node_modules/\n');
      expect(['package.json', 'main.ts'].map((file) => project.read(file))).toEqual(before);
    });
  },
);

describeWithRequirements('init on a terminal', [], () => {
  const sandbox = new Sandbox();

  afterAll(async () => {
    await sandbox.close();
  });

  test.each([
    ['Enter', '\r', { exitCode: 0, isWritten: true, end: 'npm run synth' }],
    ['Ctrl+C', '\u0003', { exitCode: 2, isWritten: false, end: 'error: Canceled. Nothing was written.' }],
    ['Ctrl+D', '\u0004', { exitCode: 2, isWritten: false, end: 'error: Canceled. Nothing was written.' }],
  ])('%s at each prompt', async (name, key, { exitCode, isWritten, end }) => {
    const folder = join(sandbox.folder, name);
    const result = await answerEachPrompt(key, folder);
    expect(result.exitCode).toBe(exitCode);
    expect(result.printed.trimEnd().endsWith(end)).toBe(true);
    expect(existsSync(join(folder, 'main.ts'))).toBe(isWritten);
  });

  /** Runs the command in a pseudo-terminal. */
  async function answerEachPrompt(key: string, folder: string) {
    const program = join(PROJECT, 'bin', 'ecr-topology.js');
    const terminal = terminals.spawn(process.execPath, [program, 'init', folder], {
      cols: 120,
      env: { ...sandbox.environment },
    });
    let printed = '';
    terminal.onData((data) => {
      printed += data;
      if (data.includes(']: ')) terminal.write(key);
    });
    return new Promise<{ readonly exitCode: number; readonly printed: string }>((resolve) => {
      terminal.onExit(({ exitCode }) => {
        resolve({ exitCode, printed });
      });
    });
  }
});
