import { parseDocument } from 'yaml';
import { describeOnMachine } from './describe-on-machine';
import { liveRepository, type LiveRepository } from './live-repository';
import { startMoto, type Moto } from './moto';
import { Stage } from './stage';
import { Terraform, type Plan } from './terraform';
import { readFixture, Workspace } from './workspace';

const PLACES = {
  develop: ['develop', 'ap-northeast-1'],
  develop_us: ['develop', 'us-west-1'],
  management: ['management', 'ap-northeast-1'],
} as const;
type Place = keyof typeof PLACES;

const KEYS: Readonly<Record<Place, string>> = {
  develop: 'arn:aws:kms:ap-northeast-1:111111111111:key/3f8a4a3e-0001-4000-8000-000000000001',
  develop_us: 'arn:aws:kms:us-west-1:111111111111:key/3f8a4a3e-0001-4000-8000-000000000002',
  management: 'arn:aws:kms:ap-northeast-1:999999999999:key/3f8a4a3e-0001-4000-8000-000000000003',
};

/** The fixture with other settings of my-repo, each of which a repository can be given later. */
function changed(): string {
  const topology = parseDocument(readFixture('settings.yaml'));
  topology.setIn(['defaults', 'repository', 'imageTagMutability'], 'MUTABLE');
  topology.deleteIn(['defaults', 'repository', 'lifecycle']);
  topology.setIn(['repositories', 'my-repo', 'scanOnPush'], false);
  topology.setIn(['repositories', 'my-repo', 'tags'], { team: 'payment' });
  return topology.toString();
}

/** What a plan does, without what it leaves alone; sorted. */
function actionsOf({ resource_changes: changes }: Plan): readonly string[] {
  return changes
    .map(({ address, change }) => `${change.actions.join('+')} ${address}`)
    .filter((action) => !action.startsWith('no-op'))
    .sort();
}

describeOnMachine(
  'settings of repositories (fixtures/settings.yaml)',
  ['terraform', 'AWS provider', 'moto_server'],
  () => {
    let stage: Stage;
    let moto: Moto;
    let workspace: Workspace;
    let terraform: Terraform;

    const synth = async (topology: string) => {
      workspace.declare(topology);
      await workspace.synth(moto.environment);
      workspace.takeMirroredProvider();
    };
    const live = async (place: Place, name = 'my-repo'): Promise<LiveRepository> => {
      const [profile, region] = PLACES[place];
      return liveRepository(moto, profile, region, name);
    };

    beforeAll(async () => {
      stage = new Stage();
      moto = await startMoto(stage, { develop: '111111111111', management: '999999999999' });
      workspace = new Workspace(stage, 'project');
      await synth(readFixture('settings.yaml'));
      terraform = new Terraform(workspace.stackFolder, moto.environment);
      await terraform.init();
      await terraform.deploy();
    });

    afterAll(async () => {
      await stage.close();
    });

    test.each(Object.keys(PLACES) as readonly Place[])(
      'the repository has all of them in %s',
      async (place) => {
        expect(await live(place)).toEqual({
          mutability: 'IMMUTABLE',
          scanOnPush: true,
          encryption: { encryptionType: 'KMS', kmsKey: KEYS[place] },
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

    test('a repository has what it says itself, and the key that AWS keeps for ECR', async () => {
      const { encryption, lifecycle, ...rest } = await live('develop', 'scratch');
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
        await synth(changed());
        plan = await terraform.plan();
        await terraform.apply();
      });

      test('are changed where they are, and no repository is replaced', () => {
        expect(actionsOf(plan)).toEqual([
          'delete aws_ecr_lifecycle_policy.develop-my-repo',
          'delete aws_ecr_lifecycle_policy.develop_us-my-repo',
          'delete aws_ecr_lifecycle_policy.management-my-repo',
          'update aws_ecr_repository.develop-my-repo',
          'update aws_ecr_repository.develop_us-my-repo',
          'update aws_ecr_repository.management-my-repo',
        ]);
      });

      test('an end of scanning is planned', () => {
        const after = plan.resource_changes.find(
          ({ address }) => address === 'aws_ecr_repository.develop-my-repo',
        );
        expect(after?.change.after).toMatchObject({
          image_scanning_configuration: [{ scan_on_push: false }],
        });
      });

      test.each(Object.keys(PLACES) as readonly Place[])('are so in %s', async (place) => {
        // The provider sends `false` as nothing; ECR takes that for false, moto for no change.
        expect(await live(place)).toMatchObject({
          mutability: 'MUTABLE',
          encryption: { encryptionType: 'KMS', kmsKey: KEYS[place] },
          tags: { team: 'payment', stage: 'test' },
          lifecycle: undefined,
          hasPolicy: true,
        });
      });
    });

    test('another encryption replaces the repository, and what is attached to it in the same apply', async () => {
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
      expect(await live('develop', 'scratch')).toMatchObject({
        encryption: { encryptionType: 'AES256' },
        lifecycle: { rules: [{ rulePriority: 10 }] },
      });
      expect(await terraform.tryPlan('-detailed-exitcode')).toMatchObject({ code: 0 });
    });
  },
);
