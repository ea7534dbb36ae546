import { planRoute, routesOf, type Decision, type RouteFacts } from '../../../src/live/backfill/plan';
import type { ReplicationBackfill } from '../../../src/live/backfill/replication-backfill';
import type { Failure } from '../../../src/live/failure';
import { uncheckedRepositoryFilter, uncheckedRepositoryName } from '../../../src/aws/names';
import { parseTopology } from '../../../src/lint/declaration/load';
import { TOPOLOGY } from '../../cli/backfill-world';

const loaded = parseTopology({ file: 'topology.yaml', text: TOPOLOGY }, {});
const registries = loaded.kind === 'topology' ? loaded.topology.registries : [];
const routes = routesOf(registries);
const toManagement = routes.find(({ to }) => to.name === 'management')!;
const liveRules = toManagement.from.replication;

const backfill = (values: Partial<ReplicationBackfill>): ReplicationBackfill => ({
  id: 'last',
  destination: toManagement.to,
  status: 'COMPLETE',
  progress: { total: 2, completed: 2, failed: 0, failureCodes: [] },
  failureCode: undefined,
  startedAt: '2026-11-01T00:00:00.000Z',
  endedAt: undefined,
  ...values,
});
const SUCCESS = backfill({});
const PARTIAL = backfill({ progress: { total: 2, completed: 1, failed: 1, failureCodes: ['CODE'] } });
const FAILED = backfill({ status: 'FAILED' });
const STOPPED = backfill({ status: 'STOPPED', progress: undefined });
const RUNNING = backfill({ id: 'running', status: 'IN_PROGRESS' });
const MISSING = [{ repository: uncheckedRepositoryName('my-repo'), count: 1 }];
const DENIED: Failure = { call: 'ecr:DescribeImages', kind: 'denied', code: 'AccessDenied', message: 'no' };

const plan = (facts: Partial<RouteFacts>, isRetry = false) =>
  planRoute(toManagement, { liveRules, backfills: [], missing: MISSING, ...facts }, isRetry);

test('returns each declared route once', () => {
  expect(routes.map(({ from, to }) => `${from.name} ${to.name}`)).toEqual([
    'develop develop_us',
    'develop management',
    'develop partner_us',
  ]);
});

test.each<[name: string, facts: Partial<RouteFacts>, decision: Decision, withRetry: Decision]>([
  ['there was no backfill', {}, 'start', 'start'],
  ['the images cannot be compared', { missing: DENIED }, 'start', 'start'],
  ['no image is missing', { missing: [] }, 'up-to-date', 'up-to-date'],
  ['no image is missing after a failure', { missing: [], backfills: [FAILED] }, 'up-to-date', 'up-to-date'],
  ['one is running', { backfills: [RUNNING] }, 'follow', 'follow'],
  [
    'one is preparing',
    { backfills: [backfill({ status: 'PREPARING', progress: undefined })] },
    'follow',
    'follow',
  ],
  ['one is being stopped', { backfills: [backfill({ status: 'STOPPING' })] }, 'follow', 'follow'],
  [
    'one has an unknown status',
    { backfills: [backfill({ status: 'NEW' as 'STOPPING' })] },
    'follow',
    'follow',
  ],
  ['one is running and no image is missing', { missing: [], backfills: [RUNNING] }, 'follow', 'follow'],
  ['one is running and its rule was removed', { liveRules: [], backfills: [RUNNING] }, 'follow', 'follow'],
  ['the last one was successful and images are missing', { backfills: [SUCCESS] }, 'start', 'start'],
  [
    'the last one was successful, images unknown',
    { backfills: [SUCCESS], missing: DENIED },
    'finished',
    'start',
  ],
  ['the last one left images out', { backfills: [PARTIAL] }, 'retry', 'start'],
  [
    'the last one left images out, images unknown',
    { backfills: [PARTIAL], missing: DENIED },
    'retry',
    'start',
  ],
  ['the last one failed', { backfills: [FAILED] }, 'retry', 'start'],
  ['the last one was stopped', { backfills: [STOPPED] }, 'retry', 'start'],
  ['the rule is not deployed', { liveRules: [] }, 'not-deployed', 'not-deployed'],
  [
    'a backfill to another destination runs',
    { backfills: [{ ...RUNNING, destination: routes[0]!.to }] },
    'start',
    'start',
  ],
])('decides if %s', (_name, facts, decision, withRetry) => {
  expect([plan(facts).decision, plan(facts, true).decision]).toEqual([decision, withRetry]);
});

test('uses the backfill that started last, and a running one before all others', () => {
  const later = backfill({ id: 'later', status: 'FAILED', startedAt: '2026-11-02T00:00:00.000Z' });

  expect(plan({ backfills: [later, SUCCESS] }).last?.id).toBe('later');
  expect(plan({ backfills: [RUNNING, later, SUCCESS] }).last?.id).toBe('running');
  expect([...plan({ backfills: [later, SUCCESS] }).knownIds].sort()).toEqual(['last', 'later']);
});

test('ignores images of repositories that no rule in AWS replicates, and names the repositories', () => {
  const other = liveRules.map((rule) => ({ ...rule, filters: [uncheckedRepositoryFilter('other')] }));

  expect(plan({ liveRules: other })).toMatchObject({
    decision: 'up-to-date',
    missing: [],
    withoutLiveRule: ['my-repo'],
  });
});
