// One comment in the merge request, updated in place: node comment.mjs FILE
// https://docs.gitlab.com/api/notes/#merge-requests
import { existsSync, readFileSync } from 'node:fs';

const MARKER = '<!-- ecr-topology check -->';

const { CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID, CI_PIPELINE_URL, COMMENT_TOKEN } = process.env;
const notes = `projects/${CI_PROJECT_ID}/merge_requests/${CI_MERGE_REQUEST_IID}/notes`;

const [, , file = 'comment.md'] = process.argv;
const body = existsSync(file)
  ? readFileSync(file, 'utf8')
  : `${MARKER}\n**Not checked:** the plans of this merge request could not be made, or not be read. [Why](${CI_PIPELINE_URL})\n`;

const own = await ownNote();
if (own === undefined) await ask('POST', notes, { body });
else await ask('PUT', `${notes}/${own.id}`, { body });

/** Only what this token wrote: anybody can write the marker. */
async function ownNote() {
  const { answer: self } = await ask('GET', 'user');
  for (let page = '1'; page !== '';) {
    const { answer, next } = await ask('GET', `${notes}?per_page=100&page=${page}`);
    const found = answer.find((note) => note.author.id === self.id && note.body.startsWith(MARKER));
    if (found !== undefined) return found;
    page = next;
  }
  return undefined;
}

async function ask(method, path, content) {
  const response = await fetch(`${CI_API_V4_URL}/${path}`, {
    method,
    headers: { 'private-token': COMMENT_TOKEN, 'content-type': 'application/json' },
    body: content && JSON.stringify(content),
  });
  if (!response.ok) {
    console.error(`error: GitLab answered ${response.status} to ${method} ${path}`);
    process.exit(1);
  }
  return { answer: await response.json(), next: response.headers.get('x-next-page') ?? '' };
}
