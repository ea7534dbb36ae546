import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BASE } from '../declaration/declarations';
import { synth } from './command-line';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecr-topology-synth-'));
  writeFileSync(join(folder, 'staging.yaml'), BASE);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** One resource of a registry that no declaration here has. */
const STATE = JSON.stringify({
  version: 4,
  resources: [
    {
      mode: 'managed',
      type: 'aws_ecr_repository',
      name: 'hub-app',
      provider: 'provider["registry.terraform.io/hashicorp/aws"].hub',
      instances: [{ attributes: { registry_id: '111111111111' } }],
    },
  ],
});

test('npm run synth prints the files and the next commands, but not if cdktf runs it', () => {
  const run = (env: Readonly<Record<string, string>>) =>
    synth(['--topology', 'staging.yaml'], { cwd: folder, env: { CDKTF_OUTDIR: 'out', ...env } });
  expect(run({})).toEqual({
    status: 0,
    stdout: `Wrote out/stacks/ecr-topology/cdk.tf.json: 5 resources

Next:
  ECR_TOPOLOGY=staging.yaml npx cdktf diff ecr-topology --output out
  ECR_TOPOLOGY=staging.yaml npx cdktf deploy ecr-topology --output out
or run terraform init, plan and apply in out/stacks/ecr-topology

1 stack, 5 resources in out/stacks
`,
    stderr: '',
  });
  expect(run({ SYNTH_HCL_OUTPUT: 'false' })).toEqual({ status: 0, stdout: '', stderr: '' });
});

test('prints its usage with --help, and reads no declaration', () => {
  const { status, stdout, stderr } = synth(['--help', '--topology', 'missing.yaml']);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^Usage: npm run synth -- \[options\]\n/);
});

test('the next commands do not repeat a variable that is set', () => {
  const { stdout } = synth([], { cwd: folder, env: { CDKTF_OUTDIR: '', ECR_TOPOLOGY: 'staging.yaml' } });
  expect(stdout).toContain('Next:\n  npx cdktf diff ecr-topology\n');
});

test('synthesis is refused, and writes nothing, if the local state is that of another declaration', () => {
  writeFileSync(join(folder, 'terraform.ecr-topology.tfstate'), STATE);
  const result = synth(['--topology', 'staging.yaml'], { cwd: folder, env: { CDKTF_OUTDIR: 'out' } });
  expect(result).toMatchObject({ status: 1, stdout: '' });
  expect(result.stderr).toContain(
    'error: terraform.ecr-topology.tfstate is the state of another declaration, not of staging.yaml.',
  );
  expect(existsSync(join(folder, 'out'))).toBe(false);
});
