import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { readYaml } from './github/workflow';
import { ATLANTIS, ATLANTIS_SCRIPTS, atlantisRuns, TERRAFORM_ATLANTIS } from './pipelines';
import { jobFolder, runStep, SH } from './steps';

const PROGRAMS = Object.fromEntries(
  ATLANTIS_SCRIPTS.map(([name, script]) => [name, script.replace(/^#!.*\n/, '')]),
);
const [SHOW = '', KEEP = '', CHECK = ''] = atlantisRuns(ATLANTIS);
const [, KEEP_PLAIN = '', CHECK_PLAIN = ''] = atlantisRuns(TERRAFORM_ATLANTIS);

/** The environment that Atlantis passes to steps and hooks. */
function atlantisFolders() {
  const folder = jobFolder();
  const plans = join(folder, 'kept');
  copyFileSync('topology.yaml', join(folder, 'topology.yaml'));
  return {
    folder,
    planFolder: join(plans, 'acme-images-3'),
    job: {
      folder,
      shell: SH,
      programs: { ...PROGRAMS, git: `echo '${folder}'` },
      env: {
        DIR: folder,
        ECR_TOPOLOGY_PROJECT: resolve('.'),
        ECR_TOPOLOGY_PLANS: plans,
        BASE_REPO_OWNER: 'acme',
        BASE_REPO_NAME: 'images',
        PULL_NUM: '3',
        HEAD_COMMIT: 'abc',
        REPO_REL_DIR: 'cdktf.out/stacks/ecr-topology',
        SHOWFILE: join(folder, 'show.json'),
        PLANFILE: join(folder, 'plan.bin'),
      },
    },
  };
}

const showFile = (fixture: string) => `__tests__/fixtures/plans/${fixture}/plan.json`;

test('the program of the image writes the stacks to the folder that atlantis.yaml names', () => {
  const { folder, job } = atlantisFolders();
  expect(runStep('ecr-topology-synth', job)).toMatchObject({ status: 0, stderr: '' });
  const { projects } = readYaml('examples/atlantis/atlantis.yaml') as {
    projects: readonly { dir: string }[];
  };
  for (const { dir } of projects) expect(readdirSync(join(folder, dir))).toContain('cdk.tf.json');
});

test('rejects a topology.yaml that is a symbolic link', () => {
  const { job } = atlantisFolders();
  const folder = jobFolder();
  symlinkSync('/etc/hostname', join(folder, 'topology.yaml'));
  const { status, stderr } = runStep('ecr-topology-synth', {
    ...job,
    folder,
    env: { ...job.env, DIR: folder },
  });
  expect([status, stderr]).toEqual([
    2,
    'topology.yaml is a symbolic link, which could point to any file on this server. Replace it with a regular file.\n',
  ]);
});

test('writes the plan as JSON that only the server can read', () => {
  const { job } = atlantisFolders();
  const programs = { ...job.programs, terraform: `echo '{"a":1}'` };
  expect(runStep(SHOW, { ...job, programs }).status).toBe(0);
  expect(readFileSync(job.env.SHOWFILE, 'utf8')).toBe('{"a":1}\n');
  expect(statSync(job.env.SHOWFILE).mode & 0o077).toBe(0);
});

test.each([
  ['article', 0],
  ['article-without-registry-policy', 1],
])('exits with the code for the plan %s: %d', (fixture, status) => {
  const { job } = atlantisFolders();
  copyFileSync(showFile(fixture), job.env.SHOWFILE);
  expect(runStep(CHECK, job).status).toBe(status);
});

describe('all plans together', () => {
  function planned(fixture: string, ...stacks: readonly string[]) {
    const { folder, planFolder, job } = atlantisFolders();
    for (const stack of stacks) mkdirSync(join(folder, 'cdktf.out/stacks', stack), { recursive: true });
    copyFileSync(showFile(fixture), job.env.SHOWFILE);
    expect(runStep(KEEP, job).status).toBe(0);
    const run = (env: Readonly<Record<string, string>> = {}) =>
      runStep('ecr-topology-check-all', { ...job, env: { ...job.env, ...env } });
    return { planFolder, run };
  }

  test('are stored where only the server can read them', () => {
    const { planFolder } = planned('article', 'ecr-topology');
    expect(readdirSync(join(planFolder, 'abc'))).toEqual(['ecr-topology.json']);
    expect(statSync(join(planFolder, 'abc')).mode & 0o077).toBe(0);
    expect(statSync(join(planFolder, 'abc/ecr-topology.json')).mode & 0o077).toBe(0);
  });

  test('pass without findings, and plans of older commits are deleted', () => {
    const { planFolder, run } = planned('article', 'ecr-topology');
    mkdirSync(join(planFolder, 'older'));
    writeFileSync(join(planFolder, 'older/ecr-topology.json'), '{}');
    expect(run()).toMatchObject({ status: 0, stderr: '' });
    expect(readdirSync(planFolder)).toEqual(['abc']);
  });

  test('fail with findings', () => {
    const { run } = planned('article-without-registry-policy', 'ecr-topology');
    const { status, stdout } = run();
    expect(status).toBe(1);
    expect(stdout).toContain('replication-not-permitted');
  });

  test('write a page if its folder is set, also with findings', () => {
    const { run } = planned('article-without-registry-policy', 'ecr-topology');
    const reports = jobFolder();
    const env = { ECR_TOPOLOGY_REPORTS: reports, ECR_TOPOLOGY_REPORTS_URL: 'https://reviews.example.com' };
    const { status, stdout, stderr } = run(env);
    expect([status, stderr]).toEqual([1, '']);
    const [, page = ''] = /^Report: https:\/\/reviews\.example\.com\/(.*)$/m.exec(stdout) ?? [];
    expect(readdirSync(reports)).toEqual([page]);
    expect(readFileSync(join(reports, page), 'utf8')).toContain('replication-not-permitted');
  });

  test('fail if a stack has no plan of this commit', () => {
    const { planFolder, run } = planned('article', 'ecr-topology', 'another');
    const { status, stderr } = run();
    expect([status, stderr]).toEqual([
      2,
      "Stack 'another' has no plan of this commit. Comment 'atlantis plan'.\n",
    ]);
    expect(existsSync(join(planFolder, 'abc'))).toBe(true);
  });
});

describe('Terraform without a topology.yaml', () => {
  /** A repository with the settings of the example, and nothing else. */
  function plainRepository() {
    const { folder, planFolder, job } = atlantisFolders();
    rmSync(join(folder, 'topology.yaml'));
    copyFileSync('examples/github-actions/plan-checks.yaml', join(folder, 'plan-checks.yaml'));
    const runIn = (project: string, fixture: string, script: string) => {
      copyFileSync(showFile(fixture), job.env.SHOWFILE);
      const env = { ...job.env, REPO_REL_DIR: project, WORKSPACE: 'default' };
      return runStep(script, { ...job, env });
    };
    return { planFolder, runIn, checkAll: () => runStep('ecr-topology-check-kept', job) };
  }

  test.each([
    ['article', 0],
    ['article-without-registry-policy', 1],
  ])('exits with the code for the plan %s: %d', (fixture, status) => {
    expect(plainRepository().runIn('registry', fixture, CHECK_PLAIN)).toMatchObject({ status, stderr: '' });
  });

  test('stores the plans of folders with the same base name in separate files', () => {
    const { planFolder, runIn } = plainRepository();
    for (const project of ['eu/registry', 'us/registry', '.']) runIn(project, 'article', KEEP_PLAIN);
    expect(readdirSync(join(planFolder, 'abc'))).toEqual([
      'default+..json',
      'default+eu+registry.json',
      'default+us+registry.json',
    ]);
  });

  test('all plans together have findings that a single plan does not have', () => {
    const { runIn, checkAll } = plainRepository();
    const name = 'replication-without-registry-policy';
    runIn('destination', `${name}/destination`, KEEP_PLAIN);
    expect(checkAll()).toMatchObject({ status: 0, stderr: '' });
    runIn('.', `${name}/source`, KEEP_PLAIN);
    const { status, stdout } = checkAll();
    expect(status).toBe(1);
    expect(stdout).toContain('replication-not-permitted');
  });

  test('checks nothing if no project is planned', () => {
    expect(plainRepository().checkAll()).toEqual({
      status: 0,
      stdout: 'No project was planned for this commit.\n',
      stderr: '',
    });
  });
});
