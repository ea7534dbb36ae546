import { setTimeout as sleep } from 'node:timers/promises';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { readFileBytes } from '../base/file';
import type { ApiSettings, Clock } from '../comment/api/client';
import { githubComments } from '../comment/github';
import { gitlabComments } from '../comment/gitlab';
import type { CommentHost } from '../comment/host';
import { commentParts, isLinkUrl, notCheckedText, withReportLink } from '../comment/parts';
import { publishComments, type PublishedComment } from '../comment/publish';
import { githubTarget, gitlabTarget, type TargetOptions } from '../comment/target';
import { capitalize } from '../base/text';
import { printable } from '../report/format/text';
import { EXIT, UsageError } from './exit';
import { withHelpText } from './help';
import { readNamedFile, STANDARD_INPUT } from './named-file';
import { parseCommentId } from './options';
import { consoleOf } from './output';

type HostName = 'github' | 'gitlab';

interface Options {
  readonly id?: string;
  readonly repo?: string;
  readonly pullRequest?: number;
  readonly mergeRequest?: number;
  readonly apiUrl?: string;
  readonly reportUrl?: string;
}

const DEFAULT_FILE = 'comment.md';

export function commentCommand(): Command {
  const command = new Command('comment')
    .description('Create or update the comment on a pull request')
    .addArgument(
      new Argument('<host>', 'code host').choices(['github', 'gitlab'] satisfies readonly HostName[]),
    )
    .addArgument(
      new Argument('[file]', "output of 'check --format markdown'; '-' is standard input").default(
        DEFAULT_FILE,
      ),
    )
    .addOption(
      new Option(
        '--id <id>',
        "ID of the comment, if a pull request has several (default: that of 'check --comment')",
      ).argParser(parseCommentId),
    )
    .option('--repo <name>', 'GitHub repository or GitLab project (default: that of the pipeline)')
    .addOption(
      new Option(
        '--pull-request <number>',
        'github: number of the pull request (default: that of the pipeline)',
      )
        .argParser(parseNumber)
        .conflicts('mergeRequest'),
    )
    .addOption(
      new Option(
        '--merge-request <number>',
        'gitlab: number of the merge request (default: that of the pipeline)',
      ).argParser(parseNumber),
    )
    .addOption(
      new Option(
        '--report-url <url>',
        "URL of the page that 'report' wrote: the comment links to it",
      ).argParser(parseReportUrl),
    )
    .option('--api-url <url>', 'URL of the API, for your own server (default: that of the pipeline)')
    .action(async (host: HostName, file: string, options: Options, self: Command) => {
      const { isQuiet } = consoleOf(self);
      const warn = (text: string): void => {
        if (!isQuiet) process.stderr.write(`${printable(text)}\n`);
      };
      const comments = openHost(host, options, { clock: CLOCK, onWait: warn });
      const review = await readText(file);
      const text = review === undefined ? notChecked(host, file, warn) : linked(review, options);
      const parts = commentParts(text, options.id, comments.limit);
      const published = await publishComments(comments, parts, CLOCK);
      process.stdout.write(published.map(publishedText).join(''));
      process.exitCode = EXIT.ok;
    });
  return withHelpText(command, {
    about: [
      'Updates the comment of an earlier run, and creates it if there is none. If the file does not exist or is empty, the comment shows that the plans were not checked. A text that is too long for one comment is split.',
      'The token is read from the environment: GH_TOKEN or GITHUB_TOKEN, COMMENT_TOKEN or GITLAB_TOKEN. In GitHub Actions it needs the permission to write pull requests. In GitLab it needs the scope api and the role Reporter.',
    ],
    examples: [
      'ecr-topology comment github',
      'ecr-topology comment gitlab comment.md',
      `ecr-topology check plan.json --format markdown \\
  | ecr-topology comment github - --repo acme/images --pull-request 7`,
    ],
    exitCodes: [
      [EXIT.ok, 'the comment is up to date'],
      [EXIT.couldNotRun, 'the comment could not be created or updated, or wrong usage'],
    ],
  });
}

const CLOCK: Clock = {
  now: Date.now,
  sleep: async (milliseconds) => {
    await sleep(milliseconds);
  },
};

function parseNumber(value: string): number {
  if (/^[1-9]\d{0,9}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('Use the number of the pull request or merge request, such as 7.');
}

function parseReportUrl(value: string): string {
  if (isLinkUrl(value)) return value;
  throw new InvalidArgumentError('Use the URL of the page, such as https://example.com/report.html.');
}

function linked(review: string, { reportUrl }: Options): string {
  return reportUrl === undefined ? review : withReportLink(review, reportUrl);
}

function openHost(
  host: HostName,
  { pullRequest, mergeRequest, repo, apiUrl }: Options,
  settings: Pick<ApiSettings, 'clock' | 'onWait'>,
): CommentHost {
  const number = host === 'github' ? pullRequest : mergeRequest;
  const options: TargetOptions = {
    ...(repo === undefined ? {} : { repo }),
    ...(number === undefined ? {} : { number }),
    ...(apiUrl === undefined ? {} : { apiUrl }),
  };
  if (host === 'github') {
    if (mergeRequest !== undefined) {
      throw new UsageError('--merge-request is for GitLab. Use --pull-request.');
    }
    return githubComments(githubTarget(options, process.env, readEvent), settings);
  }
  if (pullRequest !== undefined) throw new UsageError('--pull-request is for GitHub. Use --merge-request.');
  return gitlabComments(gitlabTarget(options, process.env), settings);
}

/** GitHub limits the payload of an event to 25 MB. */
const MAX_EVENT = { bytes: 30_000_000, text: '30 MB' };

/** Returns the event of a GitHub workflow, or undefined if it cannot be read. */
function readEvent(): unknown {
  const file = process.env.GITHUB_EVENT_PATH ?? '';
  const bytes = file === '' ? undefined : readFileBytes(file, MAX_EVENT);
  if (bytes === undefined || !('content' in bytes)) return undefined;
  try {
    return JSON.parse(bytes.content.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Returns undefined if the file does not exist or is empty: a shell creates the file of `>` before the command fails.
 * @throws UsageError if the file cannot be read
 */
async function readText(file: string): Promise<string | undefined> {
  if (file === '') throw new UsageError("The file name is empty. Name a file, or '-' for standard input.");
  const source = await readNamedFile(file, '');
  if ('text' in source) return source.text.trim() === '' ? undefined : source.text;
  if (source.code === 'file/missing') return undefined;
  throw new UsageError(`'${file}': ${source.message} ${source.help}`);
}

function notChecked(host: HostName, file: string, warn: (text: string) => void): string {
  const name = file === STANDARD_INPUT ? 'Standard input' : `'${file}'`;
  const state = file === STANDARD_INPUT ? 'is empty' : 'does not exist or is empty';
  warn(`${name} ${state}, so the comment shows that the plans were not checked.`);
  return host === 'github'
    ? notCheckedText('pull request', { noun: 'run', url: workflowRunUrl() })
    : notCheckedText('merge request', { noun: 'pipeline', url: process.env.CI_PIPELINE_URL });
}

function workflowRunUrl(): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = process.env;
  return server === undefined || repository === undefined || run === undefined
    ? undefined
    : `${server}/${repository}/actions/runs/${run}`;
}

function publishedText({ outcome, url }: PublishedComment): string {
  return `${capitalize(outcome)} ${printable(url)}\n`;
}
