import { BothWaysProject, LAYOUTS } from './both-ways-project';
import { describeOnMachine } from './describe-on-machine';
import { EMPTY_REGISTRY, liveRegistry } from './live-registry';
import { startRequestLog, type Call, type RequestLog } from './request-log';

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

// A plan of every stack after its deploy: layout-moves.test.ts.
describeOnMachine(
  'two accounts that replicate to each other, in every layout (fixtures/both-ways.yaml)',
  ['terraform', 'AWS provider', 'moto_server'],
  () => {
    let project: BothWaysProject;
    let log: RequestLog;

    beforeAll(async () => {
      project = await BothWaysProject.create();
      log = await startRequestLog(project.stage, String(project.moto.environment.AWS_ENDPOINT_URL));
    });

    afterAll(async () => {
      await project.stage.close();
    });

    const cdktf = async (verb: 'deploy' | 'destroy') =>
      project.workspace.cdktf(
        { ...project.moto.environment, AWS_ENDPOINT_URL: log.url },
        ...[verb, '*', '--parallelism', '2', '--auto-approve', '--skip-provider-lock', '--skip-synth'],
      );

    describe.each(['topology', 'account', 'registry'] as const)('by %s', (by) => {
      beforeAll(async () => {
        await project.synth(by);
        log.calls.length = 0;
        await cdktf('deploy');
      });

      test('there are these stacks', () => {
        expect(project.workspace.stacks).toEqual(LAYOUTS[by]);
      });

      test('replication starts when everything is there at the destination', () => {
        for (const [source, needed] of NEEDED) {
          const start = placeOf(log.calls, 'PutReplicationConfiguration', source);
          for (const [action, repository] of needed) {
            expect(placeOf(log.calls, action, OTHER[source], repository)).toBeLessThan(start);
          }
        }
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
        expect(await liveRegistry(project.moto, 'develop', 'ap-northeast-1')).toEqual(EMPTY_REGISTRY);
        expect(await liveRegistry(project.moto, 'production', 'eu-central-1')).toEqual(EMPTY_REGISTRY);
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
