import { resolve } from 'node:path';
import { ecrTopologyProcess } from './command-line';
import { ecrTopology } from './in-process';

const BROKEN_PLAN = '__tests__/fixtures/plans/article-without-registry-policy/plan.json';

test.each<readonly [args: readonly string[], status: number]>([
  [['validate'], 0],
  [['check', BROKEN_PLAN, '--no-topology'], 1],
  [['validate', '--topology', 'none.yaml'], 2],
  [['policies', '--out', '/dev/null/x'], 2],
  [['validat'], 2],
  [['--version'], 0],
])('the process of %j exits with %i and prints the same as in this process', async (args, status) => {
  const result = ecrTopologyProcess(args);
  expect(result.status).toBe(status);
  expect(result).toEqual(await ecrTopology(args));
});

test('the process reads its own folder and environment variables', async () => {
  const options = { cwd: 'docs', env: { ECR_TOPOLOGY: resolve('topology.yaml') } };
  const result = ecrTopologyProcess(['validate'], options);
  expect(result).toEqual(await ecrTopology(['validate'], options));
  expect(result.stdout).toContain('/topology.yaml: 2 accounts');
  expect(process.env.ECR_TOPOLOGY).toBeUndefined();
});
