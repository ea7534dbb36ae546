import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { run } from './command';
import { describeOnMachine } from './describe-on-machine';
import { programOf } from './machine';
import { startMoto, type Moto } from './moto';
import { Stage } from './stage';
import { Terraform } from './terraform';
import { readFixture, Workspace } from './workspace';

describeOnMachine(
  'a topology with state in S3 (fixtures/s3-backend.yaml), deployed',
  ['terraform', 'AWS provider', 'moto_server', 'aws'],
  () => {
    let stage: Stage;
    let moto: Moto;
    let workspace: Workspace;
    let terraform: Terraform;

    beforeAll(async () => {
      stage = new Stage();
      moto = await startMoto(stage, { develop: '111111111111' });
      await s3('create-bucket', '--create-bucket-configuration', 'LocationConstraint=eu-west-1');

      workspace = new Workspace(stage, 'project');
      workspace.declare(readFixture('s3-backend.yaml'));
      await workspace.synth(moto.environment);
      workspace.takeMirroredProvider();
      terraform = new Terraform(workspace.stackFolder, moto.environment);
      // terraform-states.127.0.0.1 is no host; only moto needs this.
      await terraform.init('-backend-config=use_path_style=true');
      await terraform.deploy();
    });

    afterAll(async () => {
      await stage.close();
    });

    async function s3(operation: string, ...args: readonly string[]): Promise<unknown> {
      const where = ['--profile', 'develop', '--region', 'eu-west-1', '--output', 'json'];
      const stdout = await run({
        file: programOf('aws'),
        args: [...where, 's3api', operation, '--bucket', 'terraform-states', ...args],
        folder: stage.folder,
        environment: moto.environment,
      });
      return JSON.parse(stdout);
    }

    test('the bucket holds the state of the stack, and no lock is left', async () => {
      const listed = z.object({ Contents: z.array(z.object({ Key: z.string() })) });
      const { Contents } = listed.parse(await s3('list-objects-v2'));
      expect(Contents.map(({ Key }) => Key)).toEqual(['ecr-topology/ecr-topology.tfstate']);
    });

    test('the state is encrypted with the key that the topology names', async () => {
      expect(await s3('head-object', '--key', 'ecr-topology/ecr-topology.tfstate')).toMatchObject({
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: 'alias/terraform-states',
      });
    });

    test('nobody else can plan while somebody holds the lock', async () => {
      const key = ['--key', 'ecr-topology/ecr-topology.tfstate.tflock'];
      const lock = join(stage.folder, 'lock');
      writeFileSync(lock, JSON.stringify({ ID: 'held', Who: 'somebody@elsewhere' }));
      await s3('put-object', ...key, '--body', lock);
      const { code, stderr } = await terraform.tryPlan();
      expect(code).toBe(1);
      expect(stderr).toContain('Error acquiring the state lock');
      expect(stderr).toContain('somebody@elsewhere');
    });

    test('no state is kept in the project', () => {
      expect(existsSync(join(workspace.folder, 'terraform.ecr-topology.tfstate'))).toBe(false);
      expect(existsSync(join(workspace.stackFolder, 'terraform.tfstate'))).toBe(false);
    });
  },
);
