import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { startPageServer, type PageServer } from '../../src/serve/page-server';
import { Events, open, send, sendRaw, type HttpRequest } from './http';

const PAGE = {
  html: '<!doctype html><p>ä</p>\n',
  contentSecurityPolicy: "default-src 'none'; script-src 'sha256-x'",
  state: { version: 'a-1', problems: undefined },
};

let server: PageServer;

beforeEach(async () => {
  server = await startPageServer(PAGE, { first: 0, attempts: 1 });
});

afterEach(async () => {
  await server.close();
});

describe('the page', () => {
  test('has the headers that keep other sites and caches from it', async () => {
    const { status, headers, body } = await send(server.port);
    expect(status).toBe(200);
    expect(body).toBe(PAGE.html);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-length': String(Buffer.byteLength(PAGE.html)),
      'content-security-policy': PAGE.contentSecurityPolicy,
      'content-type': 'text/html; charset=utf-8',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('has no body for HEAD', async () => {
    const { status, headers, body } = await send(server.port, { method: 'HEAD' });
    expect([status, headers['content-length'], body]).toEqual([
      200,
      String(Buffer.byteLength(PAGE.html)),
      '',
    ]);
  });

  test('is replaced by the next one', async () => {
    server.update({ ...PAGE, html: 'next' });
    expect((await send(server.port)).body).toBe('next');
  });
});

test.each<readonly [string, HttpRequest, number]>([
  ['localhost', { headers: { host: 'localhost:PORT' } }, 200],
  ['the host in uppercase', { headers: { host: 'LOCALHOST:PORT' } }, 200],
  ['the loopback address of IPv6', { headers: { host: '[::1]:PORT' } }, 200],
  ['another host', { headers: { host: 'evil.example:PORT' } }, 403],
  ['a host that starts with the address', { headers: { host: '127.0.0.1.evil.example:PORT' } }, 403],
  ['the host without the port', { headers: { host: '127.0.0.1' } }, 403],
  ['the host with another port', { headers: { host: '127.0.0.1:1' } }, 403],
  ['another path', { path: '/topology.yaml' }, 404],
  ['a path that leaves the folder', { path: '/../../etc/passwd' }, 404],
  ['a path in escapes', { path: '/%2e%2e/%2e%2e/etc/passwd' }, 404],
  ['two slashes', { path: '//' }, 404],
  ['a query', { path: '/?x' }, 404],
  ['POST', { method: 'POST' }, 405],
  ['OPTIONS', { method: 'OPTIONS', headers: { origin: 'http://evil.example' } }, 405],
  ['DELETE of the events', { method: 'DELETE', path: '/events' }, 405],
  ['another host of another path', { path: '/x', headers: { host: 'evil.example' } }, 403],
  ['the origin of another site', { headers: { origin: 'https://evil.example' } }, 403],
  ['an opaque origin', { headers: { origin: 'null' } }, 403],
  [
    'events for the origin of another site',
    { path: '/events', headers: { origin: 'http://evil.example' } },
    403,
  ],
  ['events for another site', { path: '/events', headers: { 'sec-fetch-site': 'cross-site' } }, 403],
  ['events for another port', { path: '/events', headers: { 'sec-fetch-site': 'same-site' } }, 403],
  [
    'a navigation to the events from another site',
    {
      path: '/events',
      headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    },
    403,
  ],
  ['HEAD of the events', { path: '/events', method: 'HEAD' }, 200],
  ['a reload', { headers: { 'sec-fetch-site': 'same-origin' } }, 200],
  ['an address that the user typed', { headers: { 'sec-fetch-site': 'none' } }, 200],
  [
    'a script of another site',
    { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'script' } },
    403,
  ],
  [
    'a frame of another site',
    { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' } },
    403,
  ],
  [
    'a link of another site',
    {
      headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    },
    200,
  ],
])('%s: %j gets %i', async (_, { headers = {}, ...request }, status) => {
  const withPort = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', String(server.port))]),
  );
  const response = await send(server.port, { ...request, headers: withPort });
  expect(response.status).toBe(status);
  expect(response.headers['x-content-type-options']).toBe('nosniff');
  expect(response.headers['access-control-allow-origin']).toBeUndefined();
  if (status === 405) expect(response.headers.allow).toBe('GET, HEAD');
  if (status >= 400) expect(response.body).not.toContain('<p>');
});

describe('events', () => {
  test('send the state at the start and after each change', async () => {
    const [one, other] = [await Events.open(server.port), await Events.open(server.port)];
    const problems = { title: 'x: 1 error', text: [{ tone: undefined, text: 'a\nb\n\nc' }] };
    expect(await one.next()).toEqual({ version: 'a-1' });
    server.update({ ...PAGE, state: { version: 'a-1', problems } });
    expect(await one.next()).toEqual({ version: 'a-1', problems });
    expect(await other.next()).toEqual({ version: 'a-1' });
    expect(await other.next()).toEqual({ version: 'a-1', problems });
    one.close();
    server.update({ ...PAGE, state: { version: 'a-2', problems: undefined } });
    expect(await other.next()).toEqual({ version: 'a-2' });
  });

  test('are a stream that is not stored', async () => {
    const response = await open(server.port, { path: '/events' });
    response.destroy();
    expect(response.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'text/event-stream; charset=utf-8',
    });
  });

  test('reach 200 pages, and pages that disconnect do not matter', async () => {
    const all = await Promise.all(Array.from({ length: 200 }, () => Events.open(server.port)));
    await Promise.all(all.map((each) => each.next()));
    for (const each of all.slice(0, 100)) each.close();
    server.update({ ...PAGE, state: { version: 'a-2', problems: undefined } });
    const rest = await Promise.all(all.slice(100).map((each) => each.next()));
    expect(rest).toEqual(Array.from({ length: 100 }, () => ({ version: 'a-2' })));
  });

  test('a page that does not read its events is disconnected', async () => {
    const response = await open(server.port, { path: '/events' });
    response.pause();
    const closed = new Promise((resolve) => response.once('close', resolve));
    response.on('error', () => undefined);
    const problems = { title: 'x', text: [{ tone: undefined, text: 'x'.repeat(1_000_000) }] };
    for (let sent = 0; sent < 30; sent += 1) {
      server.update({ ...PAGE, state: { version: 'a-1', problems } });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    response.resume();
    await closed;
  });
});

describe('strange requests', () => {
  test.each<readonly [string, string | Buffer, RegExp]>([
    ['no HTTP', 'hello\r\n\r\n', /^HTTP\/1.1 400 /],
    ['TLS', Buffer.from('16030100c8010000c40303', 'hex'), /^(HTTP\/1.1 400 |$)/],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', /^HTTP\/1.1 400 /],
    ['an empty host', 'GET / HTTP/1.1\r\nHost:\r\n\r\n', /^HTTP\/1.1 403 /],
    ['no host in HTTP/1.0', 'GET / HTTP/1.0\r\n\r\n', /^HTTP\/1.1 403 /],
    [
      'two hosts',
      'GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
      /^HTTP\/1.1 40[03] /,
    ],
    [
      'a proxy request',
      'GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n',
      /^HTTP\/1.1 404 /,
    ],
    ['CONNECT', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n', /^$/],
    ['a method that does not exist', 'BREW / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n', /^HTTP\/1.1 400 /],
    ['a NUL byte in the path', 'GET /\0 HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n', /^HTTP\/1.1 400 /],
    [
      'a body',
      'POST / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 1000000\r\n\r\nx',
      /^HTTP\/1.1 405 /,
    ],
    [
      'two lengths',
      'GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      /^HTTP\/1.1 400 /,
    ],
    [
      'large headers',
      `GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`,
      /^HTTP\/1.1 431 /,
    ],
    [
      'a WebSocket of another site',
      'GET /events HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nOrigin: http://evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      /^HTTP\/1.1 403 /,
    ],
  ])('%s is refused, and the server keeps running', async (_, text, expected) => {
    const raw = typeof text === 'string' ? text.replaceAll('PORT', String(server.port)) : text;
    expect(await sendRaw(server.port, raw)).toMatch(expected);
    expect((await send(server.port)).status).toBe(200);
  });

  test('clients that reset their connection do not matter', async () => {
    await Promise.all(
      [
        '',
        'GET',
        `GET / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`,
        `GET /events HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`,
      ].map(
        (text) =>
          new Promise<void>((resolve) => {
            const socket = connect(server.port, '127.0.0.1', () => {
              socket.write(text, () => {
                socket.resetAndDestroy();
              });
            });
            socket.on('error', () => undefined);
            socket.on('close', () => {
              resolve();
            });
          }),
      ),
    );
    expect((await send(server.port)).status).toBe(200);
  });
});

describe('the port', () => {
  const other = createServer();
  let used: number;

  beforeEach(async () => {
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    used = (other.address() as AddressInfo).port;
  });

  afterEach(() => new Promise((resolve) => other.close(resolve)));

  test('is the next free one if several are allowed', async () => {
    const next = await startPageServer(PAGE, { first: used, attempts: 20 });
    expect(next.port).toBeGreaterThan(used);
    expect((await send(next.port)).status).toBe(200);
    await next.close();
  });

  test('fails if it is in use and no other is allowed', async () => {
    await expect(startPageServer(PAGE, { first: used, attempts: 1 })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});

const addresses = Object.values(networkInterfaces()).flatMap((each) =>
  (each ?? []).filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address),
);

const isAlone = addresses.length === 0;
const ALONE = isAlone ? ' (skipped: this machine has no other IPv4 address)' : '';
(isAlone ? test.skip : test)(`other computers cannot connect${ALONE}`, async () => {
  const refused = new Promise((resolve) => {
    connect(server.port, addresses[0]).on('error', ({ message }) => {
      resolve(message);
    });
  });
  expect(await refused).toContain('ECONNREFUSED');
});

test('close ends open connections', async () => {
  const events = await open(server.port, { path: '/events' });
  const closed = new Promise((resolve) => events.once('close', resolve));
  events.on('error', () => undefined);
  events.resume();
  await server.close();
  await closed;
});
