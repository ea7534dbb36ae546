import { parseDocument } from 'yaml';
import { describeOnMachine } from './describe-on-machine';
import { EMPTY_REGISTRY, liveRegistry, type LiveRegistry } from './live-registry';
import { startMoto, type Moto } from './moto';
import { Stage } from './stage';
import { Terraform } from './terraform';
import { Workspace } from './workspace';

const DEVELOP = '111111111111';
const MANAGEMENT = '999999999999';

describeOnMachine(
  'cdktf deploy of the shipped topology.yaml',
  ['terraform', 'AWS provider', 'moto_server'],
  () => {
    let stage: Stage;
    let moto: Moto;
    let workspace: Workspace;
    let live: Readonly<Record<'develop' | 'develop_us' | 'management', LiveRegistry>>;

    const cdktf = async (...args: readonly string[]) =>
      // The provider's checksums for other platforms come from the public registry, which a mirror does not have.
      workspace.cdktf(moto.environment, ...args, '--auto-approve', '--skip-provider-lock');
    const readBack = async () => {
      const [develop, develop_us, management] = await Promise.all([
        liveRegistry(moto, 'develop', 'ap-northeast-1'),
        liveRegistry(moto, 'develop', 'us-west-1'),
        liveRegistry(moto, 'management', 'ap-northeast-1'),
      ]);
      live = { develop, develop_us, management };
    };
    const planAgain = async () =>
      new Terraform(workspace.stackFolder, moto.environment).tryPlan('-detailed-exitcode');

    beforeAll(async () => {
      stage = new Stage();
      moto = await startMoto(stage, { develop: DEVELOP, management: MANAGEMENT });
      workspace = new Workspace(stage, 'project');
      workspace.takeMirroredProvider();
    });

    afterAll(async () => {
      await stage.close();
    });

    test('cdktf diff shows that five resources are to be created', async () => {
      const printed = await workspace.cdktf(moto.environment, 'diff', '--skip-provider-lock');
      expect(printed).toContain(' 5 to add, 0 to change, 0 to destroy.');
    });

    describe('deployed', () => {
      beforeAll(async () => {
        await cdktf('deploy', '--outputs-file', 'outputs.json');
        await readBack();
      });

      test('my-repo exists in every registry', () => {
        const names = Object.values(live).map(({ repositories }) => Object.keys(repositories));
        expect(names).toEqual([['my-repo'], ['my-repo'], ['my-repo']]);
      });

      test('the registry policy of management lets develop replicate my-repo, and nothing else', () => {
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

      test('the registries of develop have no registry policy, for none is needed there', () => {
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

      test('the destinations replicate nothing', () => {
        expect([live.develop_us.replicationRules, live.management.replicationRules]).toEqual([[], []]);
      });

      test('the outputs are the URLs that AWS gives the repositories', () => {
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
        await readBack();
      });

      test('develop replicates to us-west-1 only', () => {
        expect(live.develop.replicationRules).toMatchObject([
          { destinations: [{ region: 'us-west-1', registryId: DEVELOP }] },
        ]);
      });

      test('management has neither the registry policy nor the replica any more', () => {
        expect(live.management).toEqual(EMPTY_REGISTRY);
      });

      test('the other registries keep their repository', () => {
        const names = [live.develop, live.develop_us].map(({ repositories }) => Object.keys(repositories));
        expect(names).toEqual([['my-repo'], ['my-repo']]);
      });

      test('a second plan is empty', async () => {
        expect(await planAgain()).toMatchObject({ code: 0 });
      });
    });

    test('cdktf destroy leaves no repository, registry policy or replication rule in any registry', async () => {
      await cdktf('destroy');
      await readBack();
      expect(live).toEqual({
        develop: EMPTY_REGISTRY,
        develop_us: EMPTY_REGISTRY,
        management: EMPTY_REGISTRY,
      });
    });
  },
);
