import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const TOKEN = 'ghs_Secret0123456789';

/** The bot of a workflow. The token of the tests is its token. */
export const BOT = 'github-actions[bot]';

interface StoredComment {
  readonly id: number;
  readonly author: string;
  body: string;
}

/** What the server does with a request instead of the usual response. */
export interface Fault {
  /** `POST`, or with a part of the path: `GET /comments`. */
  readonly on: string;
  /** Executes the request nevertheless. */
  readonly executes?: true;
  /** Sends no response and keeps the connection open. */
  readonly hangs?: true;
  /** Undefined: the connection is closed without a response. */
  readonly response?: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  };
  /** Number of requests with this fault. Default: 1. */
  readonly times?: number;
}

interface Reply {
  readonly status: number;
  readonly data?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server that responds as the APIs of GitHub and GitLab do. */
export class ApiServer {
  public readonly comments: StoredComment[] = [];
  /** The requests, as `GET /path?query`. */
  public readonly requests: string[] = [];
  public readonly origin: string;
  private faults: { readonly fault: Fault; remaining: number }[] = [];
  private nextId = 1;

  private constructor(
    private readonly server: Server,
    private readonly api: 'github' | 'gitlab',
  ) {
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  public static async start(api: 'github' | 'gitlab'): Promise<ApiServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const started = new ApiServer(server, api);
    server.on('request', (request, response) => {
      void started.respond(request, response);
    });
    return started;
  }

  /** GitHub Enterprise Server has the REST API in a folder. */
  public get apiUrl(): string {
    return `${this.origin}/${this.api === 'github' ? 'api/v3' : 'api/v4'}`;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  public add(author: string, body: string): StoredComment {
    const comment = { id: this.nextId, author, body };
    this.nextId += 1;
    this.comments.push(comment);
    return comment;
  }

  public fail(fault: Fault): void {
    this.faults.push({ fault, remaining: fault.times ?? 1 });
  }

  /** The bodies of the bot's comments. */
  public bodies(): readonly string[] {
    return this.comments.filter(({ author }) => author === BOT).map(({ body }) => body);
  }

  public writes(): readonly string[] {
    return this.requests.filter((request) => !/^GET|graphql/.test(request));
  }

  private async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '' } = request;
    this.requests.push(`${method} ${url}`);
    const fault = this.takeFault(`${method} ${url}`);
    const isExecuted = fault === undefined || fault.executes === true;
    const reply = isExecuted ? this.reply(request, Buffer.concat(chunks).toString('utf8')) : undefined;
    if (fault?.hangs === true) return;
    if (fault !== undefined && fault.response === undefined) {
      request.socket.destroy();
      return;
    }
    const { status, headers, body } = fault?.response ?? {
      ...reply,
      status: reply?.status ?? 500,
      body: undefined,
    };
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body ?? (reply?.data === undefined ? '' : JSON.stringify(reply.data)));
  }

  private takeFault(request: string): Fault | undefined {
    const entry = this.faults.find(({ fault, remaining }) => {
      const [method = '', path = ''] = fault.on.split(' ');
      return remaining > 0 && request.startsWith(`${method} `) && request.includes(path);
    });
    if (entry !== undefined) entry.remaining -= 1;
    return entry?.fault;
  }

  private reply(request: IncomingMessage, body: string): Reply {
    const url = new URL(request.url ?? '', this.origin);
    const isAuthorized =
      this.api === 'github'
        ? request.headers.authorization === `Bearer ${TOKEN}`
        : request.headers['private-token'] === TOKEN;
    if (!isAuthorized) {
      return {
        status: 401,
        data: { message: this.api === 'github' ? 'Bad credentials' : '401 Unauthorized' },
      };
    }
    return this.api === 'github'
      ? this.replyAsGithub(request.method ?? '', url, body)
      : this.replyAsGitlab(request.method ?? '', url, body);
  }

  private replyAsGithub(method: string, url: URL, body: string): Reply {
    const shown = (comment: StoredComment) => ({
      id: comment.id,
      body: comment.body,
      html_url: `https://github.example.com/acme/images/pull/7#issuecomment-${comment.id}`,
      user: { login: comment.author, type: comment.author === BOT ? 'Bot' : 'User' },
    });
    if (url.pathname === '/api/graphql') return { status: 200, data: { data: { viewer: { login: BOT } } } };
    // The token of a workflow: https://github.com/actions/create-github-app-token/issues/258
    if (url.pathname === '/api/v3/user') {
      return { status: 403, data: { message: 'Resource not accessible by integration' } };
    }
    const text = body === '' ? '' : (JSON.parse(body) as { readonly body: string }).body;
    const tooLong: Reply = {
      status: 422,
      data: {
        message: 'Validation Failed',
        errors: [
          {
            resource: 'IssueComment',
            code: 'unprocessable',
            message: 'Body is too long (maximum is 65536 characters)',
          },
        ],
      },
    };
    if (url.pathname === '/api/v3/repos/acme/images/issues/7/comments') {
      if (method === 'GET') return this.page(url, this.comments.map(shown), false);
      return Array.from(text).length > 65_536 ? tooLong : { status: 201, data: shown(this.add(BOT, text)) };
    }
    const comment = this.byId(/^\/api\/v3\/repos\/acme\/images\/issues\/comments\/(\d+)$/, url);
    if (comment === undefined) return { status: 404, data: { message: 'Not Found' } };
    if (method === 'DELETE') return this.remove(comment);
    if (Array.from(text).length > 65_536) return tooLong;
    comment.body = text;
    return { status: 200, data: shown(comment) };
  }

  private replyAsGitlab(method: string, url: URL, body: string): Reply {
    const shown = (comment: StoredComment) => ({
      id: comment.id,
      body: comment.body,
      author: { id: comment.author === BOT ? 41 : 1, username: comment.author },
      system: false,
    });
    const notes = '/api/v4/projects/group%2Fimages/merge_requests/7/notes';
    if (url.pathname === '/api/v4/user') return { status: 200, data: { id: 41, username: BOT } };
    if (`${url.pathname}/notes` === notes) {
      return {
        status: 200,
        data: { iid: 7, web_url: 'https://gitlab.example.com/group/images/-/merge_requests/7' },
      };
    }
    const text = body === '' ? '' : (JSON.parse(body) as { readonly body: string }).body;
    const tooLong: Reply = {
      status: 400,
      data: { message: { note: ['is too long (maximum is 1000000 characters)'] } },
    };
    if (url.pathname === notes) {
      const inOrder = url.searchParams.get('sort') === 'asc' ? this.comments : [...this.comments].reverse();
      if (method === 'GET') return this.page(url, inOrder.map(shown), true);
      return text.length > 1_000_000 ? tooLong : { status: 201, data: shown(this.add(BOT, text)) };
    }
    const comment = this.byId(/\/notes\/(\d+)$/, url);
    if (comment === undefined) return { status: 404, data: { message: '404 Not found' } };
    if (method === 'DELETE') return this.remove(comment);
    if (text.length > 1_000_000) return tooLong;
    comment.body = text;
    return { status: 200, data: shown(comment) };
  }

  private byId(pattern: RegExp, url: URL): StoredComment | undefined {
    const [, id = ''] = pattern.exec(url.pathname) ?? [];
    return this.comments.find((comment) => comment.id === Number(id));
  }

  private remove(comment: StoredComment): Reply {
    this.comments.splice(this.comments.indexOf(comment), 1);
    return { status: 204 };
  }

  private page(url: URL, items: readonly unknown[], hasPageHeader: boolean): Reply {
    const size = Math.min(Number(url.searchParams.get('per_page') ?? 30), 100);
    const page = Number(url.searchParams.get('page') ?? 1);
    const hasNext = items.length > page * size;
    const next = new URL(url);
    next.searchParams.set('page', String(page + 1));
    const first = new URL(url);
    first.searchParams.set('page', '1');
    const links = [`<${first.href}>; rel="first"`, ...(hasNext ? [`<${next.href}>; rel="next"`] : [])];
    return {
      status: 200,
      data: items.slice((page - 1) * size, page * size),
      headers: hasPageHeader
        ? { 'x-next-page': hasNext ? String(page + 1) : '' }
        : { link: links.join(', ') },
    };
  }
}

/** A clock that does not wait. */
export class TestClock {
  public readonly waits: number[] = [];
  private time = Date.UTC(2026, 10, 30);

  public now = (): number => this.time;

  public sleep = async (milliseconds: number): Promise<void> => {
    this.waits.push(milliseconds);
    this.time += milliseconds;
    await Promise.resolve();
  };
}
