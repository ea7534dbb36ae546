// Creates or updates the comment in the merge request: node comment.mjs FILE
// https://docs.gitlab.com/api/notes/#merge-requests
import { existsSync, readFileSync } from 'node:fs';

const MARKER = '<!-- ecr-topology check -->';

const { CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID, CI_PIPELINE_URL, COMMENT_TOKEN } = process.env;
const notes = `projects/${CI_PROJECT_ID}/merge_requests/${CI_MERGE_REQUEST_IID}/notes`;

const [, , file = 'comment.md'] = process.argv;
const body = existsSync(file)
  ? readFileSync(file, 'utf8')
  : `${MARKER}\n**Not checked:** the plans of this merge request could not be created or read. [Show the pipeline](${CI_PIPELINE_URL})\n`;

const own = await ownNote();
if (own === undefined) await request('POST', notes, { body });
else await request('PUT', `${notes}/${own.id}`, { body });

/** Returns only a comment of this token, because any user can write the marker. */
async function ownNote() {
  const { data: self } = await request('GET', 'user');
  for (let page = '1'; page !== '';) {
    const { data, next } = await request('GET', `${notes}?per_page=100&page=${page}`);
    const found = data.find((note) => note.author.id === self.id && note.body.startsWith(MARKER));
    if (found !== undefined) return found;
    page = next;
  }
  return undefined;
}

async function request(method, path, content) {
  const response = await fetch(`${CI_API_V4_URL}/${path}`, {
    method,
    headers: { 'private-token': COMMENT_TOKEN, 'content-type': 'application/json' },
    body: content && JSON.stringify(content),
  });
  if (!response.ok) {
    const fix = [401, 403].includes(response.status) ? ' Check the role and the scope of COMMENT_TOKEN.' : '';
    console.error(`error: GitLab returned ${response.status} for ${method} ${path}.${fix}`);
    process.exit(1);
  }
  return { data: await response.json(), next: response.headers.get('x-next-page') ?? '' };
}
