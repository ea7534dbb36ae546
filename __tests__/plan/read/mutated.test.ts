import fc from 'fast-check';
import { readContent, temporaryFolder } from './files';
import { genuinePlans, mayBePlan, mutatedPlans } from './mutations';
import { runs } from '../../random-runs';

const folder = temporaryFolder();
const plans = genuinePlans();

test('every plan of the real Terraform is read', async () => {
  for (const plan of plans) expect(await readContent(folder, plan)).toMatchObject({ kind: 'plan' });
});

test('whatever is done to a plan, it is read or refused in a sentence, and nothing else is taken for one', async () => {
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
  // The plans that were made are no plans in more ways than one, and some are plans still.
  expect([...kinds]).toEqual(expect.arrayContaining(['plan', 'truncated', 'not-json', 'not-a-plan']));
});
