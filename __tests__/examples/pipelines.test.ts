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

  test('script files are executable', () => {
    for (const [name] of ATLANTIS_SCRIPTS) {
      expect(statSync(join('examples/atlantis/bin', name)).mode & 0o111).not.toBe(0);
    }
  });
});

describe.each([
  [WORKFLOW_FILE, WORKFLOW],
  [TERRAFORM_WORKFLOW_FILE, TERRAFORM_WORKFLOW],
])('%s', (_, workflow) => {
  const isWithoutTopology = workflow === TERRAFORM_WORKFLOW;
  const jobs = Object.entries(workflow.jobs);
  const allSteps = jobs.flatMap(([job, { steps }]) => steps.map((step) => ({ job, ...step })));

  test('no script contains an expression, which the author of a branch name could inject', () => {
    for (const { run = '' } of allSteps) expect(run).not.toContain('${{');
  });

  test('runs for pull requests, and for forks without the credentials of the repository', () => {
    expect(Object.keys(workflow.on)).toEqual(['pull_request']);
  });

  test('every job has only the permissions that it needs', () => {
    expect(workflow.permissions).toEqual({});
    expect(Object.fromEntries(jobs.map(([name, { permissions }]) => [name, permissions]))).toEqual({
      ...(isWithoutTopology ? {} : { synth: { contents: 'read' } }),
      // Plans the code of the pull request. It is synthesised in another job if possible.
      plan: { ...(isWithoutTopology ? { contents: 'read' } : {}), 'id-token': 'write' },
      check: { contents: 'read' },
      report: { 'pull-requests': 'write', 'security-events': 'write' },
      'plan-check': {},
    });
  });

  test('a job with write permission or credentials runs no code of the pull request', () => {
    for (const [name, { permissions = {}, steps }] of jobs) {
      if (!Object.values(permissions).includes('write')) continue;
      const checksOut = steps.some(({ uses }) => uses?.startsWith('actions/checkout'));
      expect(checksOut).toBe(isWithoutTopology && name === 'plan');
      for (const { run = '' } of steps) expect(run).not.toMatch(/\b(npm|npx|node)\b/);
    }
  });

  test('no checkout stores a token', () => {
    const checkouts = allSteps.filter(({ uses }) => uses?.startsWith('actions/checkout'));
    expect(checkouts.length).toBeGreaterThan(0);
    for (const step of checkouts) expect(step.with).toMatchObject({ 'persist-credentials': false });
  });

  test('forks get no credentials', () => {
    expect(workflow.jobs.plan?.if).toBe('github.event.pull_request.head.repo.full_name == github.repository');
  });

  test('artifacts contain only plans, and are kept for one day', () => {
    const uploads = allSteps.filter(({ uses }) => uses?.startsWith('actions/upload-artifact'));
    expect(uploads.map((step) => step.with?.name)).toEqual(
      isWithoutTopology
        ? ['plan-${{ matrix.name }}', 'review']
        : ['stacks', 'plan-${{ matrix.stack }}', 'review'],
    );
    for (const step of uploads) expect(step.with).toMatchObject({ 'retention-days': 1 });
  });

  test('every job has a timeout', () => {
    for (const [, job] of jobs) expect(job['timeout-minutes']).toBeLessThanOrEqual(30);
  });
});

describe.each([
  ['.gitlab-ci.yml', GITLAB],
  ['plan-check-terraform.yml', TERRAFORM_GITLAB],
])('examples/gitlab-ci/%s', (_, pipeline) => {
  const isWithoutTopology = pipeline === TERRAFORM_GITLAB;
  const jobs = Object.entries(pipeline).filter(([name]) => !name.startsWith('.'));
  const OF_THIS_PROJECT = '$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID';

  test('jobs with credentials or plans run only for branches of the project', () => {
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
    expect(plan?.variables?.GIT_STRATEGY).toBe(isWithoutTopology ? undefined : 'none');
    expect(plan?.script?.join('\n')).not.toMatch(/\b(npm|npx|node)\b/);
  });

  test('plans are kept for one day, for developers', () => {
    expect(pipeline.plan?.artifacts).toMatchObject({ access: 'developer', expire_in: '1 day' });
  });
});

test('the pipeline plans the stacks of the shipped topology', () => {
  expect(GITLAB.plan?.parallel?.matrix).toEqual([{ STACK: ['ecr-topology'] }]);
});

describe.each([
  ['repos.yaml', ATLANTIS, 2],
  ['repos-terraform.yaml', TERRAFORM_ATLANTIS, 1],
])('examples/atlantis/%s', (_, { repos, workflows }, hooks) => {
  test('the image contains every command of the hooks and steps', () => {
    const commands = repos.flatMap(({ pre_workflow_hooks = [], post_workflow_hooks }) =>
      [...pre_workflow_hooks, ...post_workflow_hooks].map(({ run }) => run),
    );
    expect(commands).toHaveLength(hooks);
    for (const command of commands) expect(ATLANTIS_SCRIPTS.map(([name]) => name)).toContain(command);
  });

  test('a pull request cannot replace the program that checks it', () => {
    for (const repo of repos) {
      expect(repo).toMatchObject({ allowed_overrides: [], allow_custom_workflows: false });
    }
  });

  test('every workflow of a repository is listed', () => {
    for (const { workflow } of repos) expect(Object.keys(workflows)).toEqual([workflow]);
  });
});

describe('if the repository is not this project', () => {
  const scripts = [
    ...Object.values(TERRAFORM_WORKFLOW.jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? [])),
    ...Object.values(TERRAFORM_GITLAB).flatMap(({ script = [] }) => script),
  ].join('\n');

  test('npx is not used, because it would look up the program in the npm registry', () => {
    expect(scripts).not.toMatch(/\bnpx\b/);
  });

  test('installs the program from its own lock file, not from one of the repository', () => {
    const steps = TERRAFORM_WORKFLOW.jobs.check?.steps ?? [];
    const program = steps.find((step) => step.with?.repository === 'OWNER/ecr-topology');
    expect(program?.with).toMatchObject({ ref: 'COMMIT', path: 'ecr-topology' });
    const installs = steps.filter(({ run }) => run?.startsWith('npm ci'));
    expect(installs.map((step) => step['working-directory'])).toEqual(['ecr-topology']);
    const nodes = steps.filter(({ uses }) => uses?.startsWith('actions/setup-node'));
    for (const step of nodes) {
      expect(step.with).not.toHaveProperty('cache');
      // On by default, and fails if package.json names npm and there is no lock file.
      expect(step.with).toMatchObject({ 'package-manager-cache': false });
    }
  });

  test('the check creates everything that the report posts', () => {
    for (const format of ['markdown', 'sarif', 'junit']) {
      expect(scripts).toContain(`--format ${format} --output `);
    }
  });
});
