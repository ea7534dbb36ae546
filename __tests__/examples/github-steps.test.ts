import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { synth } from '../cli/command-line';
import { githubScript, WORKFLOW } from './pipelines';
import { jobFolder, runStep, testWithPrograms } from './steps';

const MARKER = WORKFLOW.jobs.report?.steps.find(({ env }) => env?.MARKER !== undefined)?.env?.MARKER ?? '';

const fixture = (name: string) => resolve(`__tests__/fixtures/plans/${name}/plan.json`);

function folderWithPlan(plan: string): string {
  const folder = jobFolder({ 'plans/.keep': '' });
  copyFileSync('topology.yaml', join(folder, 'topology.yaml'));
  if (existsSync(plan)) copyFileSync(plan, join(folder, 'plans', 'ecr-topology.json'));
  else writeFileSync(join(folder, 'plans', 'ecr-topology.json'), plan);
  return folder;
}

describe('the job synth', () => {
  testWithPrograms('jq')('lists the stacks that are synthesised, as the matrix takes them', () => {
    const folder = jobFolder();
    synth([], { env: { CDKTF_OUTDIR: join(folder, 'cdktf.out') } });
    const env = { GITHUB_OUTPUT: join(folder, 'output') };
    expect(runStep(githubScript('synth', 'List the stacks'), { folder, env }).status).toBe(0);
    expect(readFileSync(env.GITHUB_OUTPUT, 'utf8')).toBe('stacks=["ecr-topology"]\n');
    expect(readdirSync(join(folder, 'cdktf.out/stacks'))).toEqual(['ecr-topology']);
  });
});

describe('the job plan', () => {
  const STACK = 'ecr-topology';

  testWithPrograms('jq')('gets a token for AWS, keeps it to itself, and out of the log', () => {
    const folder = jobFolder();
    const { status, stdout } = runStep(githubScript('plan', 'Get an OIDC token'), {
      folder,
      env: {
        RUNNER_TEMP: folder,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'bearer-token',
        ACTIONS_ID_TOKEN_REQUEST_URL: 'https://token.example/?api-version=2.0',
      },
      programs: {
        curl: `printf '%s\\n' "$@" > '${folder}/asked'; echo '{"count":1,"value":"the.id.token"}'`,
      },
    });
    expect([status, stdout]).toEqual([0, '::add-mask::the.id.token\n']);
    expect(readFileSync(join(folder, 'token'), 'utf8')).toBe('the.id.token');
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toContain(
      'https://token.example/?api-version=2.0&audience=sts.amazonaws.com',
    );
  });

  testWithPrograms('jq')('stops where it gets no token', () => {
    const folder = jobFolder();
    const { status } = runStep(githubScript('plan', 'Get an OIDC token'), {
      folder,
      env: {
        RUNNER_TEMP: folder,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x',
        ACTIONS_ID_TOKEN_REQUEST_URL: 'https://token.example/?',
      },
      programs: { curl: 'exit 22' },
    });
    expect(status).not.toBe(0);
  });

  test('writes a profile for each profile in topology.yaml', () => {
    const folder = jobFolder();
    const env = {
      RUNNER_TEMP: folder,
      GITHUB_RUN_ID: '7',
      ROLES: WORKFLOW.jobs.plan?.env?.ROLES ?? '',
      GITHUB_ENV: join(folder, 'env'),
    };
    expect(runStep(githubScript('plan', 'Write a profile for each account'), { folder, env }).status).toBe(0);
    expect(readFileSync(join(folder, 'aws-config'), 'utf8')).toBe(
      ['develop 111111111111', 'management 999999999999']
        .map((line) => line.split(' '))
        .map(
          ([profile = '', account = '']) => `[profile ${profile}]
role_arn = arn:aws:iam::${account}:role/ecr-topology-plan
role_session_name = plan-7
web_identity_token_file = ${folder}/token
`,
        )
        .join(''),
    );
    expect(readFileSync(env.GITHUB_ENV, 'utf8')).toBe(`AWS_CONFIG_FILE=${folder}/aws-config\n`);
    for (const [, profile = ''] of readFileSync('topology.yaml', 'utf8').matchAll(/profile: (\w+)/g)) {
      expect(env.ROLES).toMatch(new RegExp(`^${profile} `, 'm'));
    }
  });

  test('stores the plan as JSON, and keeps the output of Terraform out of the log', () => {
    const folder = jobFolder();
    const { status, stdout } = runStep(githubScript('plan', 'Plan'), {
      folder,
      env: { STACK },
      programs: { terraform: 'case "$2" in plan) echo secret;; show) echo \'{"a":1}\';; esac' },
    });
    expect([status, stdout]).toEqual([0, '']);
    expect(readFileSync(join(folder, `plans/${STACK}.json`), 'utf8')).toBe('{"a":1}\n');
  });

  test('prints the reason if a plan fails, and stores no plan', () => {
    const folder = jobFolder();
    const { status, stdout } = runStep(githubScript('plan', 'Plan'), {
      folder,
      env: { STACK },
      programs: { terraform: 'case "$2" in plan) echo "Error: no credentials"; exit 1;; esac' },
    });
    expect([status, stdout]).toEqual([1, 'Error: no credentials\n']);
    expect(existsSync(join(folder, 'plans'))).toBe(false);
  });
});

describe('the job check', () => {
  const CHECK = githubScript('check', 'Check all plans together');

  test('passes without findings', () => {
    const folder = folderWithPlan(fixture('article'));
    const { status, stderr } = runStep(CHECK, { folder });
    expect([status, stderr]).toEqual([0, '']);
    expect(readFileSync(join(folder, 'comment.md'), 'utf8').startsWith(MARKER)).toBe(true);
  });

  test('fails with findings, with a comment, a SARIF file and an annotation', () => {
    const folder = folderWithPlan(fixture('article-without-registry-policy'));
    const { status, stdout } = runStep(CHECK, { folder });
    expect(status).toBe(1);
    expect(stdout).toContain('::error ');
    expect(readFileSync(join(folder, 'comment.md'), 'utf8')).toContain('replication-not-permitted');
    expect(readFileSync(join(folder, 'check.sarif'), 'utf8')).toContain('"replication-not-permitted"');
  });

  test('fails for a file that is not a plan, and for a folder without plans', () => {
    const folder = folderWithPlan('{}');
    expect(runStep(CHECK, { folder }).status).toBe(2);
    expect(existsSync(join(folder, 'comment.md'))).toBe(false);
    expect(
      runStep(CHECK, { folder: jobFolder({ 'topology.yaml': readFileSync('topology.yaml', 'utf8') }) })
        .status,
    ).toBe(2);
  });

  test('shows the comment on the page of the run if there is one', () => {
    const show = githubScript('check', 'Add the review to the job summary');
    const folder = jobFolder({ 'comment.md': 'hello\n' });
    expect(runStep(show, { folder, env: { GITHUB_STEP_SUMMARY: join(folder, 'summary') } }).status).toBe(0);
    expect(readFileSync(join(folder, 'summary'), 'utf8')).toBe('hello\n');
    expect(runStep(show, { folder: jobFolder() }).status).toBe(0);
  });
});

describe('the job report', () => {
  const COMMENT = githubScript('report', 'Create or update the comment');
  const SARIF = githubScript('report', 'Upload the findings to code scanning');
  const env = {
    GITHUB_REPOSITORY: 'acme/images',
    GITHUB_SHA: 'abc',
    GITHUB_REF: 'refs/pull/3/merge',
    NUMBER: '3',
    MARKER,
    RUN: 'https://run.example/1',
  };
  const byBot = (id: number, body: string) => ({ id, body, user: { login: 'github-actions[bot]' } });

  /** `gh` with these comments. Records its changes and the file of each. */
  function gh(folder: string, comments: readonly unknown[]) {
    writeFileSync(join(folder, 'comments.json'), JSON.stringify(comments));
    return {
      gh: `case "$2" in
--paginate) exec jq --raw-output "$5" comments.json;;
*) printf '%s\\n' "$@" > asked;;
esac`,
    };
  }

  const readRequests = (folder: string) => readFileSync(join(folder, 'asked'), 'utf8').trimEnd().split('\n');

  testWithPrograms('jq')('writes a comment where there is none of ours', () => {
    const folder = jobFolder({ 'comment.md': `${MARKER}\n` });
    const otherComments = [
      byBot(1, 'something else'),
      { id: 2, body: `${MARKER} of somebody else`, user: { login: 'mallory' } },
    ];
    expect(runStep(COMMENT, { folder, env, programs: gh(folder, otherComments) })).toMatchObject({
      status: 0,
      stderr: '',
    });
    expect(readRequests(folder)).toEqual([
      'api',
      '--silent',
      '--method',
      'POST',
      'repos/acme/images/issues/3/comments',
      '--field',
      'body=@comment.md',
    ]);
  });

  testWithPrograms('jq')('updates the one that is there', () => {
    const folder = jobFolder({ 'comment.md': `${MARKER}\n` });
    const programs = gh(folder, [byBot(1, 'else'), byBot(8, `${MARKER}\nold`), byBot(9, `${MARKER}\nolder`)]);
    expect(runStep(COMMENT, { folder, env, programs })).toMatchObject({ status: 0, stderr: '' });
    expect(readRequests(folder).slice(3, 5)).toEqual(['PATCH', 'repos/acme/images/issues/comments/8']);
  });

  testWithPrograms('jq')('says so where nothing was checked, in place of an older verdict', () => {
    const folder = jobFolder();
    expect(runStep(COMMENT, { folder, env, programs: gh(folder, [byBot(8, MARKER)]) }).status).toBe(0);
    expect(readFileSync(join(folder, 'comment.md'), 'utf8')).toBe(
      `${MARKER}\n**Not checked:** the plans of this pull request could not be created or read. [Show the run](https://run.example/1)\n`,
    );
  });

  testWithPrograms('gzip', 'base64')('sends the SARIF file as it is, for the commit that was checked', () => {
    const sarif = JSON.stringify({ version: '2.1.0', runs: [] });
    const folder = jobFolder({ 'check.sarif': sarif });
    expect(runStep(SARIF, { folder, env, programs: gh(folder, []) })).toMatchObject({
      status: 0,
      stderr: '',
    });
    expect(readRequests(folder)).toEqual(
      expect.arrayContaining(['commit_sha=abc', 'ref=refs/pull/3/merge', 'sarif=@check.sarif.gz.base64']),
    );
    const sent = readFileSync(join(folder, 'check.sarif.gz.base64'), 'utf8');
    expect(gunzipSync(Buffer.from(sent, 'base64')).toString()).toBe(sarif);
    expect(sent).not.toContain('\n');
  });

  test('posts nothing if nothing was checked', () => {
    const folder = jobFolder();
    expect(runStep(SARIF, { folder, env, programs: gh(folder, []) }).status).toBe(0);
    expect(existsSync(join(folder, 'asked'))).toBe(false);
  });
});

test.each([
  ['success', 'false', 0, ''],
  ['failure', 'false', 1, "ended with 'failure'"],
  ['cancelled', 'false', 1, "ended with 'cancelled'"],
  // A plan that failed, or declarations with errors.
  ['skipped', 'false', 1, "ended with 'skipped'"],
  ['skipped', 'true', 1, 'A fork gets no credentials'],
])('the required job, after a check that ended with %s, of a fork: %s', (RESULT, FORK, status, message) => {
  const outcome = runStep(githubScript('plan-check', 'Require a passed check'), {
    folder: jobFolder(),
    env: { RESULT, FORK },
  });
  expect(outcome.status).toBe(status);
  expect(outcome.stdout).toContain(message);
});
