import { ecrTopology } from '../cli/in-process';
import type { ProcessResult } from '../cli/command-line';
import { callEcr } from './aws-call';
import { describeWithRequirements } from './describe-with-requirements';
import { startMoto, type Moto } from './moto';
import { startRequestLog, type RequestLog } from './request-log';
import { Sandbox } from './sandbox';
import { Terraform } from './terraform';
import { Workspace } from './workspace';

const DEVELOP = { profile: 'develop', region: 'ap-northeast-1' };
const DEVELOP_US = { profile: 'develop', region: 'us-west-1' };
const MANAGEMENT = { profile: 'management', region: 'ap-northeast-1' };

const FOREIGN = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Foreign',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::333333333333:root' },
      Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    },
  ],
});

describeWithRequirements(
  'verify of the shipped topology.yaml',
  ['terraform', 'AWS provider', 'moto_server'],
  () => {
    let sandbox: Sandbox;
    let moto: Moto;
    let log: RequestLog;
    let workspace: Workspace;

    const verify = async (...args: readonly string[]): Promise<ProcessResult> =>
      ecrTopology(['verify', ...args], {
        cwd: workspace.folder,
        env: { ...moto.environment, AWS_ENDPOINT_URL: log.url, AWS_MAX_ATTEMPTS: '1' },
      });

    beforeAll(async () => {
      sandbox = new Sandbox();
      moto = await startMoto(sandbox, { develop: '111111111111', management: '999999999999' });
      log = await startRequestLog(sandbox, String(moto.environment.AWS_ENDPOINT_URL));
      workspace = new Workspace(sandbox, 'project');
      await workspace.synth(moto.environment);
      workspace.useMirroredProvider();
      const terraform = new Terraform(workspace.stackFolder, moto.environment);
      await terraform.init();
      await terraform.plan();
      await terraform.apply();
    });

    afterAll(async () => {
      await sandbox.close();
    });

    test('finds nothing after the deploy, and only reads', async () => {
      expect(await verify('--images')).toEqual({
        status: 0,
        stdout: 'AWS contains what is declared, in 3 registries. Images differ in 0 of 2 replicas.\n',
        stderr: '',
      });
      expect(log.calls.length).toBeGreaterThan(10);
      const writes = log.calls.filter(({ action }) => !/^(?:Describe|Get|List)/.test(action));
      expect(writes).toEqual([]);
    });

    test('finds each change outside of Terraform', async () => {
      await callEcr(moto, DEVELOP, 'CreateRepository', { repositoryName: 'other' });
      await callEcr(moto, DEVELOP, 'PutImageTagMutability', {
        repositoryName: 'my-repo',
        imageTagMutability: 'IMMUTABLE',
      });
      await callEcr(moto, DEVELOP, 'PutReplicationConfiguration', {
        replicationConfiguration: {
          rules: [
            {
              destinations: [{ region: 'us-west-1', registryId: '111111111111' }],
              repositoryFilters: [{ filter: 'my-repo', filterType: 'PREFIX_MATCH' }],
            },
          ],
        },
      });
      await callEcr(moto, DEVELOP_US, 'SetRepositoryPolicy', {
        repositoryName: 'my-repo',
        policyText: FOREIGN,
      });
      await callEcr(moto, MANAGEMENT, 'DeleteRegistryPolicy', {});
      await callEcr(moto, MANAGEMENT, 'DeleteRepository', { repositoryName: 'my-repo', force: true });

      const { status, stdout } = await verify();

      expect(status).toBe(1);
      expect(stdout.split('\n\nDeploy the declaration')[0]).toBe(`Declared, but not in AWS
  - develop: replication of my-repo to management
  - management: repository my-repo
  - management: account 111111111111 can replicate into my-repo

In AWS, but not declared
  + develop: repository other
  + develop_us: account 333333333333 can pull my-repo

Different in AWS
  ~ develop: imageTagMutability of repository my-repo: declared MUTABLE, in AWS IMMUTABLE`);
    });
  },
);
