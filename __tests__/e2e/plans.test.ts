import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { casesIn, PLANS } from '../../generate/plans/case-folders';
import { withPlans } from '../../generate/plans/make';
import { describeOnMachine } from './describe-on-machine';

/**
 * Between them: something is applied first, edited, changed by hand, read from a written state; several plans.
 */
const CASES = [
  'article-without-registry-policy',
  'cache-prefix-renamed',
  'drift-policy-widened-by-hand',
  'immutable-with-exclusion',
  'repository-forgotten',
];

describeOnMachine('npm run plans', ['terraform', 'AWS provider', 'moto_server', 'aws'], () => {
  test('makes the plans that are kept, byte for byte', async () => {
    const made: Record<string, string> = {};
    await withPlans(casesIn(CASES), (folder, plan) => {
      made[folder] = plan;
    });
    const kept = CASES.map((folder) => [folder, readFileSync(join(PLANS, folder, 'plan.json'), 'utf8')]);
    expect(made).toEqual(Object.fromEntries(kept));
  });

  test('names a case that there is not', () => {
    expect(() => casesIn(['articel'])).toThrow("there is no case 'articel'");
  });
});
