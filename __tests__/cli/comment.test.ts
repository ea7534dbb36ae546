import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiServer, BOT, TOKEN } from '../comment/api-server';
import type { ProcessResult } from './command-line';
import { ecrTopology } from './in-process';

const MARKER = '<!-- ecr-topology check -->';
const CREATED = 'Created https://github.example.com/acme/images/pull/7#issuecomment-1\n';

const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-comment-'));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const comment = file('comment.md', `${MARKER}\n## Passed\n`);
const empty = file('empty.md', '\n');
const event = file('event.json', JSON.stringify({ pull_request: { number: 7 } }));

let server: ApiServer;

beforeEach(async () => {
  server = await ApiServer.start('github');
});

afterEach(() => server.stop());

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ProcessResult> {
  const result = await ecrTopology(['comment', ...args], {
    env: {
      GITHUB_API_URL: server.apiUrl,
      GITHUB_REPOSITORY: 'acme/images',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_EVENT_PATH: event,
      GITHUB_SERVER_URL: 'https://github.example.com',
      GITHUB_RUN_ID: '123',
      GITHUB_TOKEN: TOKEN,
      GH_TOKEN: '',
      ...env,
    },
  });
  expect(`${result.stdout}${result.stderr}`).not.toContain(TOKEN);
  return result;
}

test('creates the comment of a workflow run, and updates it in the next one', async () => {
  expect(await run(['github', comment])).toEqual({ status: 0, stdout: CREATED, stderr: '' });
  writeFileSync(comment, `${MARKER}\n## Failed\n`);
  expect((await run(['github', comment])).stdout).toBe(CREATED.replace('Created', 'Updated'));
  expect((await run(['github', comment])).stdout).toBe(CREATED.replace('Created', 'Unchanged'));
  expect(server.bodies()).toEqual([`${MARKER}\n## Failed\n`]);
});

test.each([
  [join(folder, 'none.md'), `'${join(folder, 'none.md')}' does not exist or is empty`],
  [empty, `'${empty}' does not exist or is empty`],
  ['-', 'Standard input is empty'],
])('replaces the review of an earlier commit if %s has no result', async (name, reason) => {
  server.add(BOT, `${MARKER}\n## Passed`);

  expect(await run(['github', name])).toEqual({
    status: 0,
    stdout: CREATED.replace('Created', 'Updated'),
    stderr: `${reason}, so the comment shows that the plans were not checked.\n`,
  });
  expect(server.bodies()).toEqual([
    `${MARKER}\n**Not checked:** the plans of this pull request could not be created or read. [Show the run](https://github.example.com/acme/images/actions/runs/123)\n`,
  ]);
});

test('uses the ID of the command in the marker', async () => {
  await run(['github', join(folder, 'none.md'), '--id', 'staging', '--quiet']);

  expect(server.bodies()[0]).toMatch(/^<!-- ecr-topology check staging -->\n\*\*Not checked:/);
});

test('comments on a merge request with its pipeline', async () => {
  const gitlab = await ApiServer.start('gitlab');
  const result = await run(['gitlab', join(folder, 'none.md'), '-q'], {
    CI_API_V4_URL: gitlab.apiUrl,
    CI_PROJECT_ID: 'group/images',
    CI_MERGE_REQUEST_IID: '7',
    CI_PIPELINE_URL: 'https://gitlab.example.com/group/images/-/pipelines/5',
    COMMENT_TOKEN: TOKEN,
  });

  expect(result).toEqual({
    status: 0,
    stdout: 'Created https://gitlab.example.com/group/images/-/merge_requests/7#note_1\n',
    stderr: '',
  });
  expect(gitlab.bodies()).toEqual([
    `${MARKER}\n**Not checked:** the plans of this merge request could not be created or read. [Show the pipeline](https://gitlab.example.com/group/images/-/pipelines/5)\n`,
  ]);
  await gitlab.stop();
});

test.each([
  [['github', ''], "error: The file name is empty. Name a file, or '-' for standard input.\n"],
  [['github', folder], `error: '${folder}': This is a folder, not a file. Specify a file in the folder.\n`],
  [
    ['github', comment, '--merge-request', '7'],
    'error: --merge-request is for GitLab. Use --pull-request.\n',
  ],
  [['gitlab', comment, '--pull-request', '7'], 'error: --pull-request is for GitHub. Use --merge-request.\n'],
  [
    ['github', comment, '--repo', 'images'],
    "error: 'images' is not a GitHub repository. Write it as OWNER/NAME.\n",
  ],
])('rejects %j', async (args, stderr) => {
  expect(await run(args)).toEqual({ status: 2, stdout: '', stderr });
  expect(server.writes()).toEqual([]);
});

test.each([
  [['bitbucket', comment], 'Allowed choices are github, gitlab.'],
  [
    ['github', comment, '--pull-request', '0'],
    'Use the number of the pull request or merge request, such as 7.',
  ],
  [
    ['github', comment, '--id', 'a--b'],
    "Use at most 64 letters and digits, separated by single '.', '_' or '-'.",
  ],
  [['github', comment, '--repo', ''], "option '--repo <name>' has an empty value"],
])('rejects %j as wrong usage', async (args, stderr) => {
  expect(await run(args)).toMatchObject({ status: 2, stderr: expect.stringContaining(stderr) as string });
});

test('prints the error of the API in one line, and exits with 2', async () => {
  const body = JSON.stringify({ message: `Resource not accessible\nby ${TOKEN}` });
  server.fail({ on: 'POST /comments', response: { status: 403, body } });

  const { status, stderr } = await run(['github', comment]);
  expect([status, stderr]).toEqual([
    2,
    expect.stringMatching(/^error: GitHub responded with 403 .* by \*{3}\. Give the token .*\n$/),
  ]);
});

test('links to the page of --report-url below the heading', async () => {
  const url = 'https://example.com/acme/runs/1/artifacts/2?a=b';
  await run([
    'github',
    file('linked.md', `${MARKER}\n## Passed: no findings\n\nNo changes.\n`),
    '--report-url',
    url,
  ]);
  expect(server.bodies()).toEqual([
    `${MARKER}\n## Passed: no findings\n\nReport: [the topology, its access and this review](${url})\n\nNo changes.\n`,
  ]);
});

test('links to the page below a text without a heading, and not if nothing was checked', async () => {
  const url = 'https://example.com/report.html';
  await run(['github', file('plain.md', 'Text.\n'), '--report-url', url]);
  expect(server.bodies()).toEqual([
    `${MARKER}\nText.\n\nReport: [the topology, its access and this review](${url})\n`,
  ]);
  await run(['github', empty, '--report-url', url]);
  expect(server.bodies().join('')).not.toContain(url);
});

test.each(['report.html', 'javascript:alert(1)', 'https://a.example/x) [y](z', 'https://a.example/\n'])(
  'rejects --report-url %j',
  async (url) => {
    expect(await run(['github', comment, '--report-url', url])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(
        'Use the URL of the page, such as https://example.com/report.html.',
      ) as string,
    });
  },
);
