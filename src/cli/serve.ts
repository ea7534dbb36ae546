import { Command, InvalidArgumentError, Option } from 'commander';
import { systemCode } from '../base/file';
import { findDeclaration } from '../declaration/syntax/source';
import { loadTopology } from '../lint/declaration/load';
import { printable } from '../report/format/text';
import { contentSecurityPolicy, emptyPageHtml } from '../report/page/html';
import { MAX_PORT, type PortChoice } from '../serve/page-server';
import { startServing } from '../serve/serving';
import { EXIT, exitCodeFor, UsageError } from './exit';
import { withHelpText } from './help';
import { openBrowser } from './open-browser';
import { topologyOption } from './options';
import { consoleOf, type Console } from './output';
import { loadPageAssets } from './page-assets';
import { reportDiagnostics } from './report-diagnostics';
import { buildServedPage } from './served-page';

interface Options {
  readonly topology?: string;
  readonly port?: number;
  readonly plan?: readonly string[];
  readonly config?: string;
  readonly open?: boolean;
}

/** Used by no other program that developers of containers often run. */
const DEFAULT_PORT = 4700;
/** Number of ports to try if the default one is in use. */
const MAX_ATTEMPTS = 20;

export function serveCommand(): Command {
  const command = new Command('serve')
    .description('Show the page of report in a browser, and reload it when a file changes')
    .addOption(topologyOption())
    .option('--plan <plan...>', "plans to review, as written by 'terraform show -json'")
    .option('--config <file>', "rule settings and suppressions (default: 'checks' of the declaration)")
    .addOption(
      new Option(
        '--port <port>',
        `port on 127.0.0.1; 0 is any free port (default: ${DEFAULT_PORT}, or the next free port)`,
      ).argParser(parsePort),
    )
    .option('--open', 'open the page in your browser')
    .action(async (options: Options, self: Command) => {
      rejectUnusableOptions(options);
      await serve(options, consoleOf(self));
    });
  return withHelpText(command, {
    about: [
      'Serves the page on 127.0.0.1, which only this computer can open. Reads the declaration and the plans again when they change, and reloads the page. While the declaration has errors, the page shows them over its last valid version.',
    ],
    examples: [
      'ecr-topology serve --open',
      'ecr-topology serve --plan plan.json',
      'ecr-topology serve --port 8080',
    ],
    exitCodes: [[EXIT.couldNotRun, 'wrong usage, the declaration cannot be read, or the port is in use']],
  });
}

function rejectUnusableOptions({ plan = [], config }: Options): void {
  if (config !== undefined && plan.length === 0) {
    throw new UsageError('--config applies to the review of plans. Add --plan.');
  }
  if (plan.includes('-')) {
    throw new UsageError("--plan '-' is standard input, which cannot be read again. Name a file.");
  }
}

async function serve({ topology, plan = [], config, port, open }: Options, output: Console): Promise<void> {
  const { file } = findDeclaration(topology, process.env);
  const loaded = loadTopology(file, process.env);
  if (loaded.kind === 'unreadable') {
    reportDiagnostics(loaded, output);
    process.exitCode = exitCodeFor(loaded);
    return;
  }
  const assets = await loadPageAssets();
  const serving = await startServing({
    files: [file, ...plan, ...(config === undefined ? [] : [config])],
    ports: portChoice(port),
    contentSecurityPolicy: `${contentSecurityPolicy(assets, true)}; frame-ancestors 'none'`,
    emptyHtml: (servedVersion) => emptyPageHtml(file, assets, { servedVersion }),
    build: () => buildServedPage({ file, plans: plan, config, assets, output }),
  }).catch((error: unknown) => {
    throw listenError(error, port);
  });
  const address = `http://127.0.0.1:${serving.port}/`;
  process.stdout.write(`Serving ${printable(file)} at ${address}\nPress Ctrl+C to stop.\n`);
  if (open !== true) return;
  openBrowser(address, (program) => {
    process.stderr.write(`Could not open a browser with ${program}. Open ${address}\n`);
  });
}

function parsePort(value: string): number {
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= MAX_PORT) return port;
  throw new InvalidArgumentError(`Use a number from 0 to ${MAX_PORT}.`);
}

/** A port that the user set is not replaced by another one. */
function portChoice(port: number | undefined): PortChoice {
  return port === undefined ? { first: DEFAULT_PORT, attempts: MAX_ATTEMPTS } : { first: port, attempts: 1 };
}

function listenError(error: unknown, port: number | undefined): unknown {
  const ports = port === undefined ? `${DEFAULT_PORT} to ${DEFAULT_PORT + MAX_ATTEMPTS - 1}` : String(port);
  switch (systemCode(error)) {
    case 'EADDRINUSE':
      return port === undefined
        ? new UsageError(`The ports ${ports} are in use. Set another port with --port.`)
        : new UsageError(`Port ${ports} is in use. Set another port, or omit --port to use a free one.`);
    case 'EACCES':
      return new UsageError(`Port ${ports} requires administrator permissions. Set a port above 1023.`);
    default:
      return error;
  }
}
