import { cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeOnMachine } from './describe-on-machine';
import { startMoto, type Moto } from './moto';
import { Stage } from './stage';
import { Workspace } from './workspace';

const PROJECT = resolve(__dirname, '..', '..');
const PLANS = join('__tests__', 'fixtures', 'plans', 'repository-dropped');

/** The shell commands under "Checking a plan": one with a plan of the tests, and those for a plan of one's own. */
const [SECTION = ''] = /^## Checking a plan\n[^]*?(?=^## )/m.exec(
  readFileSync(join(PROJECT, 'README.md'), 'utf8'),
) ?? [''];
const [WITH_FIXTURE = '', WITH_PLAN = ''] = [...SECTION.matchAll(/^```sh\n([^]*?)^```$/gm)].map(
  ([, commands = '']) => commands,
);

describeOnMachine(
  'the commands in README.md, "Checking a plan"',
  ['terraform', 'AWS provider', 'moto_server', 'aws'],
  () => {
    let stage: Stage;
    let moto: Moto;
    let workspace: Workspace;

    beforeAll(async () => {
      stage = new Stage();
      moto = await startMoto(stage, { develop: '111111111111', management: '999999999999' });
      workspace = new Workspace(stage, 'project');
      workspace.takeMirroredProvider();
      cpSync(join(PROJECT, PLANS), join(workspace.folder, PLANS), { recursive: true });
    });

    afterAll(async () => {
      await stage.close();
    });

    test('find the destroyed repository in the plan of the tests', async () => {
      const checked = workspace.shell(stage.environment, WITH_FIXTURE);
      await expect(checked).rejects.toThrow('error repository-destroyed aws_ecr_repository.legacy');
    });

    test('check the plan of the shipped topology', async () => {
      // A shell goes on after a command that fails, as a person who pastes the commands does not.
      const printed = await workspace.shell(moto.environment, `set -e\n${WITH_PLAN}`);
      expect(printed).toContain(' 5 to add, 0 to change, 0 to destroy.');
      expect(printed).toContain('+ develop: replication of my-repo to management starts');
    });
  },
);
