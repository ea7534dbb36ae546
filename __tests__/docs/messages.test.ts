import { readFileSync } from 'node:fs';
import { ecrTopology } from '../cli/in-process';

const PAGES = ['README.md', 'docs/access.md', 'docs/commands.md'];

const messages = PAGES.flatMap((page) =>
  [...readFileSync(page, 'utf8').matchAll(/^npx ecr-topology diagnose "(.*)"$/gm)].map(
    ([, message = '']) => [page, message] as const,
  ),
);

test('every page has an example message', () => {
  expect(messages.map(([page]) => page)).toEqual(PAGES);
});

test.each(messages)('diagnose recognises the message in %s', async (_, message) => {
  expect((await ecrTopology(['diagnose', message])).status).toBe(0);
});

test('diagnose recognises the message in the README', async () => {
  const [quoted = ''] = /^> User: (.*\n> )*.*$/m.exec(readFileSync('README.md', 'utf8')) ?? [];
  expect(await ecrTopology(['diagnose', quoted.replaceAll(/^> /gm, '').replaceAll('\n', ' ')])).toMatchObject(
    {
      status: 0,
      stdout: expect.stringContaining('registry policy') as string,
    },
  );
});
