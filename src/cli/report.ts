import { Command, Option } from 'commander';
import { findDeclaration } from '../declaration/syntax/source';
import { loadTopology, type Loaded, type LoadedTopology } from '../lint/declaration/load';
import { buildPageData } from '../report/page/build-page-data';
import { pageHtml } from '../report/page/html';
import { liveSection, type LiveSection } from '../report/page/live';
import { withPicture } from '../report/page/picture-section';
import { redactPageInput } from '../report/page/redact';
import { reviewSection, type ReviewSection } from '../report/page/review';
import { DEFAULT_FAIL_ON, FAIL_ON, type FailOn } from '../report/review/findings';
import { checkInputs, checkNamedPlans } from './check-inputs';
import { normaliseFile } from './check-outputs';
import { EXIT, exitCodeFor, UsageError } from './exit';
import { withHelpText, type HelpText } from './help';
import { verifyLive, type LiveOptions } from './live-verification';
import { topologyOption } from './options';
import { outputOf, outputOption, type Output } from './output';
import { pageAbout } from './page-about';
import { loadPageAssets } from './page-assets';
import { Progress } from './progress';
import { reportDiagnostics } from './report-diagnostics';

interface Options extends LiveOptions {
  readonly topology?: string;
  readonly plan?: readonly string[];
  readonly config?: string;
  readonly failOn?: FailOn;
  readonly live?: true;
  readonly redact?: true;
}

export function reportCommand(): Command {
  const command = new Command('report')
    .description('Write a page with the topology, its access and the review of plans')
    .addOption(topologyOption())
    .option(
      '--plan <plan...>',
      "plans to review, as written by 'terraform show -json'; '-' is standard input",
    )
    .option('--config <file>', "rule settings and suppressions (default: 'checks' of the declaration)")
    .addOption(
      // A default of the option would hide that it is not set.
      new Option(
        '--fail-on <severity>',
        `lowest severity for which the review fails (default: "${DEFAULT_FAIL_ON}")`,
      ).choices(FAIL_ON),
    )
    .option('--live', 'compare with what AWS contains')
    .option('--images', 'live: also compare the images of sources and destinations of replication')
    .option('--ignore-undeclared', 'live: ignore resources in AWS that are not declared')
    .option('--ignore-kept', 'live: ignore images and tags that only a destination contains')
    .option('--redact', 'replace account IDs, and the names of roles and users in ARNs')
    .addOption(outputOption())
    .action(async (options: Options, self: Command) => {
      rejectUnusedOptions(options);
      rejectTerminal(self);
      process.exitCode = await writeReport(options, outputOf(self));
    });
  return withHelpText(command, HELP);
}

const HELP: HelpText = {
  about: [
    'Writes one HTML file that you can open, share and print. It requests nothing when it is open. The page contains account IDs and ARNs.',
    'With --redact, the page has other account IDs, organization IDs, key IDs and names of roles and users, the same one for the same original. Names of accounts, registries and repositories stay. The answers are the same.',
    "With --plan, the page contains the review of 'check'. Findings do not change the exit code: use 'check' to fail a pipeline.",
  ],
  examples: [
    'ecr-topology report --output report.html',
    'ecr-topology report --plan plans/*.json --output report.html',
    'ecr-topology report --live --images --output report.html',
    'ecr-topology report --redact --output report.html',
  ],
  exitCodes: [
    [EXIT.ok, 'the page is written'],
    [EXIT.failed, 'the declaration has errors; no page is written'],
    [EXIT.couldNotRun, 'a file cannot be read or written, or wrong usage; no page is written'],
  ],
};

/** An option without effect is a mistake that the page would hide. */
function rejectUnusedOptions({ plan, live, ...options }: Options): void {
  for (const [name, option] of [
    ['config', '--config'],
    ['failOn', '--fail-on'],
  ] as const) {
    if (plan === undefined && options[name] !== undefined) {
      throw new UsageError(`${option} applies to the review of plans. Add --plan.`);
    }
  }
  for (const [name, option] of [
    ['images', '--images'],
    ['ignoreUndeclared', '--ignore-undeclared'],
    ['ignoreKept', '--ignore-kept'],
  ] as const) {
    if (live !== true && options[name] === true) {
      throw new UsageError(`${option} applies to the comparison with AWS. Add --live.`);
    }
  }
}

async function writeReport(options: Options, output: Output): Promise<number> {
  const progress = new Progress(process.stderr, process.env);
  const assets = await loadPageAssets();
  const loaded = loadTopology(findDeclaration(options.topology, process.env).file, process.env);
  const review = await reviewNamedPlans(loaded, options, output, progress);
  if (loaded.kind !== 'topology') return exitCodeFor(loaded);
  if (review === 'not-reviewed') return EXIT.couldNotRun;
  const about = pageAbout(loaded, process.env);
  const live = options.live === true ? await readLive(loaded, options, progress) : undefined;
  progress.step('Writing the page …');
  const written = { about, loaded, review, live };
  const input = options.redact === true ? redactPageInput(written) : written;
  const data = await withPicture(buildPageData(input), input.loaded);
  progress.end();
  output.print(pageHtml(data, assets));
  return EXIT.ok;
}

/**
 * Returns the review of `--plan`, or undefined without it. Prints the diagnostics of the declaration as well, so that
 * the problems of all files are printed in one run.
 */
async function reviewNamedPlans(
  loaded: Loaded,
  { plan, config, failOn = DEFAULT_FAIL_ON }: Options,
  streams: Output,
  progress: Progress,
): Promise<ReviewSection | 'not-reviewed' | undefined> {
  if (plan === undefined) {
    reportDiagnostics(loaded, streams);
    return undefined;
  }
  const checked = await checkNamedPlans(plan, checkInputs(loaded, config), streams, progress);
  if (checked === undefined) return 'not-reviewed';
  return reviewSection(checked.result, checked.context.names, failOn);
}

async function readLive(
  loaded: LoadedTopology,
  options: LiveOptions,
  progress: Progress,
): Promise<LiveSection> {
  const verification = await verifyLive(loaded, options, progress).finally(() => {
    progress.end();
  });
  return liveSection(verification);
}

/** A terminal would show thousands of lines of HTML. */
function rejectTerminal(command: Command): void {
  const { output } = command.opts<{ readonly output?: string }>();
  if (normaliseFile(output) === undefined && process.stdout.isTTY) {
    throw new UsageError('The page is too long for a terminal. Write it to a file: --output report.html.');
  }
}
