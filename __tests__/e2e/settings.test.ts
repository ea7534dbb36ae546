import { parseDocument } from 'yaml';
import { describeWithRequirements } from './describe-with-requirements';
import { readRepository, type LiveRepository } from './live-repository';
import { startMoto, type Moto } from './moto';
import { Sandbox } from './sandbox';
import { Terraform, type Plan } from './terraform';
import { readFixture, Workspace } from './workspace';

const REGISTRIES = {
  develop: ['develop', 'ap-northeast-1'],
  develop_us: ['develop', 'us-west-1'],
  management: ['management', 'ap-northeast-1'],
} as const;
type RegistryName = keyof typeof REGISTRIES;

const KEYS: Readonly<Record<RegistryName, string>> = {
  develop: 'arn:aws:kms:ap-northeast-1:111111111111:key/3f8a4a3e-0001-4000-8000-000000000001',
  develop_us: 'arn:aws:kms:us-west-1:111111111111:key/3f8a4a3e-0001-4000-8000-000000000002',
  management: 'arn:aws:kms:ap-northeast-1:999999999999:key/3f8a4a3e-0001-4000-8000-000000000003',
};

/** Returns the fixture with other settings of my-repo, which do not require a replacement. */
function changedTopology(): string {
  const topology = parseDocument(readFixture('settings.yaml'));
  topology.setIn(['defaults', 'repository', 'imageTagMutability'], 'MUTABLE');
  topology.deleteIn(['defaults', 'repository', 'lifecycle']);
  topology.setIn(['repositories', 'my-repo', 'scanOnPush'], false);
  topology.setIn(['repositories', 'my-repo', 'tags'], { team: 'payment' });
  return topology.toString();
}

/** Returns the actions of a plan, sorted, without no-op. */
function actionsOf({ resource_changes: changes }: Plan): readonly string[] {
  return changes
    .map(({ address, change }) => `${change.actions.join('+')} ${address}`)
    .filter((action) => !action.startsWith('no-op'))
    .sort();
}

describeWithRequirements(
  'settings of repositories (fixtures/settings.yaml)',
  ['terraform', 'AWS provider', 'moto_server'],
  () => {
    let sandbox: Sandbox;
    let moto: Moto;
    let workspace: Workspace;
    let terraform: Terraform;

    const synth = async (topology: string) => {
      workspace.declare(topology);
      await workspace.synth(moto.environment);
      workspace.useMirroredProvider();
    };
    const readLive = async (registry: RegistryName, name = 'my-repo'): Promise<LiveRepository> => {
      const [profile, region] = REGISTRIES[registry];
      return readRepository(moto, profile, region, name);
    };

    beforeAll(async () => {
      sandbox = new Sandbox();
      moto = await startMoto(sandbox, { develop: '111111111111', management: '999999999999' });
      workspace = new Workspace(sandbox, 'project');
      await synth(readFixture('settings.yaml'));
      terraform = new Terraform(workspace.stackFolder, moto.environment);
      await terraform.init();
      await terraform.deploy();
    });

    afterAll(async () => {
      await sandbox.close();
    });

    test.each(Object.keys(REGISTRIES) as readonly RegistryName[])(
      'the repository has all settings in %s',
      async (registry) => {
        expect(await readLive(registry)).toEqual({
          mutability: 'IMMUTABLE',
          scanOnPush: true,
          encryption: { encryptionType: 'KMS', kmsKey: KEYS[registry] },
          tags: { team: 'checkout', 'cost centre': '42', stage: 'test' },
          lifecycle: {
            rules: [
              {
                rulePriority: 1,
                selection: {
                  tagStatus: 'tagged',
                  tagPrefixList: ['ci-', 'pr-'],
                  countType: 'sinceImagePushed',
                  countUnit: 'days',
                  countNumber: 30,
                },
                action: { type: 'expire' },
              },
              {
                rulePriority: 2,
                description: 'Releases',
                selection: {
                  tagStatus: 'tagged',
                  tagPatternList: ['*-rc', 'v*'],
                  countType: 'imageCountMoreThan',
                  countNumber: 50,
                },
                action: { type: 'expire' },
              },
              {
                rulePriority: 3,
                selection: {
                  tagStatus: 'untagged',
                  countType: 'sinceImagePushed',
                  countUnit: 'days',
                  countNumber: 14,
                },
                action: { type: 'expire' },
              },
              {
                rulePriority: 4,
                selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1000 },
                action: { type: 'expire' },
              },
            ],
          },
          hasPolicy: true,
        });
      },
    );

    test('a repository has its own settings, and the AWS managed key', async () => {
      const { encryption, lifecycle, ...rest } = await readLive('develop', 'scratch');
      expect(encryption).toMatchObject({ encryptionType: 'KMS' });
      expect(lifecycle).toMatchObject({ rules: [{ rulePriority: 10, selection: { countNumber: 3 } }] });
      expect(rest).toEqual({
        mutability: 'MUTABLE',
        scanOnPush: false,
        tags: { team: 'platform', stage: 'test' },
        hasPolicy: false,
      });
    });

    test('a second plan is empty', async () => {
      expect(await terraform.tryPlan('-detailed-exitcode')).toMatchObject({ code: 0 });
    });

    describe('changed', () => {
      let plan: Plan;

      beforeAll(async () => {
        await synth(changedTopology());
        plan = await terraform.plan();
        await terraform.apply();
      });

      test('are updated in place, and no repository is replaced', () => {
        expect(actionsOf(plan)).toEqual([
          'delete aws_ecr_lifecycle_policy.develop-my-repo',
          'delete aws_ecr_lifecycle_policy.develop_us-my-repo',
          'delete aws_ecr_lifecycle_policy.management-my-repo',
          'update aws_ecr_repository.develop-my-repo',
          'update aws_ecr_repository.develop_us-my-repo',
          'update aws_ecr_repository.management-my-repo',
        ]);
      });

      test('the plan disables scan on push', () => {
        const after = plan.resource_changes.find(
          ({ address }) => address === 'aws_ecr_repository.develop-my-repo',
        );
        expect(after?.change.after).toMatchObject({
          image_scanning_configuration: [{ scan_on_push: false }],
        });
      });

      test.each(Object.keys(REGISTRIES) as readonly RegistryName[])('are changed in %s', async (registry) => {
        // The provider omits `scanOnPush` if it is false. ECR then disables scanning, and moto does not change it.
        expect(await readLive(registry)).toMatchObject({
          mutability: 'MUTABLE',
          encryption: { encryptionType: 'KMS', kmsKey: KEYS[registry] },
          tags: { team: 'payment', stage: 'test' },
          lifecycle: undefined,
          hasPolicy: true,
        });
      });
    });

    test('a change of encryption replaces the repository and its lifecycle policy in the same apply', async () => {
      await synth(
        readFixture('settings.yaml').replace('encryption: { type: KMS }', 'encryption: { type: AES256 }'),
      );
      expect(actionsOf(await terraform.plan())).toEqual(
        expect.arrayContaining([
          'delete+create aws_ecr_repository.develop-scratch',
          'delete+create aws_ecr_lifecycle_policy.develop-scratch',
        ]),
      );
      await terraform.apply();
      expect(await readLive('develop', 'scratch')).toMatchObject({
        encryption: { encryptionType: 'AES256' },
        lifecycle: { rules: [{ rulePriority: 10 }] },
      });
      expect(await terraform.tryPlan('-detailed-exitcode')).toMatchObject({ code: 0 });
    });
  },
);
