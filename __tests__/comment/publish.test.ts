import { githubComments } from '../../src/comment/github';
import { gitlabComments } from '../../src/comment/gitlab';
import { commentParts } from '../../src/comment/parts';
import { publishComments, type PublishedComment } from '../../src/comment/publish';
import { ApiServer, BOT, TestClock, TOKEN } from './api-server';

const MARKER = '<!-- ecr-topology check -->';

const APIS = ['github', 'gitlab'] as const;

let server: ApiServer;
let clock: TestClock;
let waits: string[];

async function start(api: (typeof APIS)[number]): Promise<void> {
  server = await ApiServer.start(api);
  clock = new TestClock();
  waits = [];
}

afterEach(() => server.stop());

/** Publishes a text with the server, whose failures must not contain the token. */
async function publish(
  text: string,
  {
    id,
    token = TOKEN,
    timeout,
  }: { readonly id?: string; readonly token?: string; readonly timeout?: number } = {},
): Promise<readonly PublishedComment[]> {
  const isGithub = server.apiUrl.endsWith('v3');
  const target = {
    apiUrl: new URL(server.apiUrl),
    repo: isGithub ? 'acme/images' : 'group/images',
    number: 7,
    token,
    tokenVariable: isGithub ? 'GITHUB_TOKEN' : 'COMMENT_TOKEN',
  };
  const settings = {
    clock,
    onWait: (wait: string) => waits.push(wait),
    ...(timeout === undefined ? {} : { timeout }),
  };
  const host = isGithub ? githubComments(target, settings) : gitlabComments(target, settings);
  try {
    return await publishComments(host, commentParts(text, id, host.limit), clock);
  } catch (error) {
    expect(String((error as Error).stack)).not.toContain(token);
    throw error;
  }
}

const outcomes = (published: readonly PublishedComment[]) => published.map(({ outcome }) => outcome);

/** A text with more characters than one comment of GitHub may have. */
const longText = (items: number) =>
  `${MARKER}\n## Title\n\n${Array.from({ length: items }, (_, index) => `- ${index} ${'🌈'.repeat(1_000)}\n`).join('')}`;

describe.each(APIS)('%s', (api) => {
  beforeEach(() => start(api));

  test('creates a comment if there is none, and prints its URL', async () => {
    const published = await publish(`${MARKER}\n## Passed\n`);

    expect(published).toEqual([
      {
        outcome: 'created',
        url:
          api === 'github'
            ? 'https://github.example.com/acme/images/pull/7#issuecomment-1'
            : 'https://gitlab.example.com/group/images/-/merge_requests/7#note_1',
      },
    ]);
    expect(server.bodies()).toEqual([`${MARKER}\n## Passed\n`]);
  });

  test('updates its comment on the third page, and keeps those of other users', async () => {
    const foreign = server.add('mallory', `${MARKER}\nforged`);
    for (let number = 0; number < 230; number += 1) server.add('alice', `comment ${number}`);
    const own = server.add(BOT, `${MARKER}\nold`);
    for (let number = 0; number < 30; number += 1) server.add(BOT, `other comment ${number}`);

    expect(outcomes(await publish(`${MARKER}\nnew`))).toEqual(['updated']);
    expect([own.body, foreign.body]).toEqual([`${MARKER}\nnew`, `${MARKER}\nforged`]);
    expect(server.requests.filter((request) => request.includes('per_page=100'))).toHaveLength(3);
  });

  test('does not write a comment that has not changed', async () => {
    server.add(BOT, `${MARKER}\nsame`);

    expect(outcomes(await publish(`${MARKER}\nsame\n`))).toEqual(['unchanged']);
    expect(server.writes()).toEqual([]);
  });

  test('keeps the comments of other checks', async () => {
    server.add(BOT, `${MARKER}\nmain check`);
    server.add(BOT, '<!-- ecr-topology check production -->\nproduction');

    expect(outcomes(await publish('new', { id: 'staging' }))).toEqual(['created']);
    expect(outcomes(await publish('<!-- ecr-topology check production -->\nnew'))).toEqual(['updated']);
    expect(server.bodies()).toEqual([
      `${MARKER}\nmain check`,
      '<!-- ecr-topology check production -->\nnew',
      '<!-- ecr-topology check staging -->\nnew',
    ]);
  });

  test('deletes a second comment with the same marker', async () => {
    server.add(BOT, `${MARKER}\nold`);
    server.add(BOT, `${MARKER}\nduplicate`);

    expect(outcomes(await publish(`${MARKER}\nnew`))).toEqual(['updated', 'deleted']);
    expect(server.bodies()).toEqual([`${MARKER}\nnew`]);
  });

  test('creates the comment again if it was deleted in the meantime', async () => {
    server.add(BOT, `${MARKER}\nold`);
    server.fail({ on: api === 'github' ? 'PATCH' : 'PUT', response: { status: 404, body: '{}' } });

    expect(outcomes(await publish(`${MARKER}\nnew`))).toEqual(['created']);
  });

  test.each([
    ['429 with retry-after', { status: 429, headers: { 'retry-after': '7' } }, 7_000],
    ['502', { status: 502, body: '<html>Bad gateway</html>' }, 1_000],
  ])('repeats a request after %s', async (_, response, wait) => {
    server.fail({ on: 'GET comments', response });
    server.fail({ on: 'GET notes', response });

    expect(outcomes(await publish('text'))).toEqual(['created']);
    expect(clock.waits).toEqual([wait]);
  });

  test('repeats a request after the connection was reset', async () => {
    server.fail({ on: 'GET', times: 2 });

    expect(outcomes(await publish('text'))).toEqual(['created']);
    expect(clock.waits).toEqual([1_000, 2_000]);
  });

  test.each([undefined, { status: 502, body: '' }])(
    'does not create a second comment if the response to the first was lost: %j',
    async (response) => {
      server.fail({ on: 'POST /notes', executes: true, ...(response === undefined ? {} : { response }) });
      server.fail({ on: 'POST /comments', executes: true, ...(response === undefined ? {} : { response }) });

      expect(outcomes(await publish('text'))).toEqual(['created']);
      expect(server.bodies()).toEqual([`${MARKER}\ntext`]);
    },
  );

  test('creates the comment if the first request was not executed', async () => {
    server.fail({ on: 'POST /notes', times: 2 });
    server.fail({ on: 'POST /comments', times: 2 });

    expect(outcomes(await publish('text'))).toEqual(['created']);
    expect(server.bodies()).toEqual([`${MARKER}\ntext`]);
  });

  test('stops after four attempts to create a comment', async () => {
    server.fail({ on: 'POST /notes', times: 9 });
    server.fail({ on: 'POST /comments', times: 9 });

    await expect(publish('text')).rejects.toThrow('did not confirm the comment');
    expect(server.writes()).toHaveLength(4);
  });

  test('stops if the limit for requests lasts longer than a job', async () => {
    server.fail({
      on: 'GET',
      times: 9,
      response: { status: 429, headers: { 'retry-after': '2000' }, body: '{"message":"Retry later"}' },
    });
    server.fail({
      on: 'POST graphql',
      times: 9,
      response: { status: 429, headers: { 'retry-after': '2000' }, body: '{"message":"Retry later"}' },
    });

    await expect(publish('text')).rejects.toThrow(
      /responded with 429 to \w+ \S+: Retry later\. The limit for requests ends in 34 minutes\. Run the command again after that\.$/,
    );
    expect(clock.waits).toEqual([]);
  });

  test('reports a long wait, because the log shows nothing in the meantime', async () => {
    server.fail({ on: 'GET', response: { status: 429, headers: { 'retry-after': '60' } } });
    await publish('text');

    expect(waits).toEqual([
      `${api === 'github' ? 'GitHub' : 'GitLab'} limits requests. The next attempt is in 60 seconds.`,
    ]);
  });

  test('sends no token to the target of a redirect', async () => {
    const other = await ApiServer.start(api);
    const location = `${other.origin}/stolen?token=1`;
    server.fail({ on: 'GET', response: { status: 302, headers: { location } } });
    const error = await publish('text').catch((thrown: unknown) => thrown);
    await other.stop();

    expect(String(error)).toContain(
      `The token is not sent with a redirect to ${other.origin}/stolen. Set --api-url or --repo and --`,
    );
    expect(other.requests).toEqual([]);
  });

  test('does not print the token, also if a response contains it', async () => {
    server.fail({ on: 'GET', response: { status: 400, body: JSON.stringify({ message: `bad ${TOKEN}` }) } });

    await expect(publish('text')).rejects.toThrow('bad ***');
  });

  test('names the variable of a token that is not valid', async () => {
    await expect(publish('text', { token: 'ghs_expired' })).rejects.toThrow(
      api === 'github'
        ? 'GitHub responded with 401 to POST /api/graphql: Bad credentials. Set GITHUB_TOKEN to a token that is valid and not expired.'
        : 'GitLab responded with 401 to GET /api/v4/user: 401 Unauthorized. Set COMMENT_TOKEN to a token that is valid and not expired.',
    );
  });

  test('rejects a server that is not the API', async () => {
    server.fail({ on: 'GET', response: { status: 200, body: '<html>Sign in</html>' } });

    await expect(publish('text')).rejects.toThrow(/is not JSON, so it is not from the API of Git(Hub|Lab)/);
  });

  test('stops waiting for a server that does not respond', async () => {
    const { apiUrl } = server;
    await server.stop();

    await expect(publish('text')).rejects.toThrow(
      `Cannot connect to ${new URL(apiUrl).host} (ECONNREFUSED). Check --api-url and the network.`,
    );
    expect(clock.waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
    await start(api);
  });
});

describe('github', () => {
  beforeEach(() => start('github'));

  test('splits a text at 65,536 characters, and updates the parts in place', async () => {
    expect(outcomes(await publish(longText(150)))).toEqual(['created', 'created', 'created']);
    expect(server.bodies().map((body) => body.split('\n')[0])).toEqual([
      MARKER,
      '<!-- ecr-topology check, part 2 -->',
      '<!-- ecr-topology check, part 3 -->',
    ]);
    const all = server.bodies().join('');
    expect(Array.from({ length: 150 }, (_, index) => all.includes(`- ${index} `))).not.toContain(false);

    server.requests.length = 0;
    expect(outcomes(await publish(longText(160)))).toEqual(['unchanged', 'unchanged', 'updated']);
    expect(server.comments).toHaveLength(3);
  });

  test('deletes the parts that a shorter text does not have', async () => {
    await publish(longText(150));

    expect(outcomes(await publish(`${MARKER}\nshort`))).toEqual(['updated', 'deleted', 'deleted']);
    expect(server.bodies()).toEqual([`${MARKER}\nshort`]);
  });

  test('waits a second between two requests that write', async () => {
    await publish(longText(150));

    expect(clock.waits).toEqual([1_000, 1_000]);
  });

  test.each([
    ['retry-after', { 'retry-after': '30' }, 'You have exceeded a secondary rate limit.', 30_000],
    [
      'the message only',
      {},
      'You have exceeded a secondary rate limit and have been temporarily blocked from content creation.',
      60_000,
    ],
    [
      'the time of the reset',
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Date.UTC(2026, 10, 30) / 1_000 + 90) },
      'API rate limit exceeded',
      91_000,
    ],
  ])('repeats a request that a rate limit refused with 403 and %s', async (_, headers, message, wait) => {
    server.fail({
      on: 'POST /comments',
      response: { status: 403, headers, body: JSON.stringify({ message }) },
    });

    expect(outcomes(await publish('text'))).toEqual(['created']);
    expect(clock.waits).toEqual([wait]);
    expect(server.bodies()).toHaveLength(1);
  });

  test('repeats a comment that was submitted too quickly', async () => {
    const body = JSON.stringify({ message: 'Validation Failed', errors: ['was submitted too quickly'] });
    server.fail({ on: 'POST /comments', response: { status: 422, body } });

    expect(outcomes(await publish('text'))).toEqual(['created']);
    expect(clock.waits).toEqual([60_000]);
  });

  test('does not repeat a request that lacks a permission, and names it', async () => {
    const body = JSON.stringify({ message: 'Resource not accessible by integration' });
    server.fail({
      on: 'POST /comments',
      response: { status: 403, headers: { 'x-ratelimit-remaining': '990' }, body },
    });

    await expect(publish('text')).rejects.toThrow(
      "GitHub responded with 403 to POST /api/v3/repos/acme/images/issues/7/comments: Resource not accessible by integration. Give the token in GITHUB_TOKEN the permission to write pull requests: 'pull-requests: write' under 'permissions' of the job.",
    );
    expect(clock.waits).toEqual([]);
  });

  test('names the pull request that does not exist', async () => {
    server.fail({ on: 'GET comments', response: { status: 404, body: '{"message":"Not Found"}' } });

    await expect(publish('text')).rejects.toThrow(
      'Not Found. Check that pull request 7 of acme/images exists (--repo and --pull-request). Give the token',
    );
  });

  test('shows why GitHub rejected the text', async () => {
    const errors = [{ message: 'Body is too long (maximum is 65536 characters)' }];
    server.fail({
      on: 'POST /comments',
      response: { status: 422, body: JSON.stringify({ message: 'Validation Failed', errors }) },
    });

    await expect(publish('text')).rejects.toThrow(
      'Validation Failed: Body is too long (maximum is 65536 characters).',
    );
  });

  test('reads the next page from its own server if the link names another one', async () => {
    for (let number = 0; number < 100; number += 1) server.add('alice', 'text');
    server.add(BOT, `${MARKER}\nold`);
    const link = '<https://evil.example.com/comments?per_page=100&page=2>; rel="next"';
    const body = JSON.stringify([]);
    server.fail({ on: 'GET comments', response: { status: 200, headers: { link }, body } });

    expect(outcomes(await publish(`${MARKER}\nnew`))).toEqual(['updated']);
  });

  test('repeats a request that has no response within its time', async () => {
    server.fail({ on: 'GET comments', hangs: true });

    expect(outcomes(await publish('text', { timeout: 200 }))).toEqual(['created']);
    expect(clock.waits).toEqual([1_000]);
  });
});

test('gitlab shows a message that is an object', async () => {
  await start('gitlab');
  const body = JSON.stringify({ message: { base: ['Maximum number of comments exceeded'] } });
  server.fail({ on: 'POST', response: { status: 400, body } });

  await expect(publish('text')).rejects.toThrow('Maximum number of comments exceeded');
});

test('gitlab names the scope that a token lacks', async () => {
  await start('gitlab');
  const body = JSON.stringify({
    error: 'insufficient_scope',
    error_description: 'The request requires higher privileges than provided by the access token.',
  });
  server.fail({ on: 'POST', response: { status: 403, body } });

  await expect(publish('text')).rejects.toThrow(
    "insufficient_scope: The request requires higher privileges than provided by the access token. Set COMMENT_TOKEN to a token with the scope 'api' and at least the role Reporter in the project.",
  );
});
