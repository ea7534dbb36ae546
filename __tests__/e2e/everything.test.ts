import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';
import { describeWithRequirements } from './describe-with-requirements';
import { createIdentity, readIdentityPolicies } from './live-access';
import { readRegistry } from './live-registry';
import { startMoto, type Moto } from './moto';
import { removeUnsupportedByMoto, UNSUPPORTED_REASONS } from './moto-support';
import { programPath } from './requirements';
import { Sandbox } from './sandbox';
import { Terraform, type Plan } from './terraform';
import { Workspace } from './workspace';

const EXAMPLE = readFileSync(join(__dirname, '..', '..', 'examples', 'everything.yaml'), 'utf8');

const CI = { profile: 'build', kind: 'role', name: 'ci' } as const;

describeWithRequirements(
  'examples/everything.yaml without what moto and the provider do not support',
  ['terraform', 'AWS provider', 'moto_server', 'aws'],
  () => {
    let sandbox: Sandbox;
    let moto: Moto;
    let workspace: Workspace;
    let terraform: Terraform;
    let plan: Plan;
    let removed: readonly string[];

    beforeAll(async () => {
      sandbox = new Sandbox();
      const profiles = { images: '111111111111', production: '444444444444', build: '222222222222' };
      moto = await startMoto(sandbox, { ...profiles, states: '222222222222' });
      await createIdentity(moto, CI);
      await aws('images', 'ecr', 'create-repository', '--repository-name', 'base/node');
      const bucket = ['--bucket', 'platform-terraform-states'];
      const location = ['--create-bucket-configuration', 'LocationConstraint=ap-northeast-1'];
      await aws('states', 's3api', 'create-bucket', ...bucket, ...location);

      workspace = new Workspace(sandbox, 'project');
      workspace.declare(EXAMPLE);
      await workspace.synth(moto.environment);
      removed = removeUnsupportedByMoto(workspace.stackFolder);
      workspace.useMirroredProvider();
      terraform = new Terraform(workspace.stackFolder, moto.environment);
      // Only moto needs this, because platform-terraform-states.127.0.0.1 is not a host.
      await terraform.init('-backend-config=use_path_style=true');
      plan = await terraform.plan();
      await terraform.apply();
    });

    afterAll(async () => {
      await sandbox.close();
    });

    async function aws(profile: string, ...args: readonly string[]): Promise<string> {
      return run({
        file: programPath('aws'),
        args: ['--profile', profile, '--region', 'ap-northeast-1', '--output', 'json', ...args],
        folder: sandbox.folder,
        environment: moto.environment,
      });
    }

    test('only the parts with a known limitation are removed', () => {
      expect(removed).toEqual(UNSUPPORTED_REASONS);
    });

    test('existing resources are imported, and all others are created', () => {
      const imported = plan.resource_changes.filter(({ change }) => change.importing !== undefined);
      expect(imported.map(({ address }) => address)).toEqual([
        'aws_ecr_registry_scanning_configuration.hub',
        expect.stringMatching(/^aws_ecr_repository\.hub-base_node-/),
      ]);
      const others = plan.resource_changes.filter((each) => !imported.includes(each));
      expect(others.length).toBeGreaterThan(20);
      expect(new Set(others.flatMap(({ change }) => change.actions))).toEqual(new Set(['create']));
    });

    test('each registry has its repositories and replicas', async () => {
      const hub = await readRegistry(moto, 'images', 'ap-northeast-1');
      const hubUs = await readRegistry(moto, 'images', 'us-west-2');
      const production = await readRegistry(moto, 'production', 'ap-northeast-1');
      expect([hub, hubUs, production].map(({ repositories }) => Object.keys(repositories).sort())).toEqual([
        ['app/checkout', 'base/node', 'preview/shop', 'release/shop'],
        ['app/checkout', 'open/tools'],
        ['app/checkout', 'release/shop'],
      ]);
      expect(hub.replicationRules).toHaveLength(1);
      expect(production.policy).toBeDefined();
    });

    test('the role of the pipeline has its identity policy', async () => {
      const { inline } = await readIdentityPolicies(moto, CI);
      expect(Object.keys(inline)).toEqual(['ecr-topology']);
    });

    test('a second plan is empty', async () => {
      const { code, stdout } = await terraform.tryPlan('-detailed-exitcode');
      expect([code, stdout]).toEqual([0, expect.stringContaining('No changes.')]);
    });
  },
);
