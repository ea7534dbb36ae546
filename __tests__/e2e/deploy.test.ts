import { parseDocument } from 'yaml';
import { describeWithRequirements } from './describe-with-requirements';
import { EMPTY_REGISTRY, readRegistry, type LiveRegistry } from './live-registry';
import { startMoto, type Moto } from './moto';
import { Sandbox } from './sandbox';
import { Terraform } from './terraform';
import { Workspace } from './workspace';

const DEVELOP = '111111111111';
const MANAGEMENT = '999999999999';

describeWithRequirements(
  'cdktf deploy of the shipped topology.yaml',
  ['terraform', 'AWS provider', 'moto_server'],
  () => {
    let sandbox: Sandbox;
    let moto: Moto;
    let workspace: Workspace;
    let live: Readonly<Record<'develop' | 'develop_us' | 'management', LiveRegistry>>;

    const cdktf = async (...args: readonly string[]) =>
      // Only the public registry has the checksums of the provider for other platforms.
      workspace.cdktf(moto.environment, ...args, '--auto-approve', '--skip-provider-lock');
    const readRegistries = async () => {
      const [develop, develop_us, management] = await Promise.all([
        readRegistry(moto, 'develop', 'ap-northeast-1'),
        readRegistry(moto, 'develop', 'us-west-1'),
        readRegistry(moto, 'management', 'ap-northeast-1'),
      ]);
      live = { develop, develop_us, management };
    };
    const planAgain = async () =>
      new Terraform(workspace.stackFolder, moto.environment).tryPlan('-detailed-exitcode');

    beforeAll(async () => {
      sandbox = new Sandbox();
      moto = await startMoto(sandbox, { develop: DEVELOP, management: MANAGEMENT });
      workspace = new Workspace(sandbox, 'project');
      workspace.useMirroredProvider();
    });

    afterAll(async () => {
      await sandbox.close();
    });

    test('cdktf diff shows five resources to add', async () => {
      const printed = await workspace.cdktf(moto.environment, 'diff', '--skip-provider-lock');
      expect(printed).toContain(' 5 to add, 0 to change, 0 to destroy.');
    });

    describe('deployed', () => {
      beforeAll(async () => {
        await cdktf('deploy', '--outputs-file', 'outputs.json');
        await readRegistries();
      });

      test('my-repo exists in each registry', () => {
        const names = Object.values(live).map(({ repositories }) => Object.keys(repositories));
        expect(names).toEqual([['my-repo'], ['my-repo'], ['my-repo']]);
      });

      test('the registry policy of management allows only develop to replicate only my-repo', () => {
        expect(live.management.policy).toEqual({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: expect.any(String) as string,
              Effect: 'Allow',
              Principal: { AWS: `arn:aws:iam::${DEVELOP}:root` },
              Action: ['ecr:ReplicateImage'],
              Resource: [`arn:aws:ecr:ap-northeast-1:${MANAGEMENT}:repository/my-repo`],
            },
          ],
        });
      });

      test('the registries of develop have no registry policy, because they do not require one', () => {
        expect([live.develop.policy, live.develop_us.policy]).toEqual([undefined, undefined]);
      });

      test('develop replicates my-repo to us-west-1 and to management', () => {
        expect(live.develop.replicationRules).toEqual([
          {
            destinations: [
              { region: 'us-west-1', registryId: DEVELOP },
              { region: 'ap-northeast-1', registryId: MANAGEMENT },
            ],
            repositoryFilters: [{ filter: 'my-repo', filterType: 'PREFIX_MATCH' }],
          },
        ]);
      });

      test('the destinations have no replication rules', () => {
        expect([live.develop_us.replicationRules, live.management.replicationRules]).toEqual([[], []]);
      });

      test('the outputs contain the repository URLs that AWS returns', () => {
        const urls = Object.entries(live).map(([registry, { repositories }]) => [registry, repositories]);
        expect(JSON.parse(workspace.read('outputs.json'))).toEqual({
          'ecr-topology': { repository_urls: Object.fromEntries(urls) as unknown },
        });
      });

      test('a second plan is empty', async () => {
        expect(await planAgain()).toMatchObject({ code: 0 });
      });
    });

    describe('deployed again without the destination management', () => {
      beforeAll(async () => {
        const topology = parseDocument(workspace.read('topology.yaml'));
        topology.setIn(['replication', 0, 'to'], ['develop_us']);
        workspace.declare(topology.toString());
        await cdktf('deploy');
        await readRegistries();
      });

      test('develop replicates to us-west-1 only', () => {
        expect(live.develop.replicationRules).toMatchObject([
          { destinations: [{ region: 'us-west-1', registryId: DEVELOP }] },
        ]);
      });

      test('management no longer has the registry policy and the replica', () => {
        expect(live.management).toEqual(EMPTY_REGISTRY);
      });

      test('the other registries still have their repository', () => {
        const names = [live.develop, live.develop_us].map(({ repositories }) => Object.keys(repositories));
        expect(names).toEqual([['my-repo'], ['my-repo']]);
      });

      test('a second plan is empty', async () => {
        expect(await planAgain()).toMatchObject({ code: 0 });
      });
    });

    test('cdktf destroy deletes the repositories, registry policies and replication rules of all registries', async () => {
      await cdktf('destroy');
      await readRegistries();
      expect(live).toEqual({
        develop: EMPTY_REGISTRY,
        develop_us: EMPTY_REGISTRY,
        management: EMPTY_REGISTRY,
      });
    });
  },
);
