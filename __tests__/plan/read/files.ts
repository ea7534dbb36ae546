import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlanDocument, PlanFault } from '../../../src/plan/model/document';
import { readPlan } from '../../../src/plan/read/read-plan';

/** Creates a folder for a test file, and removes it after the tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-plan-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** Writes the content to a file and reads it as a plan. */
export async function readContent(folder: string, content: string | Buffer) {
  const file = join(folder, 'plan.json');
  writeFileSync(file, content);
  return readPlan(file);
}

export async function readValidPlan(folder: string, plan: object): Promise<PlanDocument> {
  const read = await readContent(folder, JSON.stringify(plan));
  if (read.kind === 'faulty') throw new Error(read.fault.message);
  return read.plan;
}

export async function readFault(folder: string, content: string | Buffer): Promise<Omit<PlanFault, 'file'>> {
  const read = await readContent(folder, content);
  if (read.kind === 'plan') throw new Error('It was read as a plan.');
  const { kind, message, help } = read.fault;
  return { kind, message, help };
}

/** The sections of every plan of Terraform 1.11. */
export const PLAN = {
  format_version: '1.2',
  terraform_version: '1.11.4',
  planned_values: { root_module: {} },
  configuration: { root_module: {} },
  timestamp: '2025-02-12T08:00:00Z',
  applyable: true,
  complete: true,
  errored: false,
};

/** An entry of `resource_changes` for a repository. */
export function repositoryChange(change: object, parts: object = {}): object {
  return {
    address: 'aws_ecr_repository.app',
    mode: 'managed',
    type: 'aws_ecr_repository',
    name: 'app',
    provider_name: 'registry.terraform.io/hashicorp/aws',
    change: {
      actions: ['no-op'],
      before: { name: 'app' },
      after: { name: 'app' },
      after_unknown: {},
      ...change,
    },
    ...parts,
  };
}

/** A plan with one change. */
export const planOfChange = (change: object, parts?: object) => ({
  ...PLAN,
  resource_changes: [repositoryChange(change, parts)],
});
