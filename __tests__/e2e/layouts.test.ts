import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { StacksBy } from '../../src/registry';
import { describeOnMachine } from './describe-on-machine';
import { EMPTY_REGISTRY, liveRegistry } from './live-registry';
import { startMoto, type Moto } from './moto';
import { startRequestLog, type Call, type RequestLog } from './request-log';
import { Stage } from './stage';
import { Terraform } from './terraform';
import { readFixture, Workspace } from './workspace';

const LAYOUTS = {
  topology: ['ecr-topology'],
  account: ['develop', 'develop-replication', 'production', 'production-replication'],
  registry: [
    'develop',
    'develop-identities',
    'develop-replication',
    'production',
    'production-identities',
    'production-replication',
  ],
} as const satisfies Record<StacksBy, readonly string[]>;

/** Where each of the two sends its images. */
const OTHER = { 'ap-northeast-1': 'eu-central-1', 'eu-central-1': 'ap-northeast-1' } as const;

/** What makes ready for a source, at the other one: what goes to production, ECR creates by itself. */
const NEEDED = [
  ['ap-northeast-1', [['PutRegistryPolicy', undefined]]],
  [
    'eu-central-1',
    [
      ['PutRegistryPolicy', undefined],
      ['CreateRepository', 'base'],
    ],
  ],
] as const;

describeOnMachine(
  'two accounts that replicate to each other, in every layout (fixtures/both-ways.yaml)',
  ['terraform', 'AWS provider', 'moto_server', 'aws'],
  () => {
    let stage: Stage;
    let moto: Moto;
    let log: RequestLog;
    let workspace: Workspace;

    beforeAll(async () => {
      stage = new Stage();
      moto = await startMoto(stage, { develop: '111111111111', production: '222222222222' });
      log = await startRequestLog(stage, String(moto.environment.AWS_ENDPOINT_URL));
    });

    afterAll(async () => {
      await stage.close();
    });

    /** Synthesised, for the provider that is there. */
    async function lay(by: StacksBy, registries = (text: string) => text): Promise<void> {
      const text = registries(readFixture('both-ways.yaml')).replace(
        'repository: { preventDestroy: true }',
        'repository: {}',
      );
      workspace.declare(`${text}\nstacks: { by: ${by} }\n`);
      await workspace.synth(moto.environment);
      for (const stack of workspace.stacks) {
        workspace.takeMirroredProvider(stack);
        if (by === 'account') workspace.withoutRegions(stack);
      }
    }

    const cdktf = async (verb: 'deploy' | 'destroy') =>
      workspace.cdktf(
        { ...moto.environment, AWS_ENDPOINT_URL: log.url },
        ...[verb, '*', '--parallelism', '2', '--auto-approve', '--skip-provider-lock', '--skip-synth'],
      );

    /** What a plan of every stack would do, by address. */
    async function planned(): Promise<Readonly<Record<string, readonly string[]>>> {
      const actions: Record<string, readonly string[]> = {};
      for (const stack of workspace.stacks) {
        const terraform = new Terraform(workspace.folderOf(stack), moto.environment);
        await terraform.init();
        const { resource_changes } = await terraform.plan();
        for (const { address, change } of resource_changes) actions[address] = change.actions;
      }
      return actions;
    }

    describe.each(['topology', 'account', 'registry'] as const)('by %s', (by) => {
      beforeAll(async () => {
        workspace = new Workspace(stage, by);
        await lay(by);
        log.calls.length = 0;
        await cdktf('deploy');
      });

      test('there are these stacks', () => {
        expect(workspace.stacks).toEqual(LAYOUTS[by]);
      });

      test('replication starts when everything is there at the destination', () => {
        for (const [source, needed] of NEEDED) {
          const start = placeOf(log.calls, 'PutReplicationConfiguration', source);
          for (const [action, repository] of needed) {
            expect(placeOf(log.calls, action, OTHER[source], repository)).toBeLessThan(start);
          }
        }
      });

      test('a plan of every stack is empty', async () => {
        expect(new Set(Object.values(await planned()).flat())).toEqual(new Set(['no-op']));
      });

      test('destroyed, replication stops before what it needs goes', async () => {
        log.calls.length = 0;
        await cdktf('destroy');
        for (const [source, needed] of NEEDED) {
          const stop = placeOf(log.calls, 'PutReplicationConfiguration', source);
          for (const [action, repository] of needed) {
            const goes = action.replace(/^(Put|Create)/, 'Delete');
            expect(placeOf(log.calls, goes, OTHER[source], repository)).toBeGreaterThan(stop);
          }
        }
        expect(await liveRegistry(moto, 'develop', 'ap-northeast-1')).toEqual(EMPTY_REGISTRY);
        expect(await liveRegistry(moto, 'production', 'eu-central-1')).toEqual(EMPTY_REGISTRY);
      });
    });

    describe('moved from one layout to another', () => {
      beforeAll(async () => {
        workspace = new Workspace(stage, 'migrated');
        await lay('topology');
        await cdktf('deploy');
      });

      test.each([
        ['topology', 'registry'],
        ['registry', 'account'],
        ['account', 'topology'],
      ] as const)('%s to %s: nothing is created, nothing destroyed', async (from, to) => {
        await lay(to);
        expect(workspace.stacks).toEqual(LAYOUTS[to]);
        await workspace.shell(
          moto.environment,
          `node bin/ecr-topology.js stacks --migrate-from ${from} > migrate.sh`,
        );
        await workspace.shell(moto.environment, 'sh migrate.sh && rm -rf ecr-topology-migration');
        const actions = await planned();
        expect(Object.keys(actions)).toHaveLength(7);
        expect(new Set(Object.values(actions).flat())).toEqual(new Set(['no-op']));
      });

      test('with the old state put away, everything is imported into new ones, and is as it was', async () => {
        const state = join(workspace.folder, 'terraform.ecr-topology.tfstate');
        renameSync(state, `${state}.former`);
        await lay('account', (text) => text.replace(/(region: \S+) }/g, '$1, import: true }'));
        const changes = [];
        const later = [];
        for (const stack of workspace.stacks) {
          const terraform = new Terraform(workspace.folderOf(stack), moto.environment);
          await terraform.init();
          changes.push(...(await terraform.plan()).resource_changes);
          await terraform.apply();
          later.push(...(await terraform.plan()).resource_changes);
        }
        expect(changes).toHaveLength(7);
        expect(changes.filter(({ change }) => change.importing === undefined)).toEqual([]);
        // Whether a destroy takes the images along is known to Terraform alone, and to be said again.
        const changed = changes.filter(({ change }) => change.actions.join() !== 'no-op');
        expect(changed.map(({ address, change }) => [address, change.actions])).toEqual([
          ['aws_ecr_repository.develop-base', ['update']],
          ['aws_ecr_repository.production-base', ['update']],
        ]);
        expect(new Set(later.flatMap(({ change }) => change.actions))).toEqual(new Set(['no-op']));
      });
    });
  },
);

/** Where a call stands in the log, which has it once. */
function placeOf(calls: readonly Call[], action: string, region: string, repository?: string): number {
  const places = calls.flatMap((call, at) =>
    call.action === action && call.region === region && call.repository === repository ? [at] : [],
  );
  expect([action, region, places.length]).toEqual([action, region, 1]);
  return places[0] ?? -1;
}
