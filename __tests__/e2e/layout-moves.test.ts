import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { BothWaysProject, LAYOUTS } from './both-ways-project';
import { describeOnMachine } from './describe-on-machine';

describeOnMachine(
  'deployed stacks that are moved to another layout (fixtures/both-ways.yaml)',
  ['terraform', 'AWS provider', 'moto_server'],
  () => {
    let project: BothWaysProject;

    beforeAll(async () => {
      project = await BothWaysProject.create();
      await project.synth('topology');
      for (const terraform of await project.initialised()) await terraform.deploy();
    });

    afterAll(async () => {
      await project.stage.close();
    });

    test.each([
      ['topology', 'registry'],
      ['registry', 'account'],
      ['account', 'topology'],
    ] as const)('%s to %s: nothing is created, nothing destroyed', async (from, to) => {
      const { workspace, moto } = project;
      await project.synth(to);
      expect(workspace.stacks).toEqual(LAYOUTS[to]);
      await workspace.shell(
        moto.environment,
        `node bin/ecr-topology.js stacks --migrate-from ${from} > migrate.sh`,
      );
      await workspace.shell(moto.environment, 'sh migrate.sh && rm -rf ecr-topology-migration');
      expect(await project.addressesWithoutChanges()).toHaveLength(7);
    });

    test('with the old state put away, everything is imported into new ones, and is as it was', async () => {
      const state = join(project.workspace.folder, 'terraform.ecr-topology.tfstate');
      renameSync(state, `${state}.former`);
      await project.synth('account', (text) => text.replace(/(region: \S+) }/g, '$1, import: true }'));
      const changes = [];
      for (const terraform of await project.initialised()) {
        changes.push(...(await terraform.plan()).resource_changes);
        await terraform.apply();
      }
      expect(changes).toHaveLength(7);
      expect(changes.filter(({ change }) => change.importing === undefined)).toEqual([]);
      // Whether a destroy deletes the images is known to Terraform alone, so that it is set again.
      const changed = changes.filter(({ change }) => change.actions.join() !== 'no-op');
      expect(changed.map(({ address, change }) => [address, change.actions])).toEqual([
        ['aws_ecr_repository.develop-base', ['update']],
        ['aws_ecr_repository.production-base', ['update']],
      ]);
      expect(await project.addressesWithoutChanges()).toHaveLength(7);
    });
  },
);
