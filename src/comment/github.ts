import { COMMENT_LIMIT } from '../report/format/comment';
import { ApiClient, type ApiResponse, type ApiSettings } from './api/client';
import { CommentError } from './api/comment-error';
import { apiMessage } from './api/failure-text';
import { numberOf, textOf } from './api/fields';
import { endpoint, readList } from './api/pages';
import type { CommentHost, OwnComment } from './host';
import { countCharacters } from './split/text-length';
import type { CommentTarget } from './target';

/**
 * The comments of a pull request on GitHub.
 * https://docs.github.com/en/rest/issues/comments
 */
export function githubComments(
  target: CommentTarget,
  settings: Omit<ApiSettings, 'headers' | 'texts' | 'token'>,
): CommentHost {
  const { apiUrl, repo, number, token, tokenVariable } = target;
  const client = new ApiClient({
    ...settings,
    token,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'user-agent': 'ecr-topology',
      'x-github-api-version': '2022-11-28',
    },
    texts: {
      name: 'GitHub',
      tokenVariable,
      target: `pull request ${number} of ${repo}`,
      targetOptions: '--repo and --pull-request',
      permission: `Give the token in ${tokenVariable} the permission to write pull requests: 'pull-requests: write' under 'permissions' of the job. The token of a workflow for a pull request from a fork cannot write.`,
    },
  });
  const comments = endpoint(apiUrl, `/repos/${repo}/issues/${number}/comments`);
  const comment = (id: number) => endpoint(apiUrl, `/repos/${repo}/issues/comments/${id}`);
  return {
    // The message of the API calls it 65,536 characters. It accepts some texts that are longer.
    limit: { max: COMMENT_LIMIT, lengthOf: countCharacters },
    listOwn: async () => {
      const login = await ownLogin(client, apiUrl);
      const list = await readList(client, comments);
      return list.filter((each) => textOf(each, 'user', 'login') === login).flatMap(toComment);
    },
    create: async (body, attempt) => {
      const response = await client.requestOnce({ method: 'POST', url: comments, body: { body } }, attempt);
      return response === undefined ? undefined : writtenComment(response);
    },
    update: async (id, body) => {
      const response = await client.request({
        method: 'PATCH',
        url: comment(id),
        body: { body },
        accepts: [404],
      });
      return response.status === 404 ? undefined : writtenComment(response);
    },
    remove: async (id) => {
      await client.request({ method: 'DELETE', url: comment(id), accepts: [404] });
    },
  };
}

/**
 * Returns the login of the token: `github-actions[bot]` for the token of a workflow. REST has no such endpoint for
 * the tokens of workflows and apps: `GET /user` responds with 403.
 */
async function ownLogin(client: ApiClient, apiUrl: URL): Promise<string> {
  const url = new URL(apiUrl);
  // GitHub Enterprise Server has both APIs in one folder: /api/v3 and /api/graphql.
  url.pathname = `${url.pathname.replace(/\/$/, '').replace(/\/v3$/, '')}/graphql`;
  const { data } = await client.request({ method: 'POST', url, body: { query: '{ viewer { login } }' } });
  const login = textOf(data, 'data', 'viewer', 'login');
  if (login === undefined) {
    const message = apiMessage(data);
    throw new CommentError(
      `${url.origin}${url.pathname} did not return the login of the token${message === '' ? '' : `: ${message}`}. Check --api-url.`,
    );
  }
  return login;
}

function writtenComment({ data }: ApiResponse): OwnComment {
  const [comment] = toComment(data);
  if (comment === undefined) {
    throw new CommentError('The response of GitHub does not contain the comment. Check --api-url.');
  }
  return comment;
}

function toComment(data: unknown): readonly OwnComment[] {
  const id = numberOf(data, 'id');
  return id === undefined
    ? []
    : [{ id, body: textOf(data, 'body') ?? '', url: textOf(data, 'html_url') ?? '' }];
}
