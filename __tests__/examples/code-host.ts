import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A comment as the APIs of GitHub and GitLab return it. */
export interface Comment {
  readonly id: number;
  readonly body: string;
  /** GitHub. */
  readonly user: { readonly login: string; readonly type: string };
  /** GitLab. */
  readonly author: { readonly id: number };
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

const BOT = { user: { login: 'github-actions[bot]', type: 'Bot' }, author: { id: 5 } };
const OTHER_USER = { user: { login: 'mallory', type: 'User' }, author: { id: 6 } };

/**
 * The parts of the APIs of GitHub and GitLab that the pipelines use: the comments of pull request 3, and tokens of AWS.
 * `__tests__/comment` tests the behaviour of these APIs in more detail.
 */
export class CodeHost {
  public comments: readonly Comment[] = [];
  /** The method and path of every change: `POST /repos/acme/images/issues/3/comments`. */
  public readonly changes: string[] = [];

  private constructor(
    public readonly url: string,
    private readonly server: Server,
  ) {}

  public static async start(): Promise<CodeHost> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const host = new CodeHost(`http://127.0.0.1:${port}`, server);
    server.on('request', (request, response) => {
      void (async () => {
        const { status, body } = host.reply(request, await textOf(request));
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      })();
    });
    return host;
  }

  public close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** Removes all comments, except one of another user with the marker of `check`. */
  public reset(): void {
    this.changes.length = 0;
    this.comments = [{ id: 1, body: '<!-- ecr-topology check -->\nnot ours', ...OTHER_USER }];
  }

  /** The text of the comments of the pipeline. */
  public own(): readonly string[] {
    return this.comments.filter(({ author }) => author.id === BOT.author.id).map(({ body }) => body);
  }

  private reply({ method = '', url = '', headers }: IncomingMessage, text: string): Reply {
    const { pathname, searchParams } = new URL(url, this.url);
    if (pathname === '/oidc') {
      const isRequest =
        headers.authorization === 'bearer request-token' &&
        searchParams.get('audience') === 'sts.amazonaws.com';
      return isRequest ? { status: 200, body: { value: 'the.id.token' } } : { status: 401, body: {} };
    }
    if (pathname === '/graphql') return { status: 200, body: { data: { viewer: BOT.user } } };
    if (pathname.endsWith('/user')) return { status: 200, body: BOT.author };
    if (/\/merge_requests\/\d+$/.test(pathname)) {
      return { status: 200, body: { web_url: 'https://gitlab.example/acme/images/-/merge_requests/3' } };
    }
    if (!/\/(issues|merge_requests)\//.test(pathname)) return { status: 404, body: {} };
    if (!canComment(headers)) {
      return { status: 403, body: { message: 'Resource not accessible by integration' } };
    }
    if (method === 'GET') return { status: 200, body: this.comments };
    this.changes.push(`${method} ${pathname}`);
    const { body } = JSON.parse(text) as { readonly body: string };
    const id = method === 'POST' ? this.comments.length + 1 : Number(pathname.split('/').at(-1));
    const comment = { id, body, ...BOT };
    this.comments =
      method === 'POST'
        ? [...this.comments, comment]
        : this.comments.map((each) => (each.id === id ? comment : each));
    return { status: method === 'POST' ? 201 : 200, body: comment };
  }
}

/** The token of a workflow contains its permissions (`tokenWith`). */
function canComment(headers: IncomingMessage['headers']): boolean {
  if (headers['private-token'] === 'secret') return true;
  const [, token = ''] = /^(?:bearer|token) ghs_(.*)$/i.exec(headers.authorization ?? '') ?? [];
  return Buffer.from(token, 'base64url').toString().includes('"pull-requests":"write"');
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
