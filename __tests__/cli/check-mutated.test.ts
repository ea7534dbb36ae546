import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { genuinePlans, mayBePlan, mutatedPlans } from '../plan/read/mutations';
import { ecrTopology } from './in-process';
import { runs } from '../random-runs';

const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-mutated-'));
const file = join(folder, 'plan.json');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const FORMATS = ['text', 'markdown', 'sarif', 'junit', 'json', 'github'];

test('check exits with 0, 1 or 2 for every mutated plan, never with a stack trace, and never with 0 for an invalid plan', async () => {
  const statuses = new Set<unknown>();
  await fc.assert(
    fc.asyncProperty(mutatedPlans(genuinePlans()), fc.constantFrom(...FORMATS), async (bytes, format) => {
      writeFileSync(file, bytes);
      const { status, stdout, stderr } = await ecrTopology([
        'check',
        file,
        '--no-topology',
        '--format',
        format,
      ]);
      statuses.add(status);
      expect([0, 1, 2]).toContain(status);
      expect(stdout + stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
      if (!mayBePlan(bytes)) expect(status).toBe(2);
      if (status === 2) {
        expect(stdout).toBe('');
        expect(stderr).toContain(file);
      } else if (format === 'json' || format === 'sarif') {
        expect(() => JSON.parse(stdout) as unknown).not.toThrow();
      }
    }),
    runs(200),
  );
  expect([...statuses].sort()).toEqual([0, 1, 2]);
});

test.each([
  ['a plan that was cut off', (plan: string) => plan.slice(0, -2), /ends in the middle of the JSON/],
  [
    'an errored plan',
    (plan: string) => plan.replace(/"errored": *false/, '"errored":true'),
    /ended with an error/,
  ],
  ['a number', () => '5', /is a single value/],
])('the process exits with 2: %s', async (_, edit, message) => {
  writeFileSync(file, edit(genuinePlans()[0]!));
  const { status, stdout, stderr } = await ecrTopology(['check', file, '--no-topology']);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(message);
});
