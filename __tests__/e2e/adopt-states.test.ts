import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeStates, STATES } from '../../generate/states/make';
import { readStateTopology } from '../../src/plan/state/state-topology';
import { stateOf } from '../plan/state/states';
import { tryRun } from './command';
import { describeWithRequirements } from './describe-with-requirements';
import { startMoto } from './moto';
import { Sandbox } from './sandbox';
import { Terraform } from './terraform';

const PROJECT = resolve(__dirname, '..', '..');

describeWithRequirements(
  'the former owner of adopted resources (fixtures/states/project)',
  ['terraform', 'AWS provider', 'moto_server'],
  () => {
    let sandbox: Sandbox;

    beforeAll(() => {
      sandbox = new Sandbox();
    });

    afterAll(async () => {
      await sandbox.close();
    });

    test('forgets them with the written removed blocks, and destroys nothing', async () => {
      const { environment } = await startMoto(sandbox, {
        develop: '111111111111',
        management: '999999999999',
      });
      const folder = join(sandbox.folder, 'former');
      cpSync(join(STATES, 'project'), folder, { recursive: true });
      const terraform = new Terraform(folder, environment);
      await terraform.init();
      await terraform.deploy();
      const before = await terraform.addresses();
      const { stderr } = await tryRun({
        file: process.execPath,
        args: [
          join(PROJECT, 'bin', 'ecr-topology.js'),
          ...['adopt', '--state', 'terraform.tfstate', '--removed', 'removed.tf', '-o', 'topology.yaml'],
        ],
        folder,
        environment,
      });
      expect(stderr).toContain('Terraform imports 9 resources.');

      const adopted = [
        'module "team"',
        'resource "aws_ecr_repository" "base"',
        'resource "aws_ecr_registry_policy" "management"',
      ];
      writeFileSync(
        join(folder, 'main.tf'),
        withoutBlocks(readFileSync(join(folder, 'main.tf'), 'utf8'), adopted),
      );
      await terraform.init();
      const { text, resource_changes } = await terraform.plan();
      const forgotten = resource_changes.filter(({ change }) => change.actions.includes('forget'));
      expect(forgotten).toHaveLength(9);
      expect(text).toContain('Plan: 0 to add, 0 to change, 0 to destroy.');
      await terraform.apply();

      const isAdopted = (address: string) =>
        /^(module\.team|aws_ecr_repository\.base|aws_ecr_registry_policy)\b/.test(address);
      expect(await terraform.addresses()).toEqual(before.filter((address) => !isAdopted(address)));
    });

    test('has the stored states', async () => {
      const states = await makeStates();
      for (const [name, text] of Object.entries(states)) {
        const file = join(sandbox.folder, name);
        writeFileSync(file, text);
        const topologyIn = (path: string) => readStateTopology([stateOf(path)]).topology;
        expect(topologyIn(file)).toEqual(topologyIn(join(STATES, name)));
      }
    });
  },
);

function withoutBlocks(hcl: string, blocks: readonly string[]): string {
  return blocks.reduce(
    (text, block) => text.replace(new RegExp(`^${block} \\{\\n[\\s\\S]*?^\\}\\n`, 'm'), ''),
    hcl,
  );
}
