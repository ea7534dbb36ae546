import fc from 'fast-check';
import { readContent, temporaryFolder } from './files';
import { genuinePlans, mayBePlan, mutatedPlans } from './mutations';
import { runs } from '../../random-runs';

const folder = temporaryFolder();
const plans = genuinePlans();

test('reads every real Terraform plan', async () => {
  for (const plan of plans) expect(await readContent(folder, plan)).toMatchObject({ kind: 'plan' });
});

test('reads a mutated plan, or rejects it with a sentence, and accepts nothing that is not a plan', async () => {
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(mutatedPlans(plans), async (bytes) => {
      const read = await readContent(folder, bytes);
      kinds.add(read.kind === 'plan' ? 'plan' : read.fault.kind);
      if (read.kind === 'plan') {
        expect(mayBePlan(bytes)).toBe(true);
        return;
      }
      expect(read.fault.message).toMatch(/^[A-Z].*\.$/su);
      expect(read.fault.help).toMatch(/^[A-Z]/);
    }),
    runs(600),
  );
  // The mutations cause several kinds of faults, and some plans are still valid.
  expect([...kinds]).toEqual(expect.arrayContaining(['plan', 'truncated', 'not-json', 'not-a-plan']));
});
