import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startMoto, type Moto } from '../../__tests__/e2e/moto';
import { Sandbox } from '../../__tests__/e2e/sandbox';
import { copyBaseFiles } from './bases';
import { PLANS, type CaseFolder } from './case-folders';
import { applyEdits } from './edits';
import { normalisePlan } from './normalise';
import { planHcl } from './plan-hcl';
import { planTopology } from './plan-topology';

/** One profile for each account of the cases. `default` is moto's own account, 123456789012. */
const PROFILES = {
  develop: '111111111111',
  production: '333333333333',
  security: '444444444444',
  management: '999999999999',
};

/** Plans each case with the real Terraform, and writes the plan next to the case. */
export async function makePlans(cases: readonly CaseFolder[]): Promise<void> {
  await withPlans(cases, (folder, plan) => {
    writeFileSync(join(PLANS, folder, 'plan.json'), plan);
    process.stderr.write(`${folder}\n`);
  });
}

/** Plans each case and passes the plan to a function. Writes nothing into the repository. */
export async function withPlans(
  cases: readonly CaseFolder[],
  onPlan: (folder: string, plan: string) => void,
): Promise<void> {
  const sandbox = new Sandbox();
  try {
    const moto = await startMoto(sandbox, PROFILES);
    const copy = join(sandbox.folder, 'plans');
    cpSync(PLANS, copy, { recursive: true });
    for (const { plans } of cases) {
      if (plans.some((folder) => changesAws(join(PLANS, folder)))) await moto.reset();
      for (const folder of plans) {
        copyBaseFiles(copy, folder);
        onPlan(folder, await planOf(sandbox, moto, join(copy, folder), folder));
      }
    }
  } finally {
    await sandbox.close();
  }
}

function changesAws(folder: string): boolean {
  return ['before.tf', 'existing.tf', 'before.yaml'].some((file) => existsSync(join(folder, file)));
}

async function planOf(sandbox: Sandbox, moto: Moto, copy: string, folder: string): Promise<string> {
  const isDeclared = existsSync(join(copy, 'topology.yaml'));
  const planJson = isDeclared ? await planTopology(sandbox, moto, copy) : await planHcl(moto, copy);
  return `${JSON.stringify(applyEdits(folder, normalisePlan(JSON.parse(planJson))))}\n`;
}
