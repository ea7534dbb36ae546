import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { githubScript, readYaml, type Workflow } from './pipelines';

const FILE = 'examples/github-actions/deploy.yml';
const STACK_FILE = 'examples/github-actions/deploy-stack.yml';

/** A job that calls another workflow for each entry of a matrix. */
interface Wave {
  readonly needs: string | readonly string[];
  readonly if?: string;
  readonly uses: string;
  readonly strategy: { readonly matrix: string };
  readonly with: unknown;
}

const { jobs } = readYaml(FILE) as { readonly jobs: Readonly<Record<string, Wave>> };
const [first, second] = [jobs['first-wave']!, jobs['second-wave']!];

test('the second wave waits for the first, and is skipped if it does not exist', () => {
  expect(second.needs).toEqual(['synth', 'first-wave']);
  expect(second.if).toBe('fromJSON(needs.synth.outputs.waves)[1] != null');
});

test('each wave reads its matrix, and passes on the name of the stack', () => {
  expect([first, second].map(({ strategy }) => strategy.matrix)).toEqual([
    '${{ fromJSON(needs.synth.outputs.waves)[0] }}',
    '${{ fromJSON(needs.synth.outputs.waves)[1] }}',
  ]);
  for (const { uses, with: inputs } of [first, second]) {
    expect([uses, inputs]).toEqual([
      './.github/workflows/deploy-stack.yml',
      { stack: '${{ matrix.stack }}' },
    ]);
  }
});

test('the step that lists the stacks writes one line, with a matrix for each wave', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-deploy-'));
  try {
    const output = join(folder, 'output');
    const script = githubScript('synth', 'List the stacks of each wave', readYaml(FILE) as Workflow);
    const ran = spawnSync(
      'bash',
      ['-e', '-c', script.replace('npx ecr-topology', 'node bin/ecr-topology.js')],
      {
        encoding: 'utf8',
        env: { ...process.env, GITHUB_OUTPUT: output, ECR_TOPOLOGY: undefined },
      },
    );
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    const [, waves = ''] = /^waves=(.*)\n$/.exec(readFileSync(output, 'utf8')) ?? [];
    expect(JSON.parse(waves)).toMatchObject([{ include: [{ stack: 'ecr-topology' }] }]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([FILE, STACK_FILE])('%s: scripts are valid shell scripts without expressions', (file) => {
  const workflow = readYaml(file) as Workflow;
  expect(workflow.permissions).toEqual({});
  for (const { run } of Object.values(workflow.jobs).flatMap(({ steps = [] }) => steps)) {
    if (run === undefined) continue;
    expect(run).not.toContain('${{');
    expect(spawnSync('bash', ['-n', '-c', run], { encoding: 'utf8' }).stderr).toBe('');
  }
});
