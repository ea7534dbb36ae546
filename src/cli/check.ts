import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { version } from '../../package.json';
import { check } from '../plan/check';
import type { PlanFault } from '../plan/document';
import type { CheckResult } from '../plan/finding';
import { review } from '../plan/review';
import { colorsFor, diagnosticsText, printable } from '../report';
import {
  COMMENT_LIMIT,
  FAIL_ON,
  fails,
  reviewGithub,
  reviewJson,
  reviewJunit,
  reviewMarkdown,
  reviewSarif,
  reviewText,
  type FailOn,
} from '../report/review';
import { readBeside, readPlans, type Beside, type BesideOptions, type Said } from './check-inputs';
import { EXIT } from './exit';
import { CHECK_FORMATS, outputsOf, type Asked, type CheckFormat, type Output } from './outputs';
import { RepeatableOption } from './repeatable-option';
import { topologyOption } from './options';
import { realPath, writeFiles } from './write-files';

interface Options extends BesideOptions {
  readonly failOn: FailOn;
  readonly limit: number;
  readonly comment?: string;
  readonly html: boolean;
  readonly rulesUrl?: string;
}

export function checkCommand(): Command {
  const asked: Asked[] = [];
  return new Command('check')
    .description('what would these plans do to images, access, replication; is any of it dangerous?')
    .addArgument(
      new Argument(
        '<plan...>',
        "plans as 'terraform show -json' writes them; '-' for standard input",
      ).argParser(collected),
    )
    .addOption(topologyOption())
    .option('--no-topology', 'no declaration, even where there is a topology.yaml')
    .option('--config <file>', "settings and suppressions (default: 'checks' of the declaration)")
    .addOption(formatsOption(asked))
    .addOption(
      new RepeatableOption('--output <file>', 'where the format before it goes').argParser((file: string) => {
        asked.push({ option: '--output', file });
      }),
    )
    .addOption(
      new Option('--fail-on <severity>', 'the least that ends with 1').choices(FAIL_ON).default('error'),
    )
    .addOption(
      new Option('--limit <characters>', 'markdown: the longest comment that the host takes')
        .argParser(limitOf)
        .default(COMMENT_LIMIT),
    )
    .addOption(
      new Option('--comment <id>', 'markdown: tells the comments of several checks apart').argParser(
        commentOf,
      ),
    )
    .addOption(
      new Option('--rules-url <url>', 'markdown: link rule ids to this page, such as that of docs/rules.md')
        .env('ECR_TOPOLOGY_RULES_URL')
        .argParser(urlOf),
    )
    .option('--no-html', 'markdown: for hosts that show HTML as text, such as Bitbucket')
    .addHelpText('after', HELP)
    .action((named: readonly string[], options: Options) => run(named, options, outputsOf(asked)));
}

const HELP = `
Leads with what changes, in words: repositories, who gains and who loses access, replication. Then what is dangerous or
wrong. Give the plans of all stacks together: a source and its destination are often in different ones. Any configuration
with aws_ecr_* resources can be checked; with its topology.yaml, findings point at the line that declares the thing.

Examples:
  $ terraform plan -out=plan.bin && terraform show -json plan.bin > plan.json
  $ ecr-topology check plan.json
  $ ecr-topology check plans/*.json --fail-on warning
  $ ecr-topology check plan.json --format markdown --output comment.md --format sarif --output check.sarif
  $ terraform show -json plan.bin | ecr-topology check - --no-topology --config checks.yaml

Exit code: 0 nothing at or above --fail-on, 1 findings, 2 could not check (and nothing is written).`;

function formatsOption(asked: Asked[]): Option {
  const option = new RepeatableOption('--format <format>', 'how to write the result (default: "text")');
  return option.choices(CHECK_FORMATS).argParser((value: string) => {
    const format = CHECK_FORMATS.find((each) => each === value);
    if (format === undefined) {
      throw new InvalidArgumentError(`Allowed choices are ${CHECK_FORMATS.join(', ')}.`);
    }
    asked.push({ option: '--format', format });
  });
}

function collected(value: string, previous: readonly string[] | undefined): readonly string[] {
  if (value === '') throw new InvalidArgumentError('It is empty.');
  return [...(previous ?? []), value];
}

const LIMITS = { min: 1_000, max: 10_000_000 };

function limitOf(value: string): number {
  const limit = Number(value);
  if (/^[0-9]+$/.test(value) && limit >= LIMITS.min && limit <= LIMITS.max) return limit;
  throw new InvalidArgumentError(`It is a number of characters from ${LIMITS.min} to ${LIMITS.max}.`);
}

/** The ID is written into an HTML comment, which `--` could end. */
function commentOf(value: string): string {
  if (/^[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*$/.test(value) && value.length <= 64) return value;
  throw new InvalidArgumentError(
    "Letters and digits, joined by single '.', '_' or '-'; 64 characters at most.",
  );
}

/** The URL is written into a Markdown link. */
function urlOf(value: string): string {
  if (/^https:\/\/[^\s()<>[\]#"'`\\]+$/.test(value)) return value;
  throw new InvalidArgumentError('An https:// URL without a fragment, such as that of docs/rules.md.');
}

async function run(named: readonly string[], options: Options, outputs: readonly Output[]): Promise<void> {
  const { beside, said } = readBeside(options, process.env);
  const { plans, faults } = await readPlans(named);
  // Report all problems in one run.
  process.stderr.write(saidText(said) + faults.map(faultText).join(''));
  if (beside === undefined || faults.length > 0) {
    process.exitCode = EXIT.couldNotRun;
    return;
  }
  refuseInputs(outputs, [...plans.map(({ file }) => file), ...beside.files]);
  const today = new Date().toISOString().slice(0, 10);
  const result = check(review(plans, beside.declared), beside.settings, beside.placeOf, today);
  const written = outputs.map((output) => ({
    ...output,
    text: rendered(output.format, result, beside, options),
  }));
  writeFiles(written.flatMap(({ file, text }) => (file === undefined ? [] : [{ file, text }])));
  for (const { file, text } of written) if (file === undefined) process.stdout.write(text);
  process.exitCode = fails(result.findings, options.failOn) ? EXIT.no : EXIT.fine;
}

function rendered(
  format: CheckFormat,
  result: CheckResult,
  { names }: Beside,
  { failOn, limit, comment, html, rulesUrl }: Options,
): string {
  switch (format) {
    case 'text':
      return reviewText(result, names, failOn, colorsFor(process.stdout, process.env));
    case 'markdown':
      return reviewMarkdown(result, { names, failOn, limit, comment, hasHtml: html, rulesUrl });
    case 'sarif':
      return reviewSarif(result, { version, folder: process.cwd() });
    case 'junit':
      return reviewJunit(result);
    case 'json':
      return reviewJson(result, names, failOn);
    case 'github':
      return reviewGithub(result);
  }
}

function saidText(said: readonly Said[]): string {
  const colors = colorsFor(process.stderr, process.env);
  return said.map(({ diagnostics, source }) => diagnosticsText(diagnostics, source, colors)).join('');
}

function faultText({ file, message, help }: PlanFault): string {
  return `${printable(file)}: ${printable(message)}\n  ${printable(help)}\n`;
}

/** Rejects an output file that is also an input, and two outputs to one file. */
function refuseInputs(outputs: readonly Output[], inputs: readonly string[]): void {
  const taken = new Map(inputs.map((file) => [realPath(file), 'is read by this check']));
  for (const { file } of outputs) {
    if (file === undefined) continue;
    const path = realPath(file);
    const why = taken.get(path);
    if (why !== undefined) throw new Error(`--output '${file}' ${why}; name another file.`);
    taken.set(path, 'is given to another format too');
  }
}
