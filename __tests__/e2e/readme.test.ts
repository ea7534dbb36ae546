import { cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeWithRequirements } from './describe-with-requirements';
import { startMoto, type Moto } from './moto';
import { Sandbox } from './sandbox';
import { Workspace } from './workspace';

const PROJECT = resolve(__dirname, '..', '..');
const PLANS = join('__tests__', 'fixtures', 'plans', 'repository-dropped');

/** The shell commands under "Checking a plan": with a plan of the fixtures, and with a new plan. */
const [SECTION = ''] = /^## Checking a plan\n[^]*?(?=^## )/m.exec(
  readFileSync(join(PROJECT, 'README.md'), 'utf8'),
) ?? [''];
const [WITH_FIXTURE = '', WITH_PLAN = ''] = [...SECTION.matchAll(/^```sh\n([^]*?)^```$/gm)].map(
  ([, commands = '']) => commands,
);

describeWithRequirements(
  'the commands in README.md, "Checking a plan"',
  ['terraform', 'AWS provider', 'moto_server', 'aws'],
  () => {
    let sandbox: Sandbox;
    let moto: Moto;
    let workspace: Workspace;

    beforeAll(async () => {
      sandbox = new Sandbox();
      moto = await startMoto(sandbox, { develop: '111111111111', management: '999999999999' });
      workspace = new Workspace(sandbox, 'project');
      workspace.useMirroredProvider();
      cpSync(join(PROJECT, PLANS), join(workspace.folder, PLANS), { recursive: true });
    });

    afterAll(async () => {
      await sandbox.close();
    });

    test('find the destroyed repository in the plan of the fixtures', async () => {
      const check = workspace.shell(sandbox.environment, WITH_FIXTURE);
      await expect(check).rejects.toThrow('error repository-destroyed aws_ecr_repository.legacy');
    });

    test('check the plan of the shipped topology', async () => {
      // Without `set -e`, the shell continues after a command that fails.
      const printed = await workspace.shell(moto.environment, `set -e\n${WITH_PLAN}`);
      expect(printed).toContain(' 5 to add, 0 to change, 0 to destroy.');
      expect(printed).toContain('+ develop: replication of my-repo to management starts');
    });
  },
);
