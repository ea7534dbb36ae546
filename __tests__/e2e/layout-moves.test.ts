import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { BothWaysProject, STACKS_BY_LAYOUT } from './both-ways-project';
import { describeWithRequirements } from './describe-with-requirements';

describeWithRequirements(
  'deployed stacks that are moved to another layout (fixtures/both-ways.yaml)',
  ['terraform', 'AWS provider', 'moto_server'],
  () => {
    let project: BothWaysProject;

    beforeAll(async () => {
      project = await BothWaysProject.create();
      await project.synth('topology');
      for (const terraform of await project.initialise()) await terraform.deploy();
    });

    afterAll(async () => {
      await project.sandbox.close();
    });

    test.each([
      ['topology', 'registry'],
      ['registry', 'account'],
      ['account', 'topology'],
    ] as const)('from %s to %s have a plan without changes', async (from, to) => {
      const { workspace, moto } = project;
      await project.synth(to);
      expect(workspace.stacks).toEqual(STACKS_BY_LAYOUT[to]);
      await workspace.shell(
        moto.environment,
        `node bin/ecr-topology.js stacks --migrate-from ${from} > migrate.sh`,
      );
      await workspace.shell(moto.environment, 'sh migrate.sh && rm -rf ecr-topology-migration');
      expect(await project.readUnchangedAddresses()).toHaveLength(7);
    });

    test('without their state import all resources into new states', async () => {
      const state = join(project.workspace.folder, 'terraform.ecr-topology.tfstate');
      renameSync(state, `${state}.former`);
      await project.synth('account', (text) => text.replace(/(region: \S+) }/g, '$1, import: true }'));
      const changes = [];
      for (const terraform of await project.initialise()) {
        changes.push(...(await terraform.plan()).resource_changes);
        await terraform.apply();
      }
      expect(changes).toHaveLength(7);
      expect(changes.filter(({ change }) => change.importing === undefined)).toEqual([]);
      // `force_delete` exists only in the state of Terraform, so an import sets it again.
      const changed = changes.filter(({ change }) => change.actions.join() !== 'no-op');
      expect(changed.map(({ address, change }) => [address, change.actions])).toEqual([
        ['aws_ecr_repository.develop-base', ['update']],
        ['aws_ecr_repository.production-base', ['update']],
      ]);
      expect(await project.readUnchangedAddresses()).toHaveLength(7);
    });
  },
);
