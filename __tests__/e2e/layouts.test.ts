import { BothWaysProject, STACKS_BY_LAYOUT } from './both-ways-project';
import { describeWithRequirements } from './describe-with-requirements';
import { EMPTY_REGISTRY, readRegistry } from './live-registry';
import { startRequestLog, type Call, type RequestLog } from './request-log';

/** Source Region → destination Region. */
const DESTINATION = { 'ap-northeast-1': 'eu-central-1', 'eu-central-1': 'ap-northeast-1' } as const;

/**
 * Source Region → the calls that prepare its destination. ECR creates the repositories that develop replicates to
 * production.
 */
const REQUIRED_CALLS = [
  ['ap-northeast-1', [['PutRegistryPolicy', undefined]]],
  [
    'eu-central-1',
    [
      ['PutRegistryPolicy', undefined],
      ['CreateRepository', 'base'],
    ],
  ],
] as const;

// layout-moves.test.ts plans each stack after its deploy.
describeWithRequirements(
  'two accounts that replicate to each other, in every layout (fixtures/both-ways.yaml)',
  ['terraform', 'AWS provider', 'moto_server'],
  () => {
    let project: BothWaysProject;
    let log: RequestLog;

    beforeAll(async () => {
      project = await BothWaysProject.create();
      log = await startRequestLog(project.sandbox, String(project.moto.environment.AWS_ENDPOINT_URL));
    });

    afterAll(async () => {
      await project.sandbox.close();
    });

    const cdktf = async (command: 'deploy' | 'destroy') =>
      project.workspace.cdktf(
        { ...project.moto.environment, AWS_ENDPOINT_URL: log.url },
        ...[command, '*', '--parallelism', '2', '--auto-approve', '--skip-provider-lock', '--skip-synth'],
      );

    describe.each(['topology', 'account', 'registry'] as const)('by %s', (by) => {
      beforeAll(async () => {
        await project.synth(by);
        log.calls.length = 0;
        await cdktf('deploy');
      });

      test('has the expected stacks', () => {
        expect(project.workspace.stacks).toEqual(STACKS_BY_LAYOUT[by]);
      });

      test('starts replication after the destination is ready', () => {
        for (const [source, requiredCalls] of REQUIRED_CALLS) {
          const start = indexOfCall(log.calls, 'PutReplicationConfiguration', source);
          for (const [action, repository] of requiredCalls) {
            expect(indexOfCall(log.calls, action, DESTINATION[source], repository)).toBeLessThan(start);
          }
        }
      });

      test('stops replication before the resources of the destination are destroyed', async () => {
        log.calls.length = 0;
        await cdktf('destroy');
        for (const [source, requiredCalls] of REQUIRED_CALLS) {
          const stop = indexOfCall(log.calls, 'PutReplicationConfiguration', source);
          for (const [action, repository] of requiredCalls) {
            const deleteAction = action.replace(/^(Put|Create)/, 'Delete');
            expect(indexOfCall(log.calls, deleteAction, DESTINATION[source], repository)).toBeGreaterThan(
              stop,
            );
          }
        }
        expect(await readRegistry(project.moto, 'develop', 'ap-northeast-1')).toEqual(EMPTY_REGISTRY);
        expect(await readRegistry(project.moto, 'production', 'eu-central-1')).toEqual(EMPTY_REGISTRY);
      });
    });
  },
);

/** Returns the index of a call that the log contains once. */
function indexOfCall(calls: readonly Call[], action: string, region: string, repository?: string): number {
  const indexes = calls.flatMap((call, index) =>
    call.action === action && call.region === region && call.repository === repository ? [index] : [],
  );
  expect([action, region, indexes.length]).toEqual([action, region, 1]);
  return indexes[0] ?? -1;
}
