import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run } from '../../__tests__/e2e/command';
import { programOf } from '../../__tests__/e2e/machine';
import type { Moto } from '../../__tests__/e2e/moto';

/** What is there before, by another hand: it is in AWS, and not in the state. */
const EXISTING = 'existing.tf';
/** What the same configuration said when it was applied last. */
const BEFORE = 'before.tf';
const MAIN = 'main.tf';

/** Applies what a copy of a case says was there before, then plans what it says now. */
export async function planHcl(moto: Moto, folder: string): Promise<string> {
  if (existsSync(join(folder, EXISTING))) {
    await inTurn(moto, folder, EXISTING, 'apply');
    for (const file of readdirSync(folder)) {
      if (file.startsWith('terraform.tfstate')) rmSync(join(folder, file));
    }
  }
  if (existsSync(join(folder, BEFORE))) await inTurn(moto, folder, BEFORE, 'apply');
  return inTurn(moto, folder, MAIN, 'plan');
}

/** With one of the three files in place, and the other two out of the way. */
async function inTurn(moto: Moto, folder: string, file: string, what: 'apply' | 'plan'): Promise<string> {
  const aside = join(folder, '.aside');
  mkdirSync(aside, { recursive: true });
  const others = [EXISTING, BEFORE, MAIN].filter((each) => each !== file && existsSync(join(folder, each)));
  for (const each of others) renameSync(join(folder, each), join(aside, each));
  try {
    return await terraform(moto, folder, what);
  } finally {
    for (const each of others) renameSync(join(aside, each), join(folder, each));
  }
}

/** `terraform show -json` of the plan, or nothing. */
export async function terraform(moto: Moto, folder: string, what: 'apply' | 'plan'): Promise<string> {
  const { environment } = moto;
  const file = programOf('terraform');
  const ran = async (...args: readonly string[]) => run({ file, args, folder, environment });
  try {
    await ran('init', '-no-color');
    if (what === 'apply') return await ran('apply', '-no-color', '-auto-approve');
    await ran('plan', '-no-color', '-out=plan');
    return await ran('show', '-json', 'plan');
  } catch (error) {
    // Where it happened says more than the folder of the stage.
    throw new Error(`${basename(folder)}: ${what}: ${error instanceof Error ? error.message : ''}`);
  }
}
