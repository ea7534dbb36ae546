import { describeOnMachine } from './describe-on-machine';
import {
  enableInspectorForEc2,
  liveFrequencies,
  liveInspector,
  liveScanning,
  type LiveScanning,
  type Place,
} from './live-scanning';
import { startMoto } from './moto';
import { Stage } from './stage';
import { Terraform } from './terraform';
import { keepWhatMotoTakes } from './what-moto-takes';
import { readFixture, Workspace } from './workspace';

const DEVELOP = '111111111111';
const MANAGEMENT = '999999999999';

/** A registry that nobody has told how to scan. */
const LEFT_TO_REPOSITORIES: LiveScanning = { type: 'BASIC', rules: {} };

describeOnMachine(
  'how registries scan (fixtures/scanning.yaml)',
  ['terraform', 'AWS provider', 'moto_server', 'aws'],
  () => {
    let stage: Stage;
    let workspace: Workspace;
    let terraform: Terraform;
    let environment: Readonly<Record<string, string>>;
    let develop: Place;
    let management: Place;
    let takenOut: readonly string[];

    const deploy = async (topology: string) => {
      workspace.declare(topology);
      await workspace.synth(environment);
      takenOut = keepWhatMotoTakes(workspace.stackFolder);
      workspace.takeMirroredProvider();
      await terraform.init();
      await terraform.deploy();
    };

    beforeAll(async () => {
      stage = new Stage();
      const moto = await startMoto(stage, { develop: DEVELOP, management: MANAGEMENT });
      environment = moto.environment;
      develop = { moto, profile: 'develop', region: 'ap-northeast-1' };
      management = { moto, profile: 'management', region: 'ap-northeast-1' };
      await enableInspectorForEc2(management, MANAGEMENT);
      workspace = new Workspace(stage, 'project');
      terraform = new Terraform(workspace.stackFolder, environment);
      await deploy(readFixture('scanning.yaml'));
    });

    afterAll(async () => {
      await stage.close();
    });

    test('what cannot be deployed here is the account setting', () => {
      // Its output: __tests__/stacks/registry-settings.test.ts. BLOB_MOUNTING needs version 6.29 of the provider besides.
      expect(takenOut).toContain('moto does not know aws_ecr_account_setting');
    });

    test('each registry has the configuration that is declared', async () => {
      expect(await liveScanning(develop)).toEqual({
        type: 'ENHANCED',
        rules: { CONTINUOUS_SCAN: ['base', 'prod/*'], SCAN_ON_PUSH: ['*'] },
      });
      expect(await liveScanning(management)).toEqual({ type: 'BASIC', rules: { SCAN_ON_PUSH: ['api'] } });
    });

    test('a filter without * takes a repository by a part of its name, and what none takes is scanned by hand', async () => {
      // moto is right about basic scanning; of rules that overlap it takes the last one, and not CONTINUOUS_SCAN.
      expect(await liveFrequencies(management, ['prod/api', 'scratch'])).toEqual({
        'prod/api': 'SCAN_ON_PUSH',
        scratch: 'MANUAL',
      });
    });

    // Where EC2 was on, this provider turns it off and then waits until nothing is on, in vain; a later one waits for the rest.
    test('with enableInspector Amazon Inspector scans images', async () => {
      expect(await liveInspector(develop, DEVELOP)).toEqual(['ecr']);
    });

    test('without it Terraform leaves Amazon Inspector as it is', async () => {
      expect(await liveInspector(management, MANAGEMENT)).toEqual(['ec2']);
    });

    test('a second plan is empty', async () => {
      expect(await terraform.tryPlan('-detailed-exitcode')).toMatchObject({ code: 0 });
    });

    test('no longer declared, scanning is left to the repositories, and Amazon Inspector turned off', async () => {
      await deploy(
        readFixture('scanning.yaml')
          .replace(/ {4}scanning:\n[\s\S]*?(?= {2}management:)/, '')
          .replace(/ {4}scanning: .*\n/, ''),
      );
      expect([await liveScanning(develop), await liveScanning(management)]).toEqual([
        LEFT_TO_REPOSITORIES,
        LEFT_TO_REPOSITORIES,
      ]);
      expect(await liveInspector(develop, DEVELOP)).toEqual([]);
    });
  },
);
