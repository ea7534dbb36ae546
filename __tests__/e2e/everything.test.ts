import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';
import { describeOnMachine } from './describe-on-machine';
import { createCaller, liveCaller } from './live-access';
import { liveRegistry } from './live-registry';
import { programOf } from './machine';
import { startMoto, type Moto } from './moto';
import { Stage } from './stage';
import { Terraform, type Plan } from './terraform';
import { keepWhatMotoTakes, WHY_NOT } from './what-moto-takes';
import { Workspace } from './workspace';

const EXAMPLE = readFileSync(join(__dirname, '..', '..', 'examples', 'everything.yaml'), 'utf8');

const CI = { profile: 'build', kind: 'role', name: 'ci' } as const;

describeOnMachine(
  'examples/everything.yaml, as far as moto and the provider here take it',
  ['terraform', 'AWS provider', 'moto_server', 'aws'],
  () => {
    let stage: Stage;
    let moto: Moto;
    let workspace: Workspace;
    let terraform: Terraform;
    let plan: Plan;
    let takenOut: readonly string[];

    beforeAll(async () => {
      stage = new Stage();
      const profiles = { images: '111111111111', production: '444444444444', build: '222222222222' };
      moto = await startMoto(stage, { ...profiles, states: '222222222222' });
      await createCaller(moto, CI);
      await aws('images', 'ecr', 'create-repository', '--repository-name', 'base/node');
      const bucket = ['--bucket', 'platform-terraform-states'];
      const location = ['--create-bucket-configuration', 'LocationConstraint=ap-northeast-1'];
      await aws('states', 's3api', 'create-bucket', ...bucket, ...location);

      workspace = new Workspace(stage, 'project');
      workspace.declare(EXAMPLE);
      await workspace.synth(moto.environment);
      takenOut = keepWhatMotoTakes(workspace.stackFolder);
      workspace.takeMirroredProvider();
      terraform = new Terraform(workspace.stackFolder, moto.environment);
      // platform-terraform-states.127.0.0.1 is no host; only moto needs this.
      await terraform.init('-backend-config=use_path_style=true');
      plan = await terraform.plan();
      await terraform.apply();
    });

    afterAll(async () => {
      await stage.close();
    });

    async function aws(profile: string, ...args: readonly string[]): Promise<string> {
      return run({
        file: programOf('aws'),
        args: ['--profile', profile, '--region', 'ap-northeast-1', '--output', 'json', ...args],
        folder: stage.folder,
        environment: moto.environment,
      });
    }

    test('everything is taken but what is listed with a reason', () => {
      expect(takenOut).toEqual(WHY_NOT);
    });

    test('what exists already is imported, everything else is created', () => {
      const imported = plan.resource_changes.filter(({ change }) => change.importing !== undefined);
      expect(imported.map(({ address }) => address)).toEqual([
        'aws_ecr_registry_scanning_configuration.hub',
        expect.stringMatching(/^aws_ecr_repository\.hub-base_node-/),
      ]);
      const others = plan.resource_changes.filter((each) => !imported.includes(each));
      expect(others.length).toBeGreaterThan(20);
      expect(new Set(others.flatMap(({ change }) => change.actions))).toEqual(new Set(['create']));
    });

    test('every registry holds its repositories and replicas', async () => {
      const hub = await liveRegistry(moto, 'images', 'ap-northeast-1');
      const hubUs = await liveRegistry(moto, 'images', 'us-west-2');
      const production = await liveRegistry(moto, 'production', 'ap-northeast-1');
      expect([hub, hubUs, production].map(({ repositories }) => Object.keys(repositories).sort())).toEqual([
        ['app/checkout', 'base/node', 'preview/shop', 'release/shop'],
        ['app/checkout', 'open/tools'],
        ['app/checkout', 'release/shop'],
      ]);
      expect(hub.replicationRules).toHaveLength(1);
      expect(production.policy).toBeDefined();
    });

    test('the role of the pipeline has its half', async () => {
      const { inline } = await liveCaller(moto, CI);
      expect(Object.keys(inline)).toEqual(['ecr-topology']);
    });

    test('a second plan is empty', async () => {
      const { code, stdout } = await terraform.tryPlan('-detailed-exitcode');
      expect([code, stdout]).toEqual([0, expect.stringContaining('No changes.')]);
    });
  },
);
