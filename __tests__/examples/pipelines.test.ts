import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import {
  ATLANTIS,
  ATLANTIS_SCRIPTS,
  GITLAB,
  SCRIPTS,
  TERRAFORM_ATLANTIS,
  TERRAFORM_GITLAB,
  TERRAFORM_WORKFLOW,
  TERRAFORM_WORKFLOW_FILE,
  WORKFLOW,
  WORKFLOW_FILE,
} from './pipelines';

describe('every script', () => {
  test.each(SCRIPTS)('%s is a shell script', (_, script) => {
    const { status, stderr } = spawnSync('bash', ['-n', '-c', script], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  test('those that are files can be run', () => {
    for (const [name] of ATLANTIS_SCRIPTS) {
      expect(statSync(join('examples/atlantis/bin', name)).mode & 0o111).not.toBe(0);
    }
  });
});

describe.each([
  [WORKFLOW_FILE, WORKFLOW],
  [TERRAFORM_WORKFLOW_FILE, TERRAFORM_WORKFLOW],
])('%s', (_, workflow) => {
  const isPlain = workflow === TERRAFORM_WORKFLOW;
  const jobs = Object.entries(workflow.jobs);
  const allSteps = jobs.flatMap(([job, { steps }]) => steps.map((step) => ({ job, ...step })));

  test('no script holds an expression, which whoever names a branch could write', () => {
    for (const { run = '' } of allSteps) expect(run).not.toContain('${{');
  });

  test('it runs for pull requests, without the credentials of the repository for forks', () => {
    expect(Object.keys(workflow.on)).toEqual(['pull_request']);
  });

  test('every job has the permissions it needs, and no job more', () => {
    expect(workflow.permissions).toEqual({});
    expect(Object.fromEntries(jobs.map(([name, { permissions }]) => [name, permissions]))).toEqual({
      ...(isPlain ? {} : { synth: { contents: 'read' } }),
      // What it plans is the code of the pull request, which is synthesised elsewhere where it can be.
      plan: { ...(isPlain ? { contents: 'read' } : {}), 'id-token': 'write' },
      check: { contents: 'read' },
      report: { 'pull-requests': 'write', 'security-events': 'write' },
      'plan-check': {},
    });
  });

  test('a job that may write, or has credentials, runs nothing of the pull request', () => {
    for (const [name, { permissions = {}, steps }] of jobs) {
      if (!Object.values(permissions).includes('write')) continue;
      const checksOut = steps.some(({ uses }) => uses?.startsWith('actions/checkout'));
      expect(checksOut).toBe(isPlain && name === 'plan');
      for (const { run = '' } of steps) expect(run).not.toMatch(/\b(npm|npx|node)\b/);
    }
  });

  test('no checkout leaves a token behind', () => {
    const checkouts = allSteps.filter(({ uses }) => uses?.startsWith('actions/checkout'));
    expect(checkouts.length).toBeGreaterThan(0);
    for (const step of checkouts) expect(step.with).toMatchObject({ 'persist-credentials': false });
  });

  test('forks get no credentials', () => {
    expect(workflow.jobs.plan?.if).toBe('github.event.pull_request.head.repo.full_name == github.repository');
  });

  test('what is kept holds plans, and is kept for a day', () => {
    const uploads = allSteps.filter(({ uses }) => uses?.startsWith('actions/upload-artifact'));
    expect(uploads.map((step) => step.with?.name)).toEqual(
      isPlain ? ['plan-${{ matrix.name }}', 'review'] : ['stacks', 'plan-${{ matrix.stack }}', 'review'],
    );
    for (const step of uploads) expect(step.with).toMatchObject({ 'retention-days': 1 });
  });

  test('no job hangs for hours', () => {
    for (const [, job] of jobs) expect(job['timeout-minutes']).toBeLessThanOrEqual(30);
  });
});

describe.each([
  ['.gitlab-ci.yml', GITLAB],
  ['plan-check-terraform.yml', TERRAFORM_GITLAB],
])('examples/gitlab-ci/%s', (_, pipeline) => {
  const isPlain = pipeline === TERRAFORM_GITLAB;
  const jobs = Object.entries(pipeline).filter(([name]) => !name.startsWith('.'));
  const OF_THIS_PROJECT = '$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID';

  test('what uses credentials or plans runs for branches of the project only', () => {
    for (const [name, { extends: template, rules = pipeline[template ?? '']?.rules }] of jobs) {
      if (['synth', 'not-checked'].includes(name)) continue;
      expect(rules).toEqual([
        expect.objectContaining({ if: expect.stringContaining(OF_THIS_PROJECT) as string }),
      ]);
    }
  });

  test('one job has a token for AWS, and it runs no program of the repository', () => {
    const [[, plan] = [], ...others] = jobs.filter(([, job]) => job.id_tokens !== undefined);
    expect(others).toEqual([]);
    expect(plan?.variables?.GIT_STRATEGY).toBe(isPlain ? undefined : 'none');
    expect(plan?.script?.join('\n')).not.toMatch(/\b(npm|npx|node)\b/);
  });

  test('plans are kept for a day, for developers', () => {
    expect(pipeline.plan?.artifacts).toMatchObject({ access: 'developer', expire_in: '1 day' });
  });
});

test('the shipped topology has the stacks that are planned', () => {
  expect(GITLAB.plan?.parallel?.matrix).toEqual([{ STACK: ['ecr-topology'] }]);
});

describe.each([
  ['repos.yaml', ATLANTIS, 2],
  ['repos-terraform.yaml', TERRAFORM_ATLANTIS, 1],
])('examples/atlantis/%s', (_, { repos, workflows }, hooks) => {
  test('every command of the hooks and steps is in the image', () => {
    const commands = repos.flatMap(({ pre_workflow_hooks = [], post_workflow_hooks }) =>
      [...pre_workflow_hooks, ...post_workflow_hooks].map(({ run }) => run),
    );
    expect(commands).toHaveLength(hooks);
    for (const command of commands) expect(ATLANTIS_SCRIPTS.map(([name]) => name)).toContain(command);
  });

  test('a pull request cannot replace what it is checked by', () => {
    for (const repo of repos) {
      expect(repo).toMatchObject({ allowed_overrides: [], allow_custom_workflows: false });
    }
  });

  test('every workflow that a repository has is there', () => {
    for (const { workflow } of repos) expect(Object.keys(workflows)).toEqual([workflow]);
  });
});

describe('where the repository is not this project', () => {
  const scripts = [
    ...Object.values(TERRAFORM_WORKFLOW.jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? [])),
    ...Object.values(TERRAFORM_GITLAB).flatMap(({ script = [] }) => script),
  ].join('\n');

  test('npx, which would ask the npm registry for a program of this name, is not used', () => {
    expect(scripts).not.toMatch(/\bnpx\b/);
  });

  test('the program is installed from its own lock file, not from one of the repository', () => {
    const steps = TERRAFORM_WORKFLOW.jobs.check?.steps ?? [];
    const program = steps.find((step) => step.with?.repository === 'OWNER/ecr-topology');
    expect(program?.with).toMatchObject({ ref: 'COMMIT', path: 'ecr-topology' });
    const installs = steps.filter(({ run }) => run?.startsWith('npm ci'));
    expect(installs.map((step) => step['working-directory'])).toEqual(['ecr-topology']);
    const nodes = steps.filter(({ uses }) => uses?.startsWith('actions/setup-node'));
    for (const step of nodes) {
      expect(step.with).not.toHaveProperty('cache');
      // It is on by default, and fails where package.json names npm and there is no lock file.
      expect(step.with).toMatchObject({ 'package-manager-cache': false });
    }
  });

  test('everything that the report sends is made by the check', () => {
    for (const format of ['markdown', 'sarif', 'junit']) {
      expect(scripts).toContain(`--format ${format} --output `);
    }
  });
});
