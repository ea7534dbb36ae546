import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Moto } from '../../__tests__/e2e/moto';
import type { Sandbox } from '../../__tests__/e2e/sandbox';
import { Workspace } from '../../__tests__/e2e/workspace';
import { terraform } from './plan-hcl';

/** Synthesizes a declaration with this project and plans it. If there is a `before.yaml`, applies that first. */
export async function planTopology(sandbox: Sandbox, moto: Moto, folder: string): Promise<string> {
  const workspace = new Workspace(sandbox, `project-${basename(folder)}`);
  workspace.useMirroredProvider();
  const before = join(folder, 'before.yaml');
  if (existsSync(before)) await synthesiseAndRun(workspace, moto, before, 'apply');
  return synthesiseAndRun(workspace, moto, join(folder, 'topology.yaml'), 'plan');
}

async function synthesiseAndRun(
  workspace: Workspace,
  moto: Moto,
  declaration: string,
  what: 'apply' | 'plan',
): Promise<string> {
  workspace.declare(readFileSync(declaration, 'utf8'));
  await workspace.synth(moto.environment);
  return terraform(moto, workspace.stackFolder, what);
}
