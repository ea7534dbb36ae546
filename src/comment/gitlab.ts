import { ApiClient, type ApiResponse, type ApiSettings } from './api/client';
import { CommentError } from './api/comment-error';
import { numberOf, textOf } from './api/fields';
import { endpoint, readList } from './api/pages';
import type { CommentHost, OwnComment } from './host';
import { countBytes } from './split/text-length';
import type { CommentTarget } from './target';

/**
 * The documented limit is 1,000,000 characters, and newer versions accept 1,048,576 bytes. A text of as many bytes is
 * within both. https://docs.gitlab.com/administration/instance_limits/
 */
const MAX_BYTES = 1_000_000;

/**
 * The comments of a merge request on GitLab.
 * https://docs.gitlab.com/api/notes/#merge-requests
 */
export function gitlabComments(
  target: CommentTarget,
  settings: Omit<ApiSettings, 'headers' | 'texts' | 'token'>,
): CommentHost {
  const { apiUrl, repo, number, token, tokenVariable } = target;
  const client = new ApiClient({
    ...settings,
    token,
    headers: { 'private-token': token, 'user-agent': 'ecr-topology' },
    texts: {
      name: 'GitLab',
      tokenVariable,
      target: `merge request ${number} of project ${repo}`,
      targetOptions: '--repo and --merge-request',
      permission: `Set ${tokenVariable} to a token with the scope 'api' and at least the role Reporter in the project.`,
    },
  });
  const mergeRequest = `/projects/${encodeURIComponent(repo)}/merge_requests/${number}`;
  const notes = endpoint(apiUrl, `${mergeRequest}/notes`);
  const note = (id: number) => endpoint(apiUrl, `${mergeRequest}/notes/${id}`);
  /** Notes have no URL of their own. */
  let mergeRequestUrl = '';
  const toNote = (data: unknown): readonly OwnComment[] => {
    const id = numberOf(data, 'id');
    if (id === undefined) return [];
    return [{ id, body: textOf(data, 'body') ?? '', url: `${mergeRequestUrl}#note_${id}` }];
  };
  const writtenNote = ({ data }: ApiResponse): OwnComment => {
    const [written] = toNote(data);
    if (written === undefined) {
      throw new CommentError('The response of GitLab does not contain the comment. Check --api-url.');
    }
    return written;
  };
  return {
    limit: { max: MAX_BYTES, lengthOf: countBytes },
    listOwn: async () => {
      const { data: user } = await client.request({ method: 'GET', url: endpoint(apiUrl, '/user') });
      const { data } = await client.request({ method: 'GET', url: endpoint(apiUrl, mergeRequest) });
      mergeRequestUrl = textOf(data, 'web_url') ?? mergeRequestUrl;
      const oldestFirst = new URL(notes);
      oldestFirst.search = 'sort=asc&order_by=created_at';
      const list = await readList(client, oldestFirst);
      const own = numberOf(user, 'id');
      return list
        .filter((each) => own !== undefined && numberOf(each, 'author', 'id') === own)
        .flatMap(toNote);
    },
    create: async (body, attempt) => {
      const response = await client.requestOnce({ method: 'POST', url: notes, body: { body } }, attempt);
      return response === undefined ? undefined : writtenNote(response);
    },
    update: async (id, body) => {
      const response = await client.request({ method: 'PUT', url: note(id), body: { body }, accepts: [404] });
      return response.status === 404 ? undefined : writtenNote(response);
    },
    remove: async (id) => {
      await client.request({ method: 'DELETE', url: note(id), accepts: [404] });
    },
  };
}
