import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';
import { describeWithRequirements } from './describe-with-requirements';
import { startMoto, type Moto } from './moto';
import { programPath } from './requirements';
import { Sandbox } from './sandbox';
import { readFixture, Workspace } from './workspace';

describeWithRequirements(
  'states in S3, moved to another layout (fixtures/s3-backend.yaml)',
  ['terraform', 'AWS provider', 'moto_server', 'aws'],
  () => {
    let sandbox: Sandbox;
    let moto: Moto;
    let workspace: Workspace;
    let environment: Readonly<Record<string, string>>;

    beforeAll(async () => {
      sandbox = new Sandbox();
      moto = await startMoto(sandbox, { develop: '111111111111' });
      // Only moto needs this, because terraform-states.127.0.0.1 is not a host.
      environment = { ...moto.environment, TF_CLI_ARGS_init: '-backend-config=use_path_style=true' };
      await run({
        file: programPath('aws'),
        args: [
          ...['--profile', 'develop', '--region', 'eu-west-1', 's3api', 'create-bucket'],
          ...['--bucket', 'terraform-states'],
          ...['--create-bucket-configuration', 'LocationConstraint=eu-west-1'],
        ],
        folder: sandbox.folder,
        environment,
      });
      workspace = new Workspace(sandbox, 'project');
    });

    afterAll(async () => {
      await sandbox.close();
    });

    const terraform = async (stack: string, ...args: readonly string[]) =>
      run({ file: programPath('terraform'), args, folder: workspace.folderOf(stack), environment });

    async function synthLayout(by: 'registry' | 'topology'): Promise<void> {
      workspace.declare(`${readFixture('s3-backend.yaml')}\nstacks: { by: ${by} }\n`);
      await workspace.synth(environment);
      for (const stack of workspace.stacks) workspace.useMirroredProvider(stack);
    }

    test('are in the objects of the new stacks, and the former object has no resources', async () => {
      await synthLayout('topology');
      await terraform('ecr-topology', 'init', '-input=false');
      writeFileSync(join(workspace.folderOf('ecr-topology'), 'deployed'), JSON.stringify(STATE));
      await terraform('ecr-topology', 'state', 'push', 'deployed');
      renameSync(join(workspace.folder, 'cdktf.out'), join(workspace.folder, 'cdktf.out.former'));

      await synthLayout('registry');
      await workspace.shell(
        environment,
        'node bin/ecr-topology.js stacks --migrate-from topology > migrate.sh',
      );
      await workspace.shell(environment, 'sh migrate.sh');
      expect(await terraform('develop', 'state', 'list')).toBe('aws_ecr_repository.develop-my-repo\n');
      expect(
        await workspace.shell(
          environment,
          '"${TERRAFORM_BINARY_NAME:-terraform}" -chdir=cdktf.out.former/stacks/ecr-topology state list',
        ),
      ).toBe('');
    });
  },
);

const STATE = {
  version: 4,
  terraform_version: '1.11.4',
  serial: 1,
  lineage: '00000000-0000-0000-0000-000000000001',
  outputs: {},
  resources: [
    {
      mode: 'managed',
      type: 'aws_ecr_repository',
      name: 'develop-my-repo',
      provider: 'provider["registry.terraform.io/hashicorp/aws"].develop',
      instances: [{ schema_version: 0, attributes: { id: 'my-repo', name: 'my-repo' } }],
    },
  ],
  check_results: null,
};
