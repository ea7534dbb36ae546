import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { needsOf, readAction, readWorkflow, readYaml, type Job, type Step } from './github/workflow';
import { gitlabScript, readTemplate } from './gitlab';
import {
  ACTION_FILES,
  ATLANTIS,
  ATLANTIS_SCRIPTS,
  EXAMPLE_FILES,
  GITHUB_SCRIPTS,
  GITLAB,
  GITLAB_FILES,
  REUSABLE_FILES,
  SHELL_SCRIPTS,
  TERRAFORM_ATLANTIS,
  TERRAFORM_GITLAB,
} from './pipelines';

const PLAN_CHECK = readWorkflow('.github/workflows/plan-check.yml');
const OWN_REPOSITORY = 'github.event.pull_request.head.repo.full_name == github.repository';

const stepsOf = (jobs: Readonly<Record<string, Job>>) =>
  Object.values(jobs).flatMap(({ steps = [] }) => steps);
const isCheckout = ({ uses = '' }: Step) => uses.startsWith('actions/checkout');
/** The checkout of the release that a reusable workflow belongs to, not of the pull request. */
const isOwnCheckout = (step: Step) =>
  step.with?.repository === '${{ job.workflow_repository }}' && step.with.ref === '${{ job.workflow_sha }}';

test('an example has at most 60 lines', () => {
  const folders = ['github-actions', 'gitlab-ci', 'atlantis', 'atlantis/bin'].map((name) =>
    join('examples', name),
  );
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .map((name) => join(folder, name))
      .filter((file) => statSync(file).isFile() && !file.endsWith('.md')),
  );
  expect(files.length).toBeGreaterThan(10);
  const lengths = files.map((file) => [file, readFileSync(file, 'utf8').split('\n').length - 1] as const);
  expect(lengths.filter(([, length]) => length > 60)).toEqual([]);
});

describe('every script', () => {
  test.each([...GITHUB_SCRIPTS, ...SHELL_SCRIPTS])('%s is a shell script', (_, script) => {
    const { status, stderr } = spawnSync('bash', ['-n', '-c', script], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  test.each(GITHUB_SCRIPTS)(
    '%s contains no expression, which the author of a branch name could inject',
    (_, script) => {
      expect(script).not.toContain('${{');
    },
  );

  test('script files are executable', () => {
    for (const [name] of ATLANTIS_SCRIPTS) {
      expect(statSync(join('examples/atlantis/bin', name)).mode & 0o111).not.toBe(0);
    }
  });
});

describe.each([...EXAMPLE_FILES, ...REUSABLE_FILES])('%s', (file) => {
  const workflow = readWorkflow(file);

  test('has no permissions, unless a job requests them', () => {
    expect(workflow.permissions).toEqual({});
    for (const job of Object.values(workflow.jobs)) expect(job).toHaveProperty('permissions');
  });

  test('no checkout stores a token', () => {
    for (const step of stepsOf(workflow.jobs).filter(isCheckout)) {
      expect(step.with).toMatchObject({ 'persist-credentials': false });
    }
  });

  test('artifacts are kept for one day', () => {
    const uploads = stepsOf(workflow.jobs).filter(({ uses }) => uses?.startsWith('actions/upload-artifact'));
    for (const step of uploads) expect(step.with).toMatchObject({ 'retention-days': 1 });
  });

  test('every job has a timeout', () => {
    for (const job of Object.values(workflow.jobs)) {
      if (job.uses === undefined) expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
    }
  });
});

describe('the plan check on GitHub', () => {
  const jobs = Object.entries(PLAN_CHECK.jobs);

  test.each(['plan-check', 'plan-check-terraform'])(
    '%s.yml runs for pull requests, and not for forks with credentials',
    (name) => {
      const { on } = readWorkflow(`examples/github-actions/${name}.yml`);
      expect(Object.keys(on)).toEqual(['pull_request']);
    },
  );

  test('every job has only the permissions that it needs', () => {
    expect(Object.fromEntries(jobs.map(([name, { permissions }]) => [name, permissions]))).toEqual({
      stacks: { contents: 'read' },
      // Checks out the pull request only for Terraform without topology.yaml.
      plan: { contents: 'read', 'id-token': 'write' },
      check: { contents: 'read' },
      report: { 'pull-requests': 'write', 'security-events': 'write' },
      passed: {},
    });
  });

  test('a job with write permission or credentials runs no code of the pull request', () => {
    for (const [, { permissions = {}, steps = [] }] of jobs) {
      if (!Object.values(permissions).includes('write')) continue;
      for (const step of steps.filter(isCheckout)) {
        if (!isOwnCheckout(step)) expect(step.if).toBe("inputs.folders != ''");
      }
      for (const { run = '' } of steps) expect(run).not.toMatch(/\b(eval|npm|node)\b/);
    }
  });

  test('the job that comments runs npx in an empty workspace', () => {
    const { steps = [] } = PLAN_CHECK.jobs.report ?? {};
    expect(steps.filter(({ run = '' }) => run.includes('npx'))).toHaveLength(1);
    expect(steps.filter(isCheckout)).toEqual([]);
    const [download] = steps.filter(({ uses }) => uses?.startsWith('actions/download-artifact'));
    expect(download?.with?.path).toBe('${{ runner.temp }}/review');
  });

  test('forks get no credentials', () => {
    for (const name of ['plan', 'check', 'report']) {
      expect(PLAN_CHECK.jobs[name]?.if).toContain(OWN_REPOSITORY);
    }
  });

  test('the required job waits for every job that can fail the check', () => {
    expect(needsOf(PLAN_CHECK.jobs.passed!)).toEqual(['stacks', 'plan', 'check']);
    expect(PLAN_CHECK.jobs.passed?.if).toBe('always()');
  });
});

test('actions and workflows describe every input and output', () => {
  const described = [
    ...ACTION_FILES.map(readAction).flatMap(({ inputs, outputs = {} }) => [
      ...Object.values(inputs),
      ...Object.values(outputs),
    ]),
    ...REUSABLE_FILES.map((file) => readWorkflow(file).on.workflow_call).flatMap((call) =>
      Object.values(call?.inputs ?? {}),
    ),
    ...Object.values(readTemplate().inputs),
  ];
  for (const { description } of described) expect(description).toMatch(/\.$/);
});

describe.each([
  ['.gitlab-ci.yml', GITLAB],
  ['plan-check-terraform.yml', TERRAFORM_GITLAB],
])('examples/gitlab-ci/%s', (_, pipeline) => {
  const isWithoutTopology = pipeline === TERRAFORM_GITLAB;
  const jobs = Object.entries(pipeline).filter(([name]) => !name.startsWith('.'));
  const OF_THIS_PROJECT = '$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID';

  test('all jobs run only for merge requests', () => {
    for (const [, { extends: template = '', rules = pipeline[template]?.rules ?? [] }] of jobs) {
      expect(rules.length).toBeGreaterThan(0);
      for (const rule of rules) expect(rule.if).toContain('$CI_PIPELINE_SOURCE == "merge_request_event"');
    }
  });

  test('jobs with credentials or plans run only for branches of the project', () => {
    for (const [name, { extends: template = '', rules = pipeline[template]?.rules ?? [] }] of jobs) {
      if (/:(synth|not-checked)$/.test(name)) continue;
      for (const rule of rules) expect(rule.if).toContain(OF_THIS_PROJECT);
    }
  });

  test('one job has a token for AWS, and it runs no program of the repository', () => {
    const [[, plan] = [], ...others] = jobs.filter(([, job]) => job.id_tokens !== undefined);
    expect(others).toEqual([]);
    const [withTopology] = plan?.rules ?? [];
    expect(withTopology?.if).toContain(`"${isWithoutTopology ? '' : 'topology.yaml'}" != ""`);
    expect(withTopology?.variables).toEqual({ GIT_STRATEGY: 'empty' });
    expect(plan?.script?.join('\n')).not.toMatch(/\b(npm|npx|node)\b/);
  });

  test('the job that comments does not run in a folder of the merge request', () => {
    expect(pipeline['ecr-topology:comment']?.variables).toMatchObject({ GIT_STRATEGY: 'empty' });
    expect(gitlabScript('comment', pipeline)).toMatch(/^cd "\$\(mktemp -d\)"\n/);
  });

  test('plans are kept for one day, for developers', () => {
    expect(pipeline['ecr-topology:plan']?.artifacts).toMatchObject({
      access: 'developer',
      expire_in: '1 day',
    });
  });
});

test('the pipeline plans the stacks of the shipped topology', () => {
  expect(GITLAB['ecr-topology:plan']?.parallel?.matrix).toEqual([{ PLAN: ['ecr-topology'] }]);
});

test('the GitLab examples include the template', () => {
  for (const file of GITLAB_FILES) {
    const { include } = readYaml(file) as { readonly include: readonly { readonly remote: string }[] };
    expect(include.map(({ remote }) => remote)).toEqual([
      expect.stringMatching(
        /^https:\/\/raw\.githubusercontent\.com\/OWNER\/ecr-topology\/v[\d.]+\/gitlab\/plan-check\.yml$/,
      ),
    ]);
  }
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
