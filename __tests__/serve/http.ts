import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';

export interface HttpRequest {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface HttpResponse {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Sends a request as a program does: `fetch` does not set the header `Host`. */
export async function send(
  port: number,
  { path = '/', ...options }: HttpRequest = {},
): Promise<HttpResponse> {
  const response = await open(port, { path, ...options });
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode, headers: response.headers, body };
}

/** Returns the response before its body ended. */
export function open(port: number, options: HttpRequest = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, agent: false, ...options }, resolve)
      .on('error', reject)
      .end();
  });
}

/** Sends bytes that need not be HTTP, and returns what the server sent until it closed the connection. */
export function sendRaw(port: number, text: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => (received += chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(received);
    });
  });
}

/** The events of a server, in order. */
export class Events {
  private readonly received: unknown[] = [];
  private text = '';
  private wake: () => void = () => undefined;

  private constructor(private readonly response: IncomingMessage) {
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      this.add(chunk);
    });
    response.on('error', () => undefined);
  }

  public static async open(port: number): Promise<Events> {
    return new Events(await open(port, { path: '/events' }));
  }

  /** Waits for the next event. */
  public async next(): Promise<unknown> {
    while (this.received.length === 0) await new Promise<void>((resolve) => (this.wake = resolve));
    return this.received.shift();
  }

  public close(): void {
    this.response.destroy();
  }

  private add(chunk: string): void {
    const blocks = (this.text + chunk).split('\n\n');
    this.text = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data !== undefined) this.received.push(JSON.parse(data));
    }
    this.wake();
  }
}
