import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { casesIn, PLANS } from '../../generate/plans/case-folders';
import { withPlans } from '../../generate/plans/make';
import { describeWithRequirements } from './describe-with-requirements';

/** Together they cover a first apply, an edit, a change outside of Terraform, a written state, and several plans. */
const CASES = [
  'article-without-registry-policy',
  'cache-prefix-renamed',
  'drift-policy-widened-by-hand',
  'immutable-with-exclusion',
  'repository-forgotten',
];

describeWithRequirements('npm run plans', ['terraform', 'AWS provider', 'moto_server', 'aws'], () => {
  test('generates the committed plans, byte for byte', async () => {
    const generated: Record<string, string> = {};
    await withPlans(casesIn(CASES), (folder, plan) => {
      generated[folder] = plan;
    });
    const committed = CASES.map((folder) => [folder, readFileSync(join(PLANS, folder, 'plan.json'), 'utf8')]);
    expect(generated).toEqual(Object.fromEntries(committed));
  });

  test('rejects an unknown case', () => {
    expect(() => casesIn(['articel'])).toThrow("there is no case 'articel'");
  });
});
