import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { version } from '../../package.json';
import type { CheckResult } from '../lint/rule';
import { COMMENT_LIMIT } from '../report/format/comment';
import { PLAIN, type Terminal } from '../report/format/terminal';
import { DEFAULT_FAIL_ON, FAIL_ON, hasFailed, type FailOn } from '../report/review/findings';
import { reviewGithub } from '../report/review/github';
import { reviewJson } from '../report/review/json';
import { reviewJunit } from '../report/review/junit';
import { reviewMarkdown } from '../report/review/markdown';
import { reviewSarif } from '../report/review/sarif';
import { reviewText } from '../report/review/text';
import { checkNamedPlans, readCheckInputs, type CheckContext, type ContextOptions } from './check-inputs';
import {
  CHECK_FORMATS,
  pairOutputs,
  type CheckFormat,
  type FormatOutput,
  type OutputOption,
} from './check-outputs';
import { EXIT, UsageError } from './exit';
import { withHelpText, type HelpText } from './help';
import { parseCommentId, RepeatableOption, topologyOption } from './options';
import { consoleOf, type Console } from './output';
import { Progress } from './progress';
import { resolveRealPath, writeFiles } from './write-files';

interface Options extends ContextOptions {
  readonly failOn: FailOn;
  readonly limit: number;
  readonly comment?: string;
  readonly html: boolean;
  readonly rulesUrl?: string;
}

export function checkCommand(): Command {
  const outputOptions: OutputOption[] = [];
  const self = new Command('check')
    .description('Review Terraform plans: images, access and replication')
    .addArgument(
      new Argument(
        '<plan...>',
        "plans, as written by 'terraform show -json'; '-' is standard input",
      ).argParser(appendPlan),
    )
    .addOption(topologyOption())
    .option('--no-topology', 'ignore topology.yaml')
    .option('--config <file>', "rule settings and suppressions (default: 'checks' of the declaration)")
    .addOption(formatsOption(outputOptions))
    .addOption(
      new RepeatableOption('-o, --output <file>', 'write the format before this option to a file').argParser(
        (file: string) => {
          outputOptions.push({ option: '--output', file });
        },
      ),
    )
    .addOption(
      new Option('--fail-on <severity>', 'lowest severity that exits with 1')
        .choices(FAIL_ON)
        .default(DEFAULT_FAIL_ON),
    )
    .addOption(
      new Option('--limit <characters>', 'markdown: maximum length of a comment')
        .argParser(parseLimit)
        .default(COMMENT_LIMIT),
    )
    .addOption(
      new Option('--comment <id>', 'markdown: ID of the comment, if a pull request has several').argParser(
        parseCommentId,
      ),
    )
    .addOption(
      new Option(
        '--rules-url <url>',
        'markdown: page that rule IDs link to, such as docs/reference/rules.md on your code host',
      )
        .env('ECR_TOPOLOGY_RULES_URL')
        .argParser(parseUrl),
    )
    .option('--no-html', 'markdown: write no HTML, for hosts that show it as text, such as Bitbucket')
    .action((named: readonly string[], options: Options, command: Command) =>
      runCheck(named, options, pairOutputs(outputOptions), consoleOf(command)),
    );
  return withHelpText(self, HELP);
}

const HELP: HelpText = {
  about: [
    'Shows what changes (repositories, access, replication), and then findings: changes that are dangerous or wrong. Name the plans of all stacks together, because a source and its destination are often in different stacks.',
    'The plans can be of any configuration with aws_ecr_* resources. With its topology.yaml, findings have the line that declares the resource.',
  ],
  examples: [
    'terraform plan -out=plan.bin && terraform show -json plan.bin > plan.json',
    'ecr-topology check plan.json',
    'ecr-topology check plans/*.json --fail-on warning',
    `ecr-topology check plan.json --format markdown --output comment.md \\
  --format sarif --output check.sarif`,
    'terraform show -json plan.bin | ecr-topology check - --no-topology',
  ],
  exitCodes: [
    [EXIT.ok, 'no findings at or above --fail-on'],
    [EXIT.failed, 'findings at or above --fail-on'],
    [EXIT.couldNotRun, 'could not check; no output is written'],
  ],
};

function formatsOption(outputOptions: OutputOption[]): Option {
  const option = new RepeatableOption('--format <format>', 'how to write the result (default: "text")');
  return option.choices(CHECK_FORMATS).argParser((value: string) => {
    const format = CHECK_FORMATS.find((each) => each === value);
    if (format === undefined) {
      throw new InvalidArgumentError(`Allowed choices are ${CHECK_FORMATS.join(', ')}.`);
    }
    outputOptions.push({ option: '--format', format });
  });
}

function appendPlan(value: string, previous: readonly string[] | undefined): readonly string[] {
  if (value === '') throw new InvalidArgumentError('The name is empty.');
  return [...(previous ?? []), value];
}

const LIMIT_RANGE = { min: 1_000, max: 10_000_000 };

function parseLimit(value: string): number {
  const limit = Number(value);
  if (/^[0-9]+$/.test(value) && limit >= LIMIT_RANGE.min && limit <= LIMIT_RANGE.max) return limit;
  throw new InvalidArgumentError(`Use a number of characters from ${LIMIT_RANGE.min} to ${LIMIT_RANGE.max}.`);
}

/** The URL is written into a Markdown link. */
function parseUrl(value: string): string {
  if (/^https:\/\/[^\s()<>[\]#"'`\\]+$/.test(value)) return value;
  throw new InvalidArgumentError(
    'Use an https:// URL without a fragment, such as that of docs/reference/rules.md.',
  );
}

async function runCheck(
  named: readonly string[],
  options: Options,
  outputs: readonly FormatOutput[],
  streams: Console,
): Promise<void> {
  const progress = new Progress(process.stderr, process.env);
  const inputs = readCheckInputs(options, process.env);
  const checked = await checkNamedPlans(named, inputs, streams, progress);
  if (checked === undefined) {
    process.exitCode = EXIT.couldNotRun;
    return;
  }
  const { result, context } = checked;
  rejectUsedFiles(outputs, [...result.reviewed.plans, ...context.files]);
  const written = outputs.map((output) => ({
    ...output,
    text: renderResult(
      output.format,
      result,
      context,
      options,
      output.file === undefined ? streams.terminal : PLAIN,
    ),
  }));
  writeFiles(written.flatMap(({ file, text }) => (file === undefined ? [] : [{ file, text }])));
  for (const { file, text } of written) if (file === undefined) process.stdout.write(text);
  process.exitCode = hasFailed(result.findings, options.failOn) ? EXIT.failed : EXIT.ok;
}

function renderResult(
  format: CheckFormat,
  result: CheckResult,
  { names }: CheckContext,
  { failOn, limit, comment, html, rulesUrl }: Options,
  terminal: Terminal,
): string {
  switch (format) {
    case 'text':
      return reviewText(result, names, failOn, terminal);
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

/** Rejects an output file that is also an input, and two outputs to one file. */
function rejectUsedFiles(outputs: readonly FormatOutput[], inputs: readonly string[]): void {
  const usedFiles = new Map(inputs.map((file) => [resolveRealPath(file), 'is an input of this check']));
  for (const { file } of outputs) {
    if (file === undefined) continue;
    const path = resolveRealPath(file);
    const reason = usedFiles.get(path);
    if (reason !== undefined) throw new UsageError(`--output '${file}' ${reason}. Name another file.`);
    usedFiles.set(path, 'is also the output of another format');
  }
}
