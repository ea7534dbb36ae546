import { describeWithRequirements } from './describe-with-requirements';
import { readRegistry } from './live-registry';
import { startMoto, type Moto } from './moto';
import { plannedResources } from './planned-values';
import { Sandbox } from './sandbox';
import { Terraform, type Plan } from './terraform';
import { readFixture, Workspace } from './workspace';

const DEVELOP = '111111111111';
const PRODUCTION = '222222222222';

describeWithRequirements(
  'two accounts that replicate to each other (fixtures/both-ways.yaml)',
  ['terraform', 'AWS provider', 'moto_server'],
  () => {
    let sandbox: Sandbox;
    let moto: Moto;
    let terraform: Terraform;
    let plan: Plan;

    beforeAll(async () => {
      sandbox = new Sandbox();
      // Terraform assumes the role in production. The profile is for the calls of this test.
      moto = await startMoto(sandbox, { develop: DEVELOP, production: PRODUCTION });
      const workspace = new Workspace(sandbox, 'project');
      workspace.declare(readFixture('both-ways.yaml'));
      await workspace.synth(moto.environment);
      workspace.useMirroredProvider();
      terraform = new Terraform(workspace.stackFolder, moto.environment);
      await terraform.init();
      plan = await terraform.plan();
    });

    afterAll(async () => {
      await sandbox.close();
    });

    test('have a plan without a dependency cycle', () => {
      expect(plan.resource_changes.map(({ address }) => address).sort()).toEqual([
        'aws_ecr_registry_policy.develop',
        'aws_ecr_registry_policy.production',
        'aws_ecr_replication_configuration.develop',
        'aws_ecr_replication_configuration.production',
        'aws_ecr_repository.develop-base',
        'aws_ecr_repository.develop-team_api_v2-7ab6dc9a',
        'aws_ecr_repository.production-base',
      ]);
    });

    test('have the default tags on each repository', () => {
      const repositories = Object.values(plannedResources(plan)).filter((values) => 'name' in values);
      expect(repositories).toHaveLength(3);
      for (const values of repositories) {
        expect(values).toMatchObject({ 'tags_all.team': 'platform', 'tags_all.cost centre': '42' });
      }
    });

    describe('applied', () => {
      beforeAll(async () => {
        await terraform.apply();
      });

      test('develop has its repository and the replica, and allows production to replicate', async () => {
        expect(await readRegistry(moto, 'develop', 'ap-northeast-1')).toEqual({
          repositories: {
            base: `${DEVELOP}.dkr.ecr.ap-northeast-1.amazonaws.com/base`,
            'team/api.v2': `${DEVELOP}.dkr.ecr.ap-northeast-1.amazonaws.com/team/api.v2`,
          },
          policy: policy(PRODUCTION, ['ecr:ReplicateImage'], `ap-northeast-1:${DEVELOP}:repository/base`),
          replicationRules: [
            {
              destinations: [{ region: 'eu-central-1', registryId: PRODUCTION }],
              repositoryFilters: [{ filter: 'team/', filterType: 'PREFIX_MATCH' }],
            },
          ],
        });
      });

      test('production is deployed with the assumed role, and allows develop to create and replicate repositories', async () => {
        expect(await readRegistry(moto, 'production', 'eu-central-1')).toEqual({
          repositories: { base: `${PRODUCTION}.dkr.ecr.eu-central-1.amazonaws.com/base` },
          policy: policy(
            DEVELOP,
            ['ecr:CreateRepository', 'ecr:ReplicateImage'],
            `eu-central-1:${PRODUCTION}:repository/team/*`,
          ),
          // A rule without filters matches all repositories.
          replicationRules: [{ destinations: [{ region: 'ap-northeast-1', registryId: DEVELOP }] }],
        });
      });

      test('a second plan is empty', async () => {
        expect(await terraform.tryPlan('-detailed-exitcode')).toMatchObject({ code: 0 });
      });

      test('terraform plan -destroy fails for the repository with preventDestroy only', async () => {
        const { code, stderr } = await terraform.tryPlan('-destroy');
        expect(code).toBe(1);
        expect([...stderr.matchAll(/Resource\s+(\S+)\s+has/g)].map(([, address]) => address)).toEqual([
          'aws_ecr_repository.develop-team_api_v2-7ab6dc9a',
        ]);
      });
    });
  },
);

function policy(source: string, actions: readonly string[], resource: string): unknown {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: expect.any(String) as string,
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${source}:root` },
        Action: actions,
        Resource: [`arn:aws:ecr:${resource}`],
      },
    ],
  };
}
