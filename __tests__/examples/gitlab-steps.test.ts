import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitlabScript, gitlabVariables, pipelineWith, type Pipeline } from './gitlab';
import { GITLAB, TERRAFORM_GITLAB } from './pipelines';
import { INSTALLS_OWN_PROGRAM, jobFolder, runStep, SH } from './steps';

const fixture = (name: string) => `__tests__/fixtures/plans/${name}/plan.json`;
const SEPARATE = 'replication-without-registry-policy';

const JOB_URL = 'https://gitlab.com/acme/images/-/jobs/7';

/** The folder of the job `check`: the repository, the stacks of `synth`, and the plans. */
function folderWith(
  plans: Readonly<Record<string, string>>,
  {
    stacks = [],
    files = {},
  }: { readonly stacks?: readonly string[]; readonly files?: Readonly<Record<string, string>> },
): string {
  const folder = jobFolder({ 'ecr-topology-plans/.keep': '', ...files });
  for (const stack of stacks) mkdirSync(join(folder, 'cdktf.out/stacks', stack), { recursive: true });
  for (const [name, plan] of Object.entries(plans)) {
    copyFileSync(fixture(plan), join(folder, 'ecr-topology-plans', `${name}.json`));
  }
  return folder;
}

const runJob = (
  job: string,
  pipeline: Pipeline,
  folder: string,
  env: Readonly<Record<string, string>> = {},
) =>
  runStep(gitlabScript(job, pipeline), {
    folder,
    shell: SH,
    programs: INSTALLS_OWN_PROGRAM,
    env: { ...gitlabVariables(job, pipeline), CI_JOB_URL: JOB_URL, ...env },
  });

describe('the job plan', () => {
  const TERRAFORM = `case "$2" in
plan) printf '%s' "$1" > folder; cp "$AWS_CONFIG_FILE" config; echo secret; [ ! -e fails ];;
show) echo '{"a":1}';;
esac`;

  function plan(pipeline: Pipeline, PLAN: string, folder = jobFolder()) {
    const result = runStep(gitlabScript('plan', pipeline), {
      folder,
      shell: SH,
      programs: { terraform: TERRAFORM },
      env: { ...gitlabVariables('plan', pipeline), PLAN, AWS_ID_TOKEN: 'the.id.token', CI_JOB_ID: '7' },
    });
    return { ...result, read: (name: string) => readFileSync(join(folder, name), 'utf8'), folder };
  }

  test('plans each stack with a profile for each account, and keeps the output out of the log', () => {
    const [{ PLAN: [stack = ''] } = { PLAN: [] }] = GITLAB['ecr-topology:plan']?.parallel?.matrix ?? [];
    const { status, stdout, stderr, read } = plan(GITLAB, stack);
    expect([status, stdout, stderr]).toEqual([0, '', '']);
    expect(read('folder')).toBe('-chdir=cdktf.out/stacks/ecr-topology');
    expect(read('ecr-topology-plans/ecr-topology.json')).toBe('{"a":1}\n');
    const config = read('config');
    const [tokenFile = ''] = /(?<=web_identity_token_file = ).*/.exec(config) ?? [];
    expect(config).toBe(
      `[profile develop]
role_arn = arn:aws:iam::111111111111:role/ecr-topology-plan
role_session_name = plan-7
web_identity_token_file = ${tokenFile}
[profile management]
role_arn = arn:aws:iam::999999999999:role/ecr-topology-plan
role_session_name = plan-7
web_identity_token_file = ${tokenFile}
`,
    );
    expect(readFileSync(tokenFile, 'utf8')).toBe('the.id.token');
  });

  test('plans the folders of other Terraform', () => {
    const [{ PLAN: plans } = { PLAN: [] }] = TERRAFORM_GITLAB['ecr-topology:plan']?.parallel?.matrix ?? [];
    const planned = plans.map((each) => plan(TERRAFORM_GITLAB, each));
    expect(planned.map(({ status, read }) => [status, read('folder')])).toEqual([
      [0, '-chdir=terraform/registry'],
      [0, '-chdir=terraform/services'],
    ]);
    expect(planned[0]?.read('ecr-topology-plans/registry.json')).toBe('{"a":1}\n');
    expect(planned[0]?.read('config')).toContain('[profile default]\n');
  });

  test('prints the reason if a plan fails, and stores no plan', () => {
    const { status, stdout, folder } = plan(GITLAB, 'ecr-topology', jobFolder({ fails: '' }));
    expect([status, stdout]).toEqual([1, 'secret\n']);
    expect(existsSync(join(folder, 'ecr-topology-plans'))).toBe(false);
  });
});

describe('the job check', () => {
  const files = { 'topology.yaml': readFileSync('topology.yaml', 'utf8') };
  const stacks = ['ecr-topology'];

  test('passes without findings', () => {
    const folder = folderWith({ 'ecr-topology': 'article' }, { stacks, files });
    expect(runJob('check', GITLAB, folder)).toMatchObject({ status: 0, stderr: '' });
    expect(readFileSync(join(folder, 'check.xml'), 'utf8')).toContain('<testsuite');
  });

  test('fails with findings, with a comment and a report', () => {
    const folder = folderWith({ 'ecr-topology': 'article-without-registry-policy' }, { stacks, files });
    const { status, stdout } = runJob('check', GITLAB, folder);
    expect(status).toBe(1);
    expect(stdout).toContain('replication-not-permitted');
    expect(readFileSync(join(folder, 'comment.md'), 'utf8')).toContain('replication-not-permitted');
    expect(readFileSync(join(folder, 'check.xml'), 'utf8')).toContain('<failure');
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('replication-not-permitted');
    expect(readFileSync(join(folder, 'report-url'), 'utf8')).toBe(`${JOB_URL}/artifacts/file/report.html\n`);
  });

  test('fails only for findings of the severity in fail-on', () => {
    const pipeline = pipelineWith({ plans: stacks, roles: '', 'fail-on': 'never' });
    const folder = folderWith({ 'ecr-topology': 'article-without-registry-policy' }, { stacks, files });
    expect(runJob('check', pipeline, folder).status).toBe(0);
  });

  test('fails if a stack has no plan, and keeps no result of an earlier run', () => {
    const folder = folderWith(
      { 'ecr-topology': 'article' },
      { stacks: [...stacks, 'another'], files: { ...files, 'comment.md': 'PASSED' } },
    );
    const { status, stderr } = runJob('check', GITLAB, folder);
    expect([status, stderr]).toEqual([2, "Stack 'another' has no plan. Add it to the input 'plans'.\n"]);
    expect(existsSync(join(folder, 'comment.md'))).toBe(false);
  });

  describe('of other Terraform', () => {
    const settings = { 'plan-checks.yaml': readFileSync('examples/github-actions/plan-checks.yaml', 'utf8') };

    test('checks all plans together, without a declaration', () => {
      const plans = { source: `${SEPARATE}/source`, destination: `${SEPARATE}/destination` };
      const folder = folderWith(plans, { files: { ...settings, 'topology.yaml': 'not a declaration' } });
      const { status, stdout } = runJob('check', TERRAFORM_GITLAB, folder);
      expect(status).toBe(1);
      expect(stdout).toContain('replication-not-permitted');
      expect(existsSync(join(folder, 'report.html'))).toBe(false);
    });

    test('passes without findings, and fails without plans or without plan-checks.yaml', () => {
      const plans = { registry: 'article' };
      expect(runJob('check', TERRAFORM_GITLAB, folderWith(plans, { files: settings })).status).toBe(0);
      expect(runJob('check', TERRAFORM_GITLAB, folderWith({}, { files: settings })).status).toBe(2);
      expect(runJob('check', TERRAFORM_GITLAB, folderWith(plans, {})).status).toBe(2);
    });
  });
});

test.each([
  [{}, ['/project/comment.md']],
  [{ 'report-url': '' }, ['/project/comment.md']],
  [
    { 'report-url': `${JOB_URL}/artifacts/file/report.html\n` },
    ['/project/comment.md', '--report-url', `${JOB_URL}/artifacts/file/report.html`],
  ],
])('the job comment links to the page that the job check wrote: %j', (files, args) => {
  const project = jobFolder(files);
  const { status, stdout } = runStep(gitlabScript('comment', GITLAB), {
    folder: jobFolder(),
    shell: SH,
    programs: { npx: `printf '%s\\n' "$@"` },
    env: { ...gitlabVariables('comment', GITLAB), CI_PROJECT_DIR: project },
  });
  expect([status, stdout.replaceAll(project, '/project').trim().split('\n').slice(2)]).toEqual([
    0,
    ['comment', 'gitlab', ...args],
  ]);
});

test('prints instructions for a fork, and fails', () => {
  const { status, stderr } = runJob('not-checked', GITLAB, jobFolder());
  expect(status).toBe(1);
  expect(stderr).toContain('A fork gets no credentials');
});
