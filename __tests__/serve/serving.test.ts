import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startServing, type Build, type Serving } from '../../src/serve/serving';
import { createFolder, wait } from './folder';
import { Events, send } from './http';

const folder = createFolder();
const file = join(folder.path, 'topology.yaml');
let serving: Serving;
let builds = 0;
let delay = 0;

/** A file with `error` has a problem. */
async function build(): Promise<Build> {
  builds += 1;
  const text = readFileSync(file, 'utf8');
  if (delay > 0) await wait(delay);
  return text.startsWith('error')
    ? { kind: 'problems', problems: { title: text, text: [] } }
    : { kind: 'page', html: (version) => `${text} ${version}` };
}

async function start(text: string): Promise<void> {
  writeFileSync(file, text);
  serving = await startServing({
    files: [file],
    ports: { first: 0, attempts: 1 },
    contentSecurityPolicy: "default-src 'none'",
    emptyHtml: (version) => `empty ${version}`,
    build,
  });
}

beforeEach(() => {
  builds = 0;
  delay = 0;
});

afterEach(async () => {
  await serving.close();
});

afterAll(() => {
  folder.remove();
});

test('serves the page again after each change, with another version', async () => {
  await start('first');
  const events = await Events.open(serving.port);
  const first = versionIn(await events.next());
  expect((await send(serving.port)).body).toBe(`first ${first}`);
  const started = Date.now();
  writeFileSync(`${file}~`, 'second');
  renameSync(`${file}~`, file);
  const second = versionIn(await events.next());
  expect(Date.now() - started).toBeLessThan(2_000);
  expect(second).not.toBe(first);
  expect((await send(serving.port)).body).toBe(`second ${second}`);
  events.close();
});

test('keeps the last page while the file has problems', async () => {
  await start('first');
  const events = await Events.open(serving.port);
  const first = versionIn(await events.next());
  writeFileSync(file, 'error 1');
  expect(await events.next()).toEqual({ version: first, problems: { title: 'error 1', text: [] } });
  expect((await send(serving.port)).body).toBe(`first ${first}`);
  writeFileSync(file, 'error 22');
  expect(await events.next()).toEqual({ version: first, problems: { title: 'error 22', text: [] } });
  writeFileSync(file, 'second');
  const fixed = await events.next();
  expect(fixed).toEqual({ version: versionIn(fixed) });
  expect(versionIn(fixed)).not.toBe(first);
  events.close();
});

test('serves an empty page if the file has problems from the start', async () => {
  await start('error');
  const events = await Events.open(serving.port);
  const state = await events.next();
  expect(state).toEqual({ version: versionIn(state), problems: { title: 'error', text: [] } });
  expect((await send(serving.port)).body).toBe(`empty ${versionIn(state)}`);
  writeFileSync(file, 'first');
  const version = versionIn(await events.next());
  expect((await send(serving.port)).body).toBe(`first ${version}`);
  events.close();
});

test('builds again after a change during a build', async () => {
  await start('first');
  const events = await Events.open(serving.port);
  await events.next();
  delay = 600;
  writeFileSync(file, 'second');
  await wait(300);
  writeFileSync(file, 'third');
  await events.next();
  const last = versionIn(await events.next());
  expect((await send(serving.port)).body).toBe(`third ${last}`);
  expect(builds).toBe(3);
  events.close();
});

test('builds again after a change during the first build', async () => {
  delay = 600;
  setTimeout(() => {
    writeFileSync(file, 'second');
  }, 200);
  await start('first');
  const events = await Events.open(serving.port);
  let body = '';
  while (!body.startsWith('second')) {
    await events.next();
    body = (await send(serving.port)).body;
  }
  events.close();
});

function versionIn(state: unknown): string {
  return (state as { readonly version: string }).version;
}
