import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { describeWithRequirements } from './describe-with-requirements';
import { Sandbox } from './sandbox';
import { Terraform } from './terraform';
import { readFixture, Workspace } from './workspace';

describeWithRequirements('cdktf synth', [], () => {
  let sandbox: Sandbox;
  let byCdktf: Workspace;
  let byNpm: Workspace;

  beforeEach(() => {
    sandbox = new Sandbox();
    byCdktf = new Workspace(sandbox, 'by-cdktf');
    byNpm = new Workspace(sandbox, 'by-npm');
  });

  afterEach(async () => {
    await sandbox.close();
  });

  async function synthBoth(): Promise<void> {
    await byCdktf.cdktf(sandbox.environment, 'synth');
    await byNpm.synth(sandbox.environment);
  }

  test('writes the same files as npm run synth for two accounts that replicate to each other', async () => {
    for (const workspace of [byCdktf, byNpm]) workspace.declare(readFixture('both-ways.yaml'));
    await synthBoth();
    expect(readOutput(byCdktf)).toEqual(readOutput(byNpm));
  });

  test('writes the same files as npm run synth, and deletes a stack that is no longer declared', async () => {
    await synthBoth();
    const clean = readOutput(byNpm);
    expect(Object.keys(clean)).toEqual(['manifest.json', 'stacks/ecr-topology/cdk.tf.json']);
    expect(readOutput(byCdktf)).toEqual(clean);
    for (const workspace of [byCdktf, byNpm]) addFormerStack(workspace);
    await synthBoth();
    expect(readOutput(byNpm)).toEqual(clean);
    expect(readOutput(byCdktf)).toEqual(clean);
  });
});

describeWithRequirements('terraform validate', ['terraform', 'AWS provider'], () => {
  let sandbox: Sandbox;

  beforeEach(() => {
    sandbox = new Sandbox();
  });

  afterEach(async () => {
    await sandbox.close();
  });

  test('accepts a stack with state in HCP Terraform', async () => {
    const workspace = new Workspace(sandbox, 'project');
    workspace.declare(readFixture('cloud-backend.yaml'));
    await workspace.synth(sandbox.environment);
    workspace.useMirroredProvider();
    const terraform = new Terraform(workspace.stackFolder, sandbox.environment);
    await terraform.init('-backend=false');
    await terraform.validate();
  });
});

/** Returns the content of each file in the output folder, by path. */
function readOutput(workspace: Workspace): Readonly<Record<string, string>> {
  const folder = join(workspace.folder, 'cdktf.out');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.sort().map((file) => [file.slice(folder.length + 1), readFileSync(file, 'latin1')]),
  );
}

const manifestSchema = z.looseObject({ stacks: z.record(z.string(), z.looseObject({})) });

/** Adds a stack to the output, as an earlier run with another declaration would. */
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
