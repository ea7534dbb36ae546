import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PLANS } from '../../generate/plans/case-folders';
import { loadTopology } from '../../src/lint/declaration/load';
import type { Topology } from '../../src/model/topology';
import type { PlanDocument } from '../../src/plan/model/document';
import { readPlan } from '../../src/plan/read/read-plan';
import { reviewPlans, type PlanReview } from '../../src/plan/review/review';
import type { GenuineCase } from './genuine-cases';

/** Reviews the plans of a case, with its declaration if it has one. */
export async function genuineReview({ folder, plans = [''] }: GenuineCase): Promise<PlanReview> {
  const documents = await Promise.all(plans.map(async (plan) => documentIn(join(folder, plan))));
  return reviewPlans(documents, declaredIn(folder));
}

async function documentIn(folder: string): Promise<PlanDocument> {
  const read = await readPlan(join(PLANS, folder, 'plan.json'));
  if (read.kind === 'faulty') throw new Error(`${folder}: ${read.fault.message}`);
  return read.plan;
}

function declaredIn(folder: string): Topology | undefined {
  const file = join(PLANS, folder, 'topology.yaml');
  if (!existsSync(file)) return undefined;
  const loaded = loadTopology(file, {});
  if (!('topology' in loaded)) throw new Error(`${file} is wrong`);
  return loaded.topology;
}
