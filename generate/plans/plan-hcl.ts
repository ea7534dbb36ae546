import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { run } from '../../__tests__/e2e/command';
import { programPath } from '../../__tests__/e2e/requirements';
import type { Moto } from '../../__tests__/e2e/moto';
import { stateFileText } from './written-state';

/** Resources that exist in AWS but not in the state, because another configuration created them. */
const EXISTING = 'existing.tf';
/** The configuration at the last apply. */
const BEFORE = 'before.tf';
const MAIN = 'main.tf';
/** AWS CLI calls after the last apply: changes outside of Terraform. */
const BY_HAND = 'by-hand.json';
/** The state of resources that moto does not support. */
const STATE = 'state.json';

/** Applies the earlier configurations of a copy of a case, then plans the current one. */
export async function planHcl(moto: Moto, folder: string): Promise<string> {
  if (existsSync(join(folder, EXISTING))) {
    await runWithFile(moto, folder, EXISTING, 'apply');
    for (const file of readdirSync(folder)) {
      if (file.startsWith('terraform.tfstate')) rmSync(join(folder, file));
    }
  }
  if (existsSync(join(folder, BEFORE))) await runWithFile(moto, folder, BEFORE, 'apply');
  if (existsSync(join(folder, BY_HAND))) await callByHand(moto, folder);
  if (!existsSync(join(folder, STATE))) return runWithFile(moto, folder, MAIN, 'plan');
  const resources: unknown = JSON.parse(readFileSync(join(folder, STATE), 'utf8'));
  writeFileSync(join(folder, 'terraform.tfstate'), stateFileText(resources));
  return runWithFile(moto, folder, MAIN, 'plan', ['-refresh=false']);
}

async function callByHand(moto: Moto, folder: string): Promise<void> {
  const calls = z.array(z.array(z.string())).parse(JSON.parse(readFileSync(join(folder, BY_HAND), 'utf8')));
  for (const args of calls) {
    await run({ file: programPath('aws'), args, folder, environment: moto.environment });
  }
}

/** Moves the other two files away while Terraform runs with one. */
async function runWithFile(
  moto: Moto,
  folder: string,
  file: string,
  what: 'apply' | 'plan',
  options: readonly string[] = [],
): Promise<string> {
  const asideFolder = join(folder, '.aside');
  mkdirSync(asideFolder, { recursive: true });
  const others = [EXISTING, BEFORE, MAIN].filter((each) => each !== file && existsSync(join(folder, each)));
  for (const each of others) renameSync(join(folder, each), join(asideFolder, each));
  try {
    return await terraform(moto, folder, what, options);
  } finally {
    for (const each of others) renameSync(join(asideFolder, each), join(folder, each));
  }
}

/** Returns `terraform show -json` of the plan. Returns the output of Terraform for an apply. */
export async function terraform(
  moto: Moto,
  folder: string,
  what: 'apply' | 'plan',
  options: readonly string[] = [],
): Promise<string> {
  const { environment } = moto;
  const file = programPath('terraform');
  const runTerraform = async (...args: readonly string[]) => run({ file, args, folder, environment });
  try {
    await runTerraform('init', '-no-color');
    if (what === 'apply') return await runTerraform('apply', '-no-color', '-auto-approve');
    await runTerraform('plan', '-no-color', '-out=plan', ...options);
    return await runTerraform('show', '-json', 'plan');
  } catch (error) {
    // The name of the case helps more than the temporary folder.
    throw new Error(`${basename(folder)}: ${what}: ${error instanceof Error ? error.message : ''}`);
  }
}
