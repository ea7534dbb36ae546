import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { terraform } from '../../generate/plans/plan-hcl';
import { describeWithRequirements } from './describe-with-requirements';
import { startMoto, type Moto } from './moto';
import { programPath } from './requirements';
import { Sandbox } from './sandbox';
import { Terraform } from './terraform';
import { Workspace } from './workspace';

/** `tofu` and `terraform` on PATH are scripts that record their commands. Only `tofu` also runs Terraform. */
describeWithRequirements('TERRAFORM_BINARY_NAME', ['terraform', 'AWS provider', 'moto_server'], () => {
  const inherited = { ...process.env };
  const bin = mkdtempSync(join(tmpdir(), 'ecr-topology-bin-'));
  let sandbox: Sandbox;
  let moto: Moto;
  let workspace: Workspace;

  beforeAll(async () => {
    addProgram('tofu', `exec '${programPath('terraform')}' "$@"`);
    addProgram('terraform', 'exit 97');
    process.env.PATH = `${bin}:${inherited.PATH ?? ''}`;
    process.env.TERRAFORM_BINARY_NAME = 'tofu';
    sandbox = new Sandbox();
    moto = await startMoto(sandbox, { develop: '111111111111', management: '999999999999' });
    workspace = new Workspace(sandbox, 'project');
    await workspace.synth(moto.environment);
    workspace.useMirroredProvider();
  });

  afterEach(() => {
    rmSync(join(bin, 'tofu.commands'), { force: true });
  });

  afterAll(async () => {
    process.env = inherited;
    rmSync(bin, { recursive: true });
    await sandbox.close();
  });

  function addProgram(name: string, script: string): void {
    const file = join(bin, name);
    writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "$1" >> '${file}.commands'\n${script}\n`);
    chmodSync(file, 0o755);
  }

  /** Returns the commands that a program ran, in order. */
  function recordedCommands(name: string): readonly string[] {
    const file = join(bin, `${name}.commands`);
    return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  }

  test('is not used by npm run synth', () => {
    expect([recordedCommands('tofu'), recordedCommands('terraform')]).toEqual([[], []]);
  });

  test('is the program that cdktf diff runs', async () => {
    const printed = await workspace.cdktf(moto.environment, 'diff', '--skip-provider-lock');
    expect(printed).toContain('5 to add');
    expect(recordedCommands('tofu')).toEqual(expect.arrayContaining(['init', 'plan']));
    expect(recordedCommands('terraform')).toEqual([]);
  });

  test('is the program that these tests run', async () => {
    await new Terraform(workspace.stackFolder, moto.environment).init();
    expect([recordedCommands('tofu'), recordedCommands('terraform')]).toEqual([['init'], []]);
  });

  test('is the program that npm run plans runs', async () => {
    await terraform(moto, workspace.stackFolder, 'plan');
    expect([recordedCommands('tofu'), recordedCommands('terraform')]).toEqual([['init', 'plan', 'show'], []]);
  });
});
