import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { GITLAB, gitlabScript } from './pipelines';
import { jobFolder, runStep, SH } from './steps';

function folderOf(...stacks: readonly string[]): string {
  const folder = jobFolder();
  for (const stack of stacks) mkdirSync(join(folder, 'cdktf.out/stacks', stack), { recursive: true });
  mkdirSync(join(folder, 'plans'));
  copyFileSync('topology.yaml', join(folder, 'topology.yaml'));
  return folder;
}

const putPlan = (folder: string, name: string, fixture: string) => {
  copyFileSync(`__tests__/fixtures/plans/${fixture}/plan.json`, join(folder, 'plans', `${name}.json`));
};

const NO_NPM = (job: string) => gitlabScript(job).replace(/^npm ci.*$/m, '');

describe('the job plan', () => {
  test('plans with a profile for each account', () => {
    const folder = folderOf('ecr-topology');
    const terraform = `case "$2" in
plan) cp "$AWS_CONFIG_FILE" config; echo secret;;
show) echo '{"a":1}';;
esac`;
    const { status, stdout, stderr } = runStep(gitlabScript('plan'), {
      folder,
      env: {
        STACK: 'ecr-topology',
        AWS_ID_TOKEN: 'the.id.token',
        CI_JOB_ID: '7',
        ROLES: GITLAB.plan?.variables?.ROLES ?? '',
      },
      programs: { terraform },
      shell: SH,
    });
    expect([status, stdout, stderr]).toEqual([0, '', '']);
    expect(readFileSync(join(folder, 'plans/ecr-topology.json'), 'utf8')).toBe('{"a":1}\n');
    const config = readFileSync(join(folder, 'config'), 'utf8');
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
});

describe('the job check', () => {
  test('passes without findings', () => {
    const folder = folderOf('ecr-topology');
    putPlan(folder, 'ecr-topology', 'article');
    expect(runStep(NO_NPM('check'), { folder, shell: SH })).toMatchObject({ status: 0, stderr: '' });
    expect(readFileSync(join(folder, 'check.xml'), 'utf8')).toContain('<testsuite');
  });

  test('fails with findings, with a comment and a report', () => {
    const folder = folderOf('ecr-topology');
    putPlan(folder, 'ecr-topology', 'article-without-registry-policy');
    const { status, stdout } = runStep(NO_NPM('check'), { folder, shell: SH });
    expect(status).toBe(1);
    expect(stdout).toContain('replication-not-permitted');
    expect(readFileSync(join(folder, 'comment.md'), 'utf8')).toContain('replication-not-permitted');
    expect(readFileSync(join(folder, 'check.xml'), 'utf8')).toContain('<failure');
  });

  test('fails if a stack has no plan', () => {
    const folder = folderOf('ecr-topology', 'another');
    putPlan(folder, 'ecr-topology', 'article');
    const { status, stderr } = runStep(NO_NPM('check'), { folder, shell: SH });
    expect([status, stderr]).toEqual([
      2,
      "Stack 'another' has no plan. Add it to the matrix of the job 'plan'.\n",
    ]);
    expect(existsSync(join(folder, 'comment.md'))).toBe(false);
  });
});

test('prints instructions for a fork, and fails', () => {
  const { status, stderr } = runStep(gitlabScript('not-checked'), { folder: jobFolder(), shell: SH });
  expect(status).toBe(1);
  expect(stderr).toContain('A fork gets no credentials');
});

describe('comment.mjs', () => {
  const MARKER = '<!-- ecr-topology check -->';
  const ME = 5;
  const NOTES = '/api/v4/projects/1/merge_requests/3/notes';

  interface Note {
    readonly id: number;
    readonly body: string;
    readonly author: { readonly id: number };
  }

  const note = (id: number, body: string, author = ME): Note => ({ id, body, author: { id: author } });

  /** Runs the script against a GitLab with these pages of notes, and returns its changes. */
  async function comment(pages: readonly (readonly Note[])[], content: string | undefined, status = 200) {
    const changes: { readonly action: string; readonly body: unknown }[] = [];
    const server = createServer((request, response) => {
      void (async () => {
        const { method = '', url = '' } = request;
        const { pathname, searchParams } = new URL(url, 'http://gitlab.example');
        const page = Number(searchParams.get('page'));
        if (page > 0 && page < pages.length) response.setHeader('x-next-page', String(page + 1));
        if (method !== 'GET') changes.push({ action: `${method} ${pathname}`, body: await bodyOf(request) });
        response.statusCode = request.headers['private-token'] === 'secret' ? status : 401;
        response.end(JSON.stringify(pathname.endsWith('/user') ? { id: ME } : (pages[page - 1] ?? {})));
      })();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const folder = jobFolder();
    if (content !== undefined) writeFileSync(join(folder, 'comment.md'), content);
    const script = spawn(process.execPath, [resolve('examples/gitlab-ci/comment.mjs'), 'comment.md'], {
      cwd: folder,
      env: {
        ...process.env,
        CI_API_V4_URL: `http://127.0.0.1:${port}/api/v4`,
        CI_PROJECT_ID: '1',
        CI_MERGE_REQUEST_IID: '3',
        CI_PIPELINE_URL: 'https://pipeline.example/1',
        COMMENT_TOKEN: 'secret',
      },
    });
    let stderr = '';
    script.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    const [exitCode] = (await once(script, 'exit')) as [number];
    server.close();
    return { changes, exitCode, stderr };
  }

  async function bodyOf(request: IncomingMessage): Promise<unknown> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return JSON.parse(Buffer.concat(chunks).toString());
  }

  test('creates a comment if none exists', async () => {
    const pages = [[note(1, 'else')], [note(2, `${MARKER} of somebody else`, 6)]];
    const { changes, exitCode } = await comment(pages, `${MARKER}\nnew\n`);
    expect(exitCode).toBe(0);
    expect(changes).toEqual([{ action: `POST ${NOTES}`, body: { body: `${MARKER}\nnew\n` } }]);
  });

  test('updates the existing comment, on any page', async () => {
    const { changes } = await comment([[note(1, 'else')], [note(8, `${MARKER}\nold`)]], `${MARKER}\nnew\n`);
    expect(changes.map(({ action }) => action)).toEqual([`PUT ${NOTES}/8`]);
  });

  test('reports that nothing was checked', async () => {
    const { changes } = await comment([[]], undefined);
    expect(JSON.stringify(changes)).toContain('**Not checked:**');
  });

  test.each([
    [403, 'error: GitLab returned 403 for GET user. Check the role and the scope of COMMENT_TOKEN.\n'],
    [500, 'error: GitLab returned 500 for GET user.\n'],
  ])('fails with a sentence if GitLab returns %d', async (status, stderr) => {
    expect(await comment([[]], '', status)).toEqual({ changes: [], exitCode: 1, stderr });
  });
});
