import { join } from 'node:path';
import { Testing } from 'cdktf';
import 'cdktf/lib/testing/adapters/jest';
import { describeOnMachine } from './describe-on-machine';
import { startMoto } from './moto';
import { Stage } from './stage';
import { Workspace } from './workspace';

Testing.setupJest();

/** cdktf's own matchers, which run Terraform in the environment of the test. */
describeOnMachine(
  'the output of the shipped topology.yaml, to the matchers of cdktf',
  ['terraform', 'AWS provider', 'moto_server', 'aws'],
  () => {
    const inherited = { ...process.env };
    let stage: Stage;
    let output: string;

    beforeAll(async () => {
      stage = new Stage();
      const moto = await startMoto(stage, { develop: '111111111111', management: '999999999999' });
      const workspace = new Workspace(stage, 'project');
      await workspace.synth(moto.environment);
      workspace.takeMirroredProvider();
      output = join(workspace.folder, 'cdktf.out');
      Object.assign(process.env, moto.environment);
    });

    afterAll(async () => {
      process.env = inherited;
      await stage.close();
    });

    test('is valid Terraform', () => {
      expect(output).toBeValidTerraform();
    });

    test('plans successfully', () => {
      expect(output).toPlanSuccessfully();
    });
  },
);
