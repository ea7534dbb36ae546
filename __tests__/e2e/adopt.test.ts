import { run } from './command';
import { describeOnMachine } from './describe-on-machine';
import { programOf } from './machine';
import { startMoto, type Moto } from './moto';
import { Stage } from './stage';
import { Terraform, type Plan } from './terraform';
import { Workspace } from './workspace';

/** What docs/topology.md says under "Renaming, moving, removing", done. */
describeOnMachine(
  'a repository that exists before the topology is deployed',
  ['terraform', 'AWS provider', 'moto_server', 'aws'],
  () => {
    let stage: Stage;
    let moto: Moto;
    let workspace: Workspace;
    let terraform: Terraform;

    beforeAll(async () => {
      stage = new Stage();
      moto = await startMoto(stage, { develop: '111111111111', management: '999999999999' });
      await run({
        file: programOf('aws'),
        args: [
          ...['--profile', 'management', '--region', 'ap-northeast-1', '--output', 'json'],
          ...['ecr', 'create-repository', '--repository-name', 'my-repo'],
        ],
        folder: stage.folder,
        environment: moto.environment,
      });
      workspace = new Workspace(stage, 'project');
      await workspace.synth(moto.environment);
      workspace.takeMirroredProvider();
      terraform = new Terraform(workspace.stackFolder, moto.environment);
      await terraform.init();
      await terraform.import('aws_ecr_repository.management-my-repo', 'my-repo');
    });

    afterAll(async () => {
      await stage.close();
    });

    test('is not created again, nor destroyed, once it is imported', async () => {
      const actions = actionsOf(await terraform.plan());
      expect(actions['aws_ecr_repository.develop-my-repo']).toEqual(['create']);
      expect(actions['aws_ecr_repository.management-my-repo']).toEqual(['update']);
    });

    test('stops the plan where its registry is renamed, and no more once it is moved in the state', async () => {
      const renamed = workspace
        .read('topology.yaml')
        .replace('  management: { account', '  central: { account');
      workspace.declare(renamed.replace('[develop_us, management]', '[develop_us, central]'));
      await workspace.synth(moto.environment);
      const { code, stderr } = await terraform.tryPlan();
      expect([code, stderr]).toEqual([1, expect.stringContaining('Provider configuration not present')]);

      await terraform.move('aws_ecr_repository.management-my-repo', 'aws_ecr_repository.central-my-repo');
      const actions = actionsOf(await terraform.plan());
      expect(actions['aws_ecr_repository.central-my-repo']).toEqual(['update']);
      expect(Object.values(actions).flat()).not.toContain('delete');
    });
  },
);

function actionsOf({ resource_changes }: Plan): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(resource_changes.map(({ address, change }) => [address, change.actions]));
}
