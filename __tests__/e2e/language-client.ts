import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

const SERVER = require.resolve('yaml-language-server/bin/yaml-language-server');
const FOLDER = resolve(__dirname, '../../..');

/** The cursor in the text of a document. */
const CURSOR = '▮';

interface Problem {
  readonly line: number;
  /** The text that the editor marks. */
  readonly marked: string;
  readonly message: string;
}

const messageSchema = z.object({
  id: z.number().optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
});
const positionSchema = z.object({ line: z.number(), character: z.number() });
const diagnosticsSchema = z.object({
  uri: z.string(),
  diagnostics: z.array(
    z.object({ message: z.string(), range: z.object({ start: positionSchema, end: positionSchema }) }),
  ),
});
const hoverSchema = z.object({ contents: z.object({ value: z.string() }) }).nullable();
const completionSchema = z.object({
  items: z.array(
    z.object({
      label: z.string(),
      insertText: z.string().optional(),
      documentation: z.union([z.string(), z.object({ value: z.string() })]).optional(),
    }),
  ),
});

/** An editor that opens YAML documents with yaml-language-server, over standard input and output. */
export class Editor {
  private readonly server: ChildProcessWithoutNullStreams;
  private buffered = Buffer.alloc(0);
  private requests = 0;
  private documents = 0;
  private readonly answers = new Map<number, (result: unknown) => void>();
  private readonly published = new Map<string, (params: unknown) => void>();

  private constructor(private readonly schemaFile: string) {
    this.server = spawn(process.execPath, [SERVER, '--stdio'], { stdio: 'pipe' });
    this.server.stdout.on('data', (chunk: Buffer) => {
      this.read(chunk);
    });
  }

  /** Starts the server. Every document names the schema in its first line. */
  public static async start(schemaFile: string): Promise<Editor> {
    const editor = new Editor(schemaFile);
    await editor.request('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(FOLDER).href,
      capabilities: {
        textDocument: {
          hover: { contentFormat: ['markdown'] },
          completion: { completionItem: { documentationFormat: ['markdown'], snippetSupport: true } },
        },
      },
    });
    editor.notify('initialized', {});
    editor.notify('workspace/didChangeConfiguration', {
      settings: { yaml: { schemaStore: { enable: false }, validate: true, hover: true, completion: true } },
    });
    return editor;
  }

  public async stop(): Promise<void> {
    const ended = once(this.server, 'exit');
    await this.request('shutdown', null);
    this.notify('exit', null);
    await ended;
  }

  /** Returns what the editor underlines. */
  public async problems(text: string): Promise<readonly Problem[]> {
    const lines = this.withModeline(text).split('\n');
    const { diagnostics } = diagnosticsSchema.parse(await this.open(text).published);
    return diagnostics.map(({ message, range: { start, end } }) => ({
      line: start.line,
      marked: (lines[start.line] ?? '').slice(
        start.character,
        end.line === start.line ? end.character : undefined,
      ),
      message,
    }));
  }

  /** Returns the Markdown that the editor shows at the cursor. */
  public async hover(text: string): Promise<string> {
    const hover = hoverSchema.parse(await this.requestAtCursor('textDocument/hover', text));
    return hover?.contents.value ?? '';
  }

  /** Returns the completions at the cursor, with their documentation. */
  public async completions(text: string): Promise<ReadonlyMap<string, string>> {
    const { items } = completionSchema.parse(await this.requestAtCursor('textDocument/completion', text));
    return new Map(
      items.map(({ label, documentation }) => [
        label,
        typeof documentation === 'object' ? documentation.value : (documentation ?? ''),
      ]),
    );
  }

  private async requestAtCursor(method: string, text: string): Promise<unknown> {
    const before = this.withModeline(text).split(CURSOR, 1)[0] ?? '';
    const lines = before.split('\n');
    const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    const { uri } = this.open(text.replace(CURSOR, ''));
    return this.request(method, { textDocument: { uri }, position });
  }

  private withModeline(text: string): string {
    return `# yaml-language-server: $schema=${pathToFileURL(this.schemaFile).href}\n${text}`;
  }

  private open(text: string) {
    this.documents += 1;
    const { href: uri } = pathToFileURL(resolve(FOLDER, `document-${this.documents}.yaml`));
    const published = new Promise<unknown>((answer) => this.published.set(uri, answer));
    const document = { uri, languageId: 'yaml', version: 1, text: this.withModeline(text) };
    this.notify('textDocument/didOpen', { textDocument: document });
    return { uri, published };
  }

  private request(method: string, params: unknown): Promise<unknown> {
    this.requests += 1;
    const id = this.requests;
    this.write({ jsonrpc: '2.0', id, method, params });
    return new Promise((answer) => this.answers.set(id, answer));
  }

  private notify(method: string, params: unknown): void {
    this.write({ jsonrpc: '2.0', method, params });
  }

  private write(message: object): void {
    const body = JSON.stringify(message);
    this.server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  private read(chunk: Buffer): void {
    this.buffered = Buffer.concat([this.buffered, chunk]);
    for (;;) {
      const headerEnd = this.buffered.indexOf('\r\n\r\n');
      const length = Number(
        /Content-Length: (\d+)/.exec(this.buffered.subarray(0, headerEnd).toString())?.[1],
      );
      const end = headerEnd + 4 + length;
      if (headerEnd === -1 || this.buffered.length < end) return;
      const message = messageSchema.parse(JSON.parse(this.buffered.subarray(headerEnd + 4, end).toString()));
      this.buffered = this.buffered.subarray(end);
      this.receive(message);
    }
  }

  private receive({ id, method, params, result }: z.infer<typeof messageSchema>): void {
    if (method === undefined) {
      this.answers.get(id ?? 0)?.(result);
    }
    // A request of the server: this editor has no settings for it.
    else if (id !== undefined) {
      this.write({ jsonrpc: '2.0', id, result: null });
    } else if (method === 'textDocument/publishDiagnostics') {
      this.published.get(diagnosticsSchema.parse(params).uri)?.(params);
    }
  }
}
