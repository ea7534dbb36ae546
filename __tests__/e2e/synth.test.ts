import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { describeOnMachine } from './describe-on-machine';
import { Stage } from './stage';
import { Terraform } from './terraform';
import { readFixture, Workspace } from './workspace';

describeOnMachine('cdktf synth', [], () => {
  let stage: Stage;
  let byCdktf: Workspace;
  let byNpm: Workspace;

  beforeEach(() => {
    stage = new Stage();
    byCdktf = new Workspace(stage, 'by-cdktf');
    byNpm = new Workspace(stage, 'by-npm');
  });

  afterEach(async () => {
    await stage.close();
  });

  async function synthBoth(): Promise<void> {
    await byCdktf.cdktf(stage.environment, 'synth');
    await byNpm.synth(stage.environment);
  }

  test('writes the bytes that npm run synth writes, also for two accounts that replicate to each other', async () => {
    for (const workspace of [byCdktf, byNpm]) workspace.declare(readFixture('both-ways.yaml'));
    await synthBoth();
    expect(outputOf(byCdktf)).toEqual(outputOf(byNpm));
  });

  test('writes the bytes that npm run synth writes, and deletes a stack that is no longer declared', async () => {
    await synthBoth();
    const clean = outputOf(byNpm);
    expect(Object.keys(clean)).toEqual(['manifest.json', 'stacks/ecr-topology/cdk.tf.json']);
    expect(outputOf(byCdktf)).toEqual(clean);
    for (const workspace of [byCdktf, byNpm]) addFormerStack(workspace);
    await synthBoth();
    expect(outputOf(byNpm)).toEqual(clean);
    expect(outputOf(byCdktf)).toEqual(clean);
  });
});

describeOnMachine('terraform validate', ['terraform', 'AWS provider'], () => {
  let stage: Stage;

  beforeEach(() => {
    stage = new Stage();
  });

  afterEach(async () => {
    await stage.close();
  });

  test('passes with state in HCP Terraform, to which no test deploys', async () => {
    const workspace = new Workspace(stage, 'project');
    workspace.declare(readFixture('cloud-backend.yaml'));
    await workspace.synth(stage.environment);
    workspace.takeMirroredProvider();
    const terraform = new Terraform(workspace.stackFolder, stage.environment);
    await terraform.init('-backend=false');
    await terraform.validate();
  });
});

/** File → content, of everything in the output folder. */
function outputOf(workspace: Workspace): Readonly<Record<string, string>> {
  const folder = join(workspace.folder, 'cdktf.out');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.sort().map((file) => [file.slice(folder.length + 1), readFileSync(file, 'latin1')]),
  );
}

const manifestSchema = z.looseObject({ stacks: z.record(z.string(), z.looseObject({})) });

/** As if an earlier run had synthesised another stack beside the one that is declared now. */
function addFormerStack(workspace: Workspace): void {
  const folder = join(workspace.folder, 'cdktf.out');
  cpSync(workspace.stackFolder, join(folder, 'stacks', 'former'), { recursive: true });
  mkdirSync(join(folder, 'stacks', 'former', '.terraform'));

  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  const former: unknown = JSON.parse(
    JSON.stringify(manifest.stacks['ecr-topology']).replaceAll('ecr-topology', 'former'),
  );
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify({ ...manifest, stacks: { ...manifest.stacks, former } }),
  );
}
