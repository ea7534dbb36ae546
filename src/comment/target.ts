import { CommentError } from './api/comment-error';
import { fieldOf, numberOf } from './api/fields';

/** The pull request or merge request to comment on. */
export interface CommentTarget {
  readonly apiUrl: URL;
  /** GitHub: `owner/name`. GitLab: the ID or path of the project. */
  readonly repo: string;
  readonly number: number;
  readonly token: string;
  /** The environment variable of the token. */
  readonly tokenVariable: string;
}

/** Options of the command. Each takes precedence over the environment. */
export interface TargetOptions {
  readonly repo?: string;
  readonly number?: number;
  readonly apiUrl?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Returns the pull request of a GitHub workflow.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 * @param readEvent returns the parsed file in GITHUB_EVENT_PATH
 * @throws CommentError if a value is missing or invalid
 */
export function githubTarget(
  options: TargetOptions,
  environment: Environment,
  readEvent: () => unknown,
): CommentTarget {
  const variable = reader(environment);
  const repo = options.repo ?? variable('GITHUB_REPOSITORY');
  if (repo === undefined) throw missing('repository', '--repo OWNER/NAME', 'GITHUB_REPOSITORY');
  if (!/^[\w.-]+\/[\w.-]+$/.test(repo) || repo.split('/').some((name) => /^\.+$/.test(name))) {
    throw new CommentError(`'${repo}' is not a GitHub repository. Write it as OWNER/NAME.`);
  }
  const number = options.number ?? numberInRef(variable('GITHUB_REF')) ?? numberInEvent(readEvent());
  if (number === undefined) {
    throw new CommentError(
      'The number of the pull request is unknown, because this is not a workflow run for a pull request. Set --pull-request.',
    );
  }
  return {
    apiUrl: parseApiUrl(options.apiUrl ?? variable('GITHUB_API_URL') ?? 'https://api.github.com'),
    repo,
    number,
    ...tokenOf(
      ['GH_TOKEN', 'GITHUB_TOKEN'],
      environment,
      "In a workflow: 'GITHUB_TOKEN: ${{ github.token }}' under 'env'.",
    ),
  };
}

function numberInRef(ref: string | undefined): number | undefined {
  const [, number] = /^refs\/pull\/(\d+)\//.exec(ref ?? '') ?? [];
  return number === undefined ? undefined : Number(number);
}

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads */
function numberInEvent(event: unknown): number | undefined {
  const isPullRequestComment = fieldOf(event, 'issue', 'pull_request') !== undefined;
  const ofRun = fieldOf(event, 'workflow_run', 'pull_requests');
  const [first, ...others] = Array.isArray(ofRun) ? (ofRun as readonly unknown[]) : [];
  return (
    numberOf(event, 'pull_request', 'number') ??
    (isPullRequestComment ? numberOf(event, 'issue', 'number') : undefined) ??
    (others.length === 0 ? numberOf(first, 'number') : undefined)
  );
}

/**
 * Returns the merge request of a GitLab pipeline. A pipeline of a fork runs in the fork, but the merge request is in the
 * other project. https://docs.gitlab.com/ci/variables/predefined_variables/
 * @throws CommentError if a value is missing or invalid
 */
export function gitlabTarget(options: TargetOptions, environment: Environment): CommentTarget {
  const variable = reader(environment);
  const repo = options.repo ?? variable('CI_MERGE_REQUEST_PROJECT_ID') ?? variable('CI_PROJECT_ID');
  if (repo === undefined) throw missing('project', '--repo GROUP/PROJECT', 'CI_PROJECT_ID');
  const number = options.number ?? numberInVariable(variable('CI_MERGE_REQUEST_IID'));
  if (number === undefined) {
    throw new CommentError(
      'The number of the merge request is unknown, because this is not a merge request pipeline. Set --merge-request.',
    );
  }
  return {
    apiUrl: parseApiUrl(options.apiUrl ?? variable('CI_API_V4_URL') ?? 'https://gitlab.com/api/v4'),
    repo,
    number,
    ...tokenOf(
      ['COMMENT_TOKEN', 'GITLAB_TOKEN'],
      environment,
      "Use a project access token with the scope 'api' and the role Reporter. CI_JOB_TOKEN cannot create comments.",
    ),
  };
}

function numberInVariable(value: string | undefined): number | undefined {
  return value !== undefined && /^[1-9]\d*$/.test(value) ? Number(value) : undefined;
}

/** CI systems set an undefined variable to the empty text. */
function reader(environment: Environment): (name: string) => string | undefined {
  return (name) => {
    const value = environment[name]?.trim() ?? '';
    return value === '' ? undefined : value;
  };
}

function missing(noun: string, option: string, variable: string): CommentError {
  return new CommentError(`The ${noun} is unknown. Set ${option}, or the environment variable ${variable}.`);
}

/** The token is read only from the environment, because other users of a machine can list the options of a process. */
function tokenOf(
  names: readonly string[],
  environment: Environment,
  help: string,
): Pick<CommentTarget, 'token' | 'tokenVariable'> {
  const variable = reader(environment);
  const tokenVariable = names.find((name) => variable(name) !== undefined);
  const token = tokenVariable === undefined ? undefined : variable(tokenVariable);
  if (tokenVariable === undefined || token === undefined) {
    throw new CommentError(`No token. Set the environment variable ${names.join(' or ')}. ${help}`);
  }
  // An invalid header would make Node print the token.
  if (!/^[\x21-\x7E]+$/.test(token)) {
    throw new CommentError(
      `${tokenVariable} is not a token: it contains a space, a line break or a character that is not ASCII. Set it to the token only.`,
    );
  }
  return { token, tokenVariable };
}

/** Without TLS, the token could be read in the network. */
function parseApiUrl(text: string): URL {
  if (!URL.canParse(text)) throw invalidApiUrl(text);
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    throw new CommentError(
      'The URL of the API contains a user name or password. Remove it, and set the token in the environment.',
    );
  }
  const isLoopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) throw invalidApiUrl(text);
  url.search = '';
  url.hash = '';
  return url;
}

function invalidApiUrl(text: string): CommentError {
  return new CommentError(
    `'${text}' is not an https:// URL of an API. Set --api-url, such as https://github.example.com/api/v3.`,
  );
}
