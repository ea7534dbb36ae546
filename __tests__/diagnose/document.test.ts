import { readFileSync } from 'node:fs';
import { matchMessage } from '../../src/diagnose/diagnose';
import { ecrTopology } from '../cli/in-process';

const DOCUMENT = readFileSync('docs/guides/troubleshooting.md', 'utf8');
const [printed, ...documented] = [...DOCUMENT.matchAll(/^```text\n([\s\S]*?)^```$/gm)].map(
  ([, text = '']) => text,
);

test('starts with a message and the output for it', async () => {
  const [, pasted = ''] = /^```sh\nnpx ecr-topology diagnose "(.*)"\n```$/m.exec(DOCUMENT) ?? [];
  expect(await ecrTopology(['diagnose', pasted])).toEqual({ status: 0, stdout: printed, stderr: '' });
});

test.each(documented)('contains only supported messages: %s', (text) => {
  expect(matchMessage(text)).toBeDefined();
});

test('links every section from the table, in order', () => {
  const sections = [...DOCUMENT.matchAll(/^## (.*)$/gm)].map(([, title]) => title).slice(1);
  const listed = [...DOCUMENT.matchAll(/^\| `.*\| \[(.*)\]\(#.*\) \|$/gm)].map(([, title]) => title);
  expect([...new Set(listed)]).toEqual(sections);
});
