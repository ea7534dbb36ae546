import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  GITLAB,
  githubScript,
  gitlabScript,
  TERRAFORM_GITLAB,
  TERRAFORM_WORKFLOW,
  WORKFLOW,
} from './pipelines';
import { jobFolder, runStep, SH } from './steps';

const fixture = (name: string) => resolve(`__tests__/fixtures/plans/${name}/plan.json`);
const NAME = 'replication-without-registry-policy';

/** A repository with its own Terraform: the settings of the example, no topology.yaml, no package.json. */
function repositoryWith(plans: Readonly<Record<string, string>>): string {
  const folder = jobFolder({ 'ecr-topology-plans/.keep': '' });
  copyFileSync('examples/github-actions/plan-checks.yaml', join(folder, 'plan-checks.yaml'));
  for (const [name, plan] of Object.entries(plans)) {
    const file = join(folder, 'ecr-topology-plans', `${name}.json`);
    if (existsSync(plan)) copyFileSync(plan, file);
    else writeFileSync(file, plan);
  }
  return folder;
}

/** Records the folder that Terraform is started in, and its AWS configuration. */
const TERRAFORM = `case "$2" in
plan) printf '%s' "$1" > asked; cp "$AWS_CONFIG_FILE" config; echo secret;;
show) echo '{"a":1}';;
esac`;

describe('the GitHub workflow for other Terraform', () => {
  const script = (job: string, name: string) => githubScript(job, name, TERRAFORM_WORKFLOW);
  const CHECK = script('check', 'Check all plans together');

  function check(folder: string) {
    const temp = jobFolder();
    // The previous step checks out the program.
    symlinkSync(resolve('.'), join(folder, 'ecr-topology'));
    const result = runStep(CHECK, { folder, env: { RUNNER_TEMP: temp } });
    const written = (name: string) => join(temp, 'review', name);
    return { ...result, temp, comment: written('comment.md'), sarif: written('check.sarif') };
  }

  test('plans a folder, and stores the plan outside of the checkout', () => {
    const folder = jobFolder({ 'plans/own.json': '{}', 'aws-config': '' });
    const temp = jobFolder();
    const env = { NAME: 'registry', FOLDER: 'terraform/registry', RUNNER_TEMP: temp };
    const { status, stdout } = runStep(script('plan', 'Plan'), {
      folder,
      env: { ...env, AWS_CONFIG_FILE: 'aws-config' },
      programs: { terraform: TERRAFORM },
    });
    expect([status, stdout]).toEqual([0, '']);
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe('-chdir=terraform/registry');
    expect(readFileSync(join(temp, 'plans/registry.json'), 'utf8')).toBe('{"a":1}\n');
  });

  test('passes without findings, with a comment', () => {
    const { status, stderr, comment } = check(repositoryWith({ registry: fixture('article') }));
    expect([status, stderr]).toEqual([0, '']);
    expect(readFileSync(comment, 'utf8')).toMatch(/^<!-- ecr-topology check -->\n/);
  });

  test('fails with findings, with a comment, a SARIF file and an annotation', () => {
    const plans = { source: fixture(`${NAME}/source`), destination: fixture(`${NAME}/destination`) };
    const { status, stdout, comment, sarif } = check(repositoryWith(plans));
    expect(status).toBe(1);
    expect(stdout).toContain('::error ');
    expect(readFileSync(comment, 'utf8')).toContain('replication-not-permitted');
    const { runs } = JSON.parse(readFileSync(sarif, 'utf8')) as {
      readonly runs: readonly { readonly results: readonly unknown[] }[];
    };
    // GitHub accepts only a path within the repository.
    expect(JSON.stringify(runs[0]?.results)).toContain('"uri":"ecr-topology-plans/source.json"');
  });

  test('fails for a file that is not a plan, without plans, and without plan-checks.yaml', () => {
    expect(check(repositoryWith({ registry: '{}' })).status).toBe(2);
    expect(check(repositoryWith({})).status).toBe(2);
    expect(check(jobFolder({ 'ecr-topology-plans/a.json': '{}' })).status).toBe(2);
  });

  test('does not post a comment file that the pull request contains', () => {
    const folder = repositoryWith({ registry: '{}' });
    writeFileSync(join(folder, 'comment.md'), 'PASSED');
    const { temp, comment } = check(folder);
    expect(existsSync(comment)).toBe(false);
    const env = { RUNNER_TEMP: temp, GITHUB_STEP_SUMMARY: join(temp, 'summary') };
    expect(runStep(script('check', 'Add the review to the job summary'), { folder, env }).status).toBe(0);
    expect(existsSync(env.GITHUB_STEP_SUMMARY)).toBe(false);
  });

  test.each(['report', 'plan-check'])('the job %s is the same as for this project', (job) => {
    const runs = ({ jobs }: typeof WORKFLOW) =>
      jobs[job]?.steps.map(({ run, env, uses }) => [run, env, uses]);
    expect(runs(TERRAFORM_WORKFLOW)).toEqual(runs(WORKFLOW));
  });
});

describe('the GitLab pipeline for other Terraform', () => {
  /** The result of a clone and an installation: this project. */
  const PROGRAMS = {
    git: `printf '%s\\n' "$*" >> asked; if [ "$1" = init ]; then rm -r "$3"; ln -s '${resolve('.')}' "$3"; fi`,
    npm: 'printf "npm %s\\n" "$*" >> asked',
  };
  const check = (folder: string) =>
    runStep(gitlabScript('check', TERRAFORM_GITLAB), {
      folder,
      shell: SH,
      programs: PROGRAMS,
      env: { ECR_TOPOLOGY_REPOSITORY: 'https://git.example/x.git', ECR_TOPOLOGY_COMMIT: 'abc' },
    });

  test('plans a folder with a profile for each account', () => {
    const folder = jobFolder();
    const { status, stdout, stderr } = runStep(gitlabScript('plan', TERRAFORM_GITLAB), {
      folder,
      env: {
        NAME: 'registry',
        FOLDER: 'terraform/registry',
        AWS_ID_TOKEN: 'the.id.token',
        CI_JOB_ID: '7',
        ROLES: TERRAFORM_GITLAB.plan?.variables?.ROLES ?? '',
      },
      programs: { terraform: TERRAFORM },
      shell: SH,
    });
    expect([status, stdout, stderr]).toEqual([0, '', '']);
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe('-chdir=terraform/registry');
    expect(readFileSync(join(folder, 'ecr-topology-plans/registry.json'), 'utf8')).toBe('{"a":1}\n');
    expect(readFileSync(join(folder, 'config'), 'utf8')).toContain(
      '[profile default]\nrole_arn = arn:aws:iam::111111111111:role/ecr-topology-plan\n',
    );
  });

  test('clones the program at its commit, and passes without findings', () => {
    const folder = repositoryWith({ registry: fixture('article') });
    expect(check(folder)).toMatchObject({ status: 0, stderr: '' });
    const readRequests = readFileSync(join(folder, 'asked'), 'utf8');
    expect(readRequests).toContain('fetch --quiet --depth 1 https://git.example/x.git abc\n');
    expect(readRequests).toMatch(/^npm ci --workspace command --prefix \//m);
    expect(readFileSync(join(folder, 'check.xml'), 'utf8')).toContain('<testsuite');
  });

  test('fails with findings, with a comment and a report', () => {
    const folder = repositoryWith({ registry: fixture('article-without-registry-policy') });
    expect(check(folder).status).toBe(1);
    expect(readFileSync(join(folder, 'comment.md'), 'utf8')).toContain('replication-not-permitted');
    expect(readFileSync(join(folder, 'check.xml'), 'utf8')).toContain('<failure');
  });

  test('fails without a plan', () => {
    const folder = repositoryWith({});
    mkdirSync(join(folder, 'plans'));
    expect(check(folder).status).toBe(2);
  });

  test.each(['comment', 'not-checked'])('the job %s is the same as for this project', (job) => {
    expect(TERRAFORM_GITLAB[job]).toEqual(GITLAB[job]);
  });
});
