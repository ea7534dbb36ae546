import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { terraform } from '../../generate/plans/plan-hcl';
import { describeOnMachine } from './describe-on-machine';
import { programOf } from './machine';
import { startMoto, type Moto } from './moto';
import { Stage } from './stage';
import { Terraform } from './terraform';
import { Workspace } from './workspace';

/** Both names lead to programs that write down what they are asked; the one that is named is Terraform, too. */
describeOnMachine('TERRAFORM_BINARY_NAME', ['terraform', 'AWS provider', 'moto_server'], () => {
  const inherited = { ...process.env };
  const bin = mkdtempSync(join(tmpdir(), 'ecr-topology-bin-'));
  let stage: Stage;
  let moto: Moto;
  let workspace: Workspace;

  beforeAll(async () => {
    addProgram('tofu', `exec '${programOf('terraform')}' "$@"`);
    addProgram('terraform', 'exit 97');
    process.env.PATH = `${bin}:${inherited.PATH ?? ''}`;
    process.env.TERRAFORM_BINARY_NAME = 'tofu';
    stage = new Stage();
    moto = await startMoto(stage, { develop: '111111111111', management: '999999999999' });
    workspace = new Workspace(stage, 'project');
    await workspace.synth(moto.environment);
    workspace.takeMirroredProvider();
  });

  afterEach(() => {
    rmSync(join(bin, 'tofu.asked'), { force: true });
  });

  afterAll(async () => {
    process.env = inherited;
    rmSync(bin, { recursive: true });
    await stage.close();
  });

  function addProgram(name: string, script: string): void {
    const file = join(bin, name);
    writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "$1" >> '${file}.asked'\n${script}\n`);
    chmodSync(file, 0o755);
  }

  /** The commands that a program was given, in order. */
  function asked(name: string): readonly string[] {
    const file = join(bin, `${name}.asked`);
    return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  }

  test('npm run synth runs neither', () => {
    expect([asked('tofu'), asked('terraform')]).toEqual([[], []]);
  });

  test('names what cdktf diff runs', async () => {
    const printed = await workspace.cdktf(moto.environment, 'diff', '--skip-provider-lock');
    expect(printed).toContain('5 to add');
    expect(asked('tofu')).toEqual(expect.arrayContaining(['init', 'plan']));
    expect(asked('terraform')).toEqual([]);
  });

  test('names what these tests run', async () => {
    await new Terraform(workspace.stackFolder, moto.environment).init();
    expect([asked('tofu'), asked('terraform')]).toEqual([['init'], []]);
  });

  test('names what npm run plans runs', async () => {
    await terraform(moto, workspace.stackFolder, 'plan');
    expect([asked('tofu'), asked('terraform')]).toEqual([['init', 'plan', 'show'], []]);
  });
});
