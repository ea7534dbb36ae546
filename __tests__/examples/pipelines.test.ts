import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ATLANTIS, ATLANTIS_SCRIPTS, GITLAB, readYaml, SCRIPTS, WORKFLOW, type Workflow } from './pipelines';

const JOBS = Object.entries(WORKFLOW.jobs);
const STEPS = JOBS.flatMap(([job, { steps }]) => steps.map((step) => ({ job, ...step })));

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

describe('the GitHub workflow', () => {
  test('every action is pinned by the digest of a commit, with its version beside', () => {
    const uses = [...readFileSync('examples/github-actions/plan-check.yml', 'utf8').matchAll(/uses: (.*)/g)];
    expect(uses).toHaveLength(STEPS.filter((step) => step.uses !== undefined).length);
    for (const [, action] of uses) expect(action).toMatch(/^[\w/-]+@[0-9a-f]{40} # v[0-9.]+$/);
  });

  test('an action that this project uses itself has the same digest here', () => {
    const own = actionsOf(readYaml('.github/workflows/check.yml') as Workflow);
    for (const [name, digest] of actionsOf(WORKFLOW)) expect(own.get(name) ?? digest).toBe(digest);
  });

  test('no script holds an expression, which whoever names a branch could write', () => {
    for (const { run = '' } of STEPS) expect(run).not.toContain('${{');
  });

  test('it runs for pull requests, without the credentials of the repository for forks', () => {
    expect(Object.keys(WORKFLOW.on)).toEqual(['pull_request']);
  });

  test('every job has the permissions it needs, and no job more', () => {
    expect(WORKFLOW.permissions).toEqual({});
    expect(Object.fromEntries(JOBS.map(([name, { permissions }]) => [name, permissions]))).toEqual({
      synth: { contents: 'read' },
      plan: { 'id-token': 'write' },
      check: { contents: 'read' },
      report: { 'pull-requests': 'write', 'security-events': 'write' },
      'plan-check': {},
    });
  });

  test('a job that may write, or has credentials, runs nothing of the pull request', () => {
    for (const [, { permissions = {}, steps }] of JOBS) {
      if (!Object.values(permissions).includes('write')) continue;
      expect(steps.map(({ uses = '' }) => uses.split('@')[0])).not.toContain('actions/checkout');
      for (const { run = '' } of steps) expect(run).not.toMatch(/\b(npm|npx|node)\b/);
    }
  });

  test('no checkout leaves a token behind', () => {
    const checkouts = STEPS.filter(({ uses }) => uses?.startsWith('actions/checkout'));
    expect(checkouts.length).toBeGreaterThan(0);
    for (const step of checkouts) expect(step.with).toMatchObject({ 'persist-credentials': false });
  });

  test('forks get no credentials', () => {
    expect(WORKFLOW.jobs.plan?.if).toBe('github.event.pull_request.head.repo.full_name == github.repository');
  });

  test('what is kept holds plans, and is kept for a day', () => {
    const uploads = STEPS.filter(({ uses }) => uses?.startsWith('actions/upload-artifact'));
    expect(uploads.map((step) => step.with?.name)).toEqual(['stacks', 'plan-${{ matrix.stack }}', 'review']);
    for (const step of uploads) expect(step.with).toMatchObject({ 'retention-days': 1 });
  });

  test('no job hangs for hours', () => {
    for (const [, job] of JOBS) expect(job['timeout-minutes']).toBeLessThanOrEqual(30);
  });
});

function actionsOf({ jobs }: Workflow): ReadonlyMap<string, string> {
  const used = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
  return new Map(used.map((action) => [action.split('@')[0] ?? '', action.split('@')[1] ?? '']));
}

describe('the GitLab pipeline', () => {
  const jobs = Object.entries(GITLAB).filter(([name]) => !name.startsWith('.'));
  const OF_THIS_PROJECT = '$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID';

  test('what uses credentials or plans runs for branches of the project only', () => {
    for (const [name, { extends: template, rules = GITLAB[template ?? '']?.rules }] of jobs) {
      if (['synth', 'not-checked'].includes(name)) continue;
      expect(rules).toEqual([
        expect.objectContaining({ if: expect.stringContaining(OF_THIS_PROJECT) as string }),
      ]);
    }
  });

  test('one job has a token for AWS, and it runs nothing of the repository', () => {
    const [[, plan] = [], ...others] = jobs.filter(([, job]) => job.id_tokens !== undefined);
    expect(others).toEqual([]);
    expect(plan?.variables).toMatchObject({ GIT_STRATEGY: 'none' });
    expect(plan?.script?.join('\n')).not.toMatch(/\b(npm|npx|node)\b/);
  });

  test('plans are kept for a day, for developers', () => {
    expect(GITLAB.plan?.artifacts).toMatchObject({ access: 'developer', expire_in: '1 day' });
  });

  test('the shipped topology has the stacks that are planned', () => {
    expect(GITLAB.plan?.parallel?.matrix).toEqual([{ STACK: ['ecr-topology'] }]);
  });
});

describe('the configuration of Atlantis', () => {
  test('every command of the hooks and steps is in the image', () => {
    const commands = ATLANTIS.repos.flatMap(({ pre_workflow_hooks, post_workflow_hooks }) =>
      [...pre_workflow_hooks, ...post_workflow_hooks].map(({ run }) => run),
    );
    expect(commands).toHaveLength(2);
    for (const command of commands) expect(ATLANTIS_SCRIPTS.map(([name]) => name)).toContain(command);
  });

  test('a pull request cannot replace what it is checked by', () => {
    for (const repo of ATLANTIS.repos) {
      expect(repo).toMatchObject({ allowed_overrides: [], allow_custom_workflows: false });
    }
  });
});
