import { githubTarget, gitlabTarget } from '../../src/comment/target';

const GITHUB = {
  GITHUB_REPOSITORY: 'acme/images',
  GITHUB_API_URL: 'https://github.example.com/api/v3',
  GITHUB_REF: 'refs/pull/7/merge',
  GITHUB_TOKEN: 'ghs_token',
};

const GITLAB = {
  CI_API_V4_URL: 'https://gitlab.example.com/api/v4',
  CI_PROJECT_ID: '42',
  CI_MERGE_REQUEST_IID: '7',
  COMMENT_TOKEN: 'glpat-token',
};

const noEvent = () => undefined;

const github = (changes: Readonly<Record<string, string | undefined>>, event?: unknown) =>
  githubTarget({}, { ...GITHUB, ...changes }, () => event);

const gitlab = (changes: Readonly<Record<string, string | undefined>>) =>
  gitlabTarget({}, { ...GITLAB, ...changes });

test('reads the pull request of a workflow', () => {
  expect(github({})).toEqual({
    apiUrl: new URL('https://github.example.com/api/v3'),
    repo: 'acme/images',
    number: 7,
    token: 'ghs_token',
    tokenVariable: 'GITHUB_TOKEN',
  });
});

test('prefers options to the environment', () => {
  const options = { repo: 'acme/other', number: 8, apiUrl: 'http://127.0.0.1:8080/' };

  expect(githubTarget(options, GITHUB, noEvent)).toMatchObject({
    apiUrl: new URL(options.apiUrl),
    repo: 'acme/other',
    number: 8,
  });
});

test.each<readonly [event: string, payload: unknown, number: number | undefined]>([
  ['pull_request_target', { pull_request: { number: 9 } }, 9],
  ['issue_comment of a pull request', { issue: { number: 9, pull_request: {} } }, 9],
  ['issue_comment of an issue', { issue: { number: 9 } }, undefined],
  ['workflow_run', { workflow_run: { pull_requests: [{ number: 9 }] } }, 9],
  [
    'workflow_run for two pull requests',
    { workflow_run: { pull_requests: [{ number: 9 }, { number: 10 }] } },
    undefined,
  ],
  ['push', { ref: 'refs/heads/main' }, undefined],
  ['no readable event', undefined, undefined],
])('reads the number in the event %s', (_, payload, number) => {
  const read = () => github({ GITHUB_REF: 'refs/heads/main' }, payload);
  if (number !== undefined) {
    expect(read().number).toBe(number);
  } else {
    expect(read).toThrow(
      'The number of the pull request is unknown, because this is not a workflow run for a pull request. Set --pull-request.',
    );
  }
});

test('uses the API of github.com and gitlab.com by default', () => {
  expect(github({ GITHUB_API_URL: '' }).apiUrl.href).toBe('https://api.github.com/');
  expect(gitlab({ CI_API_V4_URL: undefined }).apiUrl.href).toBe('https://gitlab.com/api/v4');
});

test.each([
  ['images'],
  ['../images'],
  ['acme/..'],
  ['acme/images/issues'],
  ['acme/ima ges'],
  ['acme/images?x'],
])('rejects the repository %s', (repo) => {
  expect(() => github({ GITHUB_REPOSITORY: repo })).toThrow(
    `'${repo}' is not a GitHub repository. Write it as OWNER/NAME.`,
  );
});

test('reads the merge request of a pipeline, which is in another project than the pipeline of a fork', () => {
  expect(gitlab({})).toMatchObject({ repo: '42', number: 7, tokenVariable: 'COMMENT_TOKEN' });
  expect(gitlab({ CI_MERGE_REQUEST_PROJECT_ID: '40' }).repo).toBe('40');
});

test.each([undefined, '', 'x', '0'])('rejects the merge request %s', (number) => {
  expect(() => gitlab({ CI_MERGE_REQUEST_IID: number })).toThrow(
    'The number of the merge request is unknown, because this is not a merge request pipeline. Set --merge-request.',
  );
});

test('prefers the tokens that are meant for comments', () => {
  expect(github({ GH_TOKEN: 'ghp_own' })).toMatchObject({ token: 'ghp_own', tokenVariable: 'GH_TOKEN' });
  expect(gitlab({ GITLAB_TOKEN: 'glpat-other' }).token).toBe('glpat-token');
  expect(gitlab({ COMMENT_TOKEN: '', GITLAB_TOKEN: 'glpat-other' }).token).toBe('glpat-other');
});

test('names the variable of a missing token', () => {
  expect(() => github({ GITHUB_TOKEN: ' ' })).toThrow(
    "No token. Set the environment variable GH_TOKEN or GITHUB_TOKEN. In a workflow: 'GITHUB_TOKEN: ${{ github.token }}' under 'env'.",
  );
  expect(() => gitlab({ COMMENT_TOKEN: undefined })).toThrow('CI_JOB_TOKEN cannot create comments.');
});

test('removes white space around a token, and does not print an invalid token', () => {
  expect(github({ GITHUB_TOKEN: ' ghs_token\n' }).token).toBe('ghs_token');
  const read = () => github({ GITHUB_TOKEN: 'ghs_one\nghs_two' });
  expect(read).toThrow('GITHUB_TOKEN is not a token');
  expect(read).not.toThrow('ghs_one');
});

test.each([
  'http://github.example.com/api/v3',
  'http://127.0.0.1.example.com/',
  'ftp://localhost/',
  'github.example.com',
])('rejects the API URL %s', (url) => {
  expect(() => github({ GITHUB_API_URL: url })).toThrow(
    `'${url}' is not an https:// URL of an API. Set --api-url, such as https://github.example.com/api/v3.`,
  );
});

test('does not print the password in an API URL', () => {
  const read = () => github({ GITHUB_API_URL: 'https://user:secret@github.example.com/api/v3' });
  expect(read).toThrow('The URL of the API contains a user name or password.');
  expect(read).not.toThrow('secret');
});

test.each(['repository', 'project'])('names the option for a missing %s', (noun) => {
  const read = () => (noun === 'project' ? gitlab({ CI_PROJECT_ID: '' }) : github({ GITHUB_REPOSITORY: '' }));
  expect(read).toThrow(`The ${noun} is unknown. Set --repo `);
});
