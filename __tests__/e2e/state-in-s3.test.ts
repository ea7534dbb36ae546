import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { run } from './command';
import { describeWithRequirements } from './describe-with-requirements';
import { startMoto, type Moto } from './moto';
import { programPath } from './requirements';
import { Sandbox } from './sandbox';
import { Terraform } from './terraform';
import { readFixture, Workspace } from './workspace';

describeWithRequirements(
  'a topology with state in S3 (fixtures/s3-backend.yaml), deployed',
  ['terraform', 'AWS provider', 'moto_server', 'aws'],
  () => {
    let sandbox: Sandbox;
    let moto: Moto;
    let workspace: Workspace;
    let terraform: Terraform;

    beforeAll(async () => {
      sandbox = new Sandbox();
      moto = await startMoto(sandbox, { develop: '111111111111' });
      await s3('create-bucket', '--create-bucket-configuration', 'LocationConstraint=eu-west-1');

      workspace = new Workspace(sandbox, 'project');
      workspace.declare(readFixture('s3-backend.yaml'));
      await workspace.synth(moto.environment);
      workspace.useMirroredProvider();
      terraform = new Terraform(workspace.stackFolder, moto.environment);
      // Only moto needs this, because terraform-states.127.0.0.1 is not a host.
      await terraform.init('-backend-config=use_path_style=true');
      await terraform.deploy();
    });

    afterAll(async () => {
      await sandbox.close();
    });

    async function s3(operation: string, ...args: readonly string[]): Promise<unknown> {
      const options = ['--profile', 'develop', '--region', 'eu-west-1', '--output', 'json'];
      const stdout = await run({
        file: programPath('aws'),
        args: [...options, 's3api', operation, '--bucket', 'terraform-states', ...args],
        folder: sandbox.folder,
        environment: moto.environment,
      });
      return JSON.parse(stdout);
    }

    test('the bucket contains the state of the stack and no lock', async () => {
      const listed = z.object({ Contents: z.array(z.object({ Key: z.string() })) });
      const { Contents } = listed.parse(await s3('list-objects-v2'));
      expect(Contents.map(({ Key }) => Key)).toEqual(['ecr-topology/ecr-topology.tfstate']);
    });

    test('the state is encrypted with the key of the topology', async () => {
      expect(await s3('head-object', '--key', 'ecr-topology/ecr-topology.tfstate')).toMatchObject({
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: 'alias/terraform-states',
      });
    });

    test('terraform plan fails while another user has the lock', async () => {
      const key = ['--key', 'ecr-topology/ecr-topology.tfstate.tflock'];
      const lock = join(sandbox.folder, 'lock');
      writeFileSync(lock, JSON.stringify({ ID: 'lock', Who: 'user@other-host' }));
      await s3('put-object', ...key, '--body', lock);
      const { code, stderr } = await terraform.tryPlan();
      expect(code).toBe(1);
      expect(stderr).toContain('Error acquiring the state lock');
      expect(stderr).toContain('user@other-host');
    });

    test('the project folder contains no state', () => {
      expect(existsSync(join(workspace.folder, 'terraform.ecr-topology.tfstate'))).toBe(false);
      expect(existsSync(join(workspace.stackFolder, 'terraform.tfstate'))).toBe(false);
    });
  },
);
