import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { createFolder } from '../serve/folder';
import { Events, send } from '../serve/http';
import { ecrTopology } from './in-process';

const folder = createFolder();
const file = join(folder.path, 'topology.yaml');
const processes: ChildProcess[] = [];

beforeEach(() => {
  copyFileSync('topology.yaml', file);
});

afterEach(() => {
  for (const child of processes.splice(0)) child.kill('SIGKILL');
});

afterAll(() => {
  folder.remove();
});

interface Started {
  readonly child: ChildProcess;
  readonly port: number;
  readonly stderr: () => string;
}

/** Starts the command in its own process, and waits until it serves the page. */
async function serve(...args: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, [resolve('bin/ecr-topology.js'), 'serve', '--port', '0', ...args], {
    cwd: folder.path,
    env: { ...process.env, ECR_TOPOLOGY: undefined, FORCE_COLOR: undefined },
  });
  processes.push(child);
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  for await (const chunk of child.stdout) {
    const port = /http:\/\/127\.0\.0\.1:(\d+)\//.exec(String(chunk))?.[1];
    if (port !== undefined) return { child, port: Number(port), stderr: () => stderr };
  }
  throw new Error(`the command ended: ${stderr}`);
}

test('serves the page, shows errors with their position, and serves the fixed page', async () => {
  const { port, stderr } = await serve();
  const text = readFileSync(file, 'utf8');
  const first = await send(port);
  expect(first.headers['content-security-policy']).toMatch(
    /^default-src 'none'; script-src 'sha256-.*frame-ancestors 'none'$/,
  );
  expect(first.body).toContain('<script type="application/json" id="data">');
  const events = await Events.open(port);
  const start = (await events.next()) as { readonly version: string };
  expect(first.body).toContain(`<html lang="en" data-served="${start.version}">`);

  writeFileSync(file, `${text}unknown: 1\n`);
  const broken = (await events.next()) as BrokenState;
  expect(broken.problems.title).toBe('topology.yaml: 1 error');
  const shown = broken.problems.text.map((each) => each.text).join('');
  const { stdout } = await ecrTopology(['validate'], { cwd: folder.path });
  expect(stdout).toBe(`${shown}\ntopology.yaml: 1 error\n`);
  expect(stderr()).toContain(stdout);

  writeFileSync(file, text);
  const fixed = (await events.next()) as { readonly version: string };
  expect(fixed).not.toEqual(start);
  expect((await send(port)).body).toContain(fixed.version);
});

interface BrokenState {
  readonly problems: { readonly title: string; readonly text: readonly { readonly text: string }[] };
}

test('reviews a plan again when it changes, and shows why a plan cannot be read', async () => {
  const plan = join(folder.path, 'plan.json');
  writeFileSync(plan, '{');
  const { port, stderr } = await serve('--plan', plan);
  const events = await Events.open(port);
  const broken = (await events.next()) as BrokenState;
  expect(broken.problems.title).toBe('The plans cannot be reviewed');
  const text = broken.problems.text.map((each) => each.text).join('');
  expect(text).toContain(`${plan}: `);
  expect(stderr()).toContain(text);

  copyFileSync('__tests__/fixtures/plans/article-without-registry-policy/plan.json', plan);
  const { version } = (await events.next()) as { readonly version: string };
  const { body } = await send(port);
  expect(body).toContain(version);
  expect(body).toContain('replication-not-permitted');
});

test.each([
  [['--config', 'x.yaml'], '--config applies to the review of plans. Add --plan.'],
  [['--plan', '-'], "--plan '-' is standard input, which cannot be read again. Name a file."],
])('rejects %j', async (args, message) => {
  const { status, stderr } = await ecrTopology(['serve', ...args], { cwd: folder.path });
  expect([status, stderr]).toEqual([2, `error: ${message}\n`]);
});

test('serves an empty page if the declaration has errors at the start', async () => {
  writeFileSync(file, 'accounts: {}\n');
  const { port } = await serve();
  const { status, body } = await send(port);
  expect(status).toBe(200);
  expect(body).toContain('<title>ECR topology: topology.yaml</title>');
  expect(body).not.toContain('id="data"');
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it at once, with open connections', async (signal) => {
  const { child, port } = await serve();
  await Events.open(port);
  const started = Date.now();
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([null, signal]);
  expect(Date.now() - started).toBeLessThan(2_000);
});

test('exits with 2 if there is no declaration', async () => {
  const { status, stderr } = await ecrTopology(['serve', '--topology', 'none.yaml'], { cwd: folder.path });
  expect(status).toBe(2);
  expect(stderr).toContain('The file does not exist.');
});

test('exits with 2 if the port is in use', async () => {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  const { port } = other.address() as AddressInfo;
  const { status, stderr } = await ecrTopology(['serve', '--port', String(port)], { cwd: folder.path });
  other.close();
  expect(status).toBe(2);
  expect(stderr).toContain(
    `error: Port ${port} is in use. Set another port, or omit --port to use a free one.\n`,
  );
});

test.each(['x', '-1', '65536', '1.5', '0x10'])('rejects the port %j', async (port) => {
  const { status, stderr } = await ecrTopology(['serve', `--port=${port}`]);
  expect(status).toBe(2);
  expect(stderr).toContain('Use a number from 0 to 65535.');
});
