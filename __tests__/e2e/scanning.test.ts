import { describeWithRequirements } from './describe-with-requirements';
import {
  enableInspectorForEc2,
  readScanFrequencies,
  readInspectorTypes,
  readScanning,
  type LiveScanning,
  type CliSession,
} from './live-scanning';
import { startMoto } from './moto';
import { removeUnsupportedByMoto } from './moto-support';
import { Sandbox } from './sandbox';
import { Terraform } from './terraform';
import { readFixture, Workspace } from './workspace';

const DEVELOP = '111111111111';
const MANAGEMENT = '999999999999';

/** The default: each repository sets whether its images are scanned on push. */
const DEFAULT_SCANNING: LiveScanning = { type: 'BASIC', rules: {} };

describeWithRequirements(
  'scanning configuration of registries (fixtures/scanning.yaml)',
  ['terraform', 'AWS provider', 'moto_server', 'aws'],
  () => {
    let sandbox: Sandbox;
    let workspace: Workspace;
    let terraform: Terraform;
    let environment: Readonly<Record<string, string>>;
    let develop: CliSession;
    let management: CliSession;
    let removed: readonly string[];

    const deploy = async (topology: string) => {
      workspace.declare(topology);
      await workspace.synth(environment);
      removed = removeUnsupportedByMoto(workspace.stackFolder);
      workspace.useMirroredProvider();
      await terraform.init();
      await terraform.deploy();
    };

    beforeAll(async () => {
      sandbox = new Sandbox();
      const moto = await startMoto(sandbox, { develop: DEVELOP, management: MANAGEMENT });
      environment = moto.environment;
      develop = { moto, profile: 'develop', region: 'ap-northeast-1' };
      management = { moto, profile: 'management', region: 'ap-northeast-1' };
      await enableInspectorForEc2(management, MANAGEMENT);
      workspace = new Workspace(sandbox, 'project');
      terraform = new Terraform(workspace.stackFolder, environment);
      await deploy(readFixture('scanning.yaml'));
    });

    afterAll(async () => {
      await sandbox.close();
    });

    test('the account setting is not deployed, because moto does not support it', () => {
      // BLOB_MOUNTING also requires provider version 6.29. __tests__/stacks/registry-settings.test.ts tests the output.
      expect(removed).toContain('moto does not support aws_ecr_account_setting');
    });

    test('each registry has the declared configuration', async () => {
      expect(await readScanning(develop)).toEqual({
        type: 'ENHANCED',
        rules: { CONTINUOUS_SCAN: ['base', 'prod/*'], SCAN_ON_PUSH: ['*'] },
      });
      expect(await readScanning(management)).toEqual({ type: 'BASIC', rules: { SCAN_ON_PUSH: ['api'] } });
    });

    test('a filter without * matches a part of the name, and a repository without a match is scanned manually', async () => {
      // Basic scanning only: if enhanced rules overlap, moto applies the last one instead of CONTINUOUS_SCAN.
      expect(await readScanFrequencies(management, ['prod/api', 'scratch'])).toEqual({
        'prod/api': 'SCAN_ON_PUSH',
        scratch: 'MANUAL',
      });
    });

    // If EC2 scanning is enabled, this provider version disables it and then times out, because it waits until no type is
    // enabled. A later version waits for the other types.
    test('with enableInspector, Amazon Inspector scans images', async () => {
      expect(await readInspectorTypes(develop, DEVELOP)).toEqual(['ecr']);
    });

    test('without enableInspector, Terraform does not change Amazon Inspector', async () => {
      expect(await readInspectorTypes(management, MANAGEMENT)).toEqual(['ec2']);
    });

    test('a second plan is empty', async () => {
      expect(await terraform.tryPlan('-detailed-exitcode')).toMatchObject({ code: 0 });
    });

    test('removing the scanning configuration restores the default and disables Amazon Inspector', async () => {
      await deploy(
        readFixture('scanning.yaml')
          .replace(/ {4}scanning:\n[\s\S]*?(?= {2}management:)/, '')
          .replace(/ {4}scanning: .*\n/, ''),
      );
      expect([await readScanning(develop), await readScanning(management)]).toEqual([
        DEFAULT_SCANNING,
        DEFAULT_SCANNING,
      ]);
      expect(await readInspectorTypes(develop, DEVELOP)).toEqual([]);
    });
  },
);
