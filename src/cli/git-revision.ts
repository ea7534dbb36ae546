import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { systemCode } from '../base/file';
import { decodeSource, type Source, type SourceFault } from '../declaration/syntax/source';
import { START } from '../declaration/syntax/span';
import type { Commit } from '../report/page/page-data';
import { UsageError } from './exit';
import { resolveRealPath } from './write-files';

/** `git:REF` names a declaration at a Git revision. A file of such a name is `./git:REF`. */
const PREFIX = 'git:';

/** Returns the Git revision that a name contains, or undefined if the name is that of a file. */
export function revisionOf(name: string): string | undefined {
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length) : undefined;
}

/** Returns the name of a file at a revision, as Git spells it. Diagnostics contain it. */
export function nameAtRevision(revision: string, file: string): string {
  return `${revision}:${file}`;
}

/**
 * Reads a file as it is at a Git revision. The fault is that the revision does not contain the file.
 *
 * @throws UsageError if Git cannot read the revision
 */
export function readAtRevision(revision: string, file: string): Source | SourceFault {
  // The revision may contain the target of a link, not the link.
  const path = resolveRealPath(file);
  const git = new Git(revision, file, dirname(path));
  const commit = git.resolveCommit();
  const object = git.findFile(commit, basename(path));
  if (object === undefined) {
    return {
      code: 'file/missing',
      message: `The Git revision '${revision}' does not contain ${file}.`,
      help: 'Name a revision that contains the file, or a file.',
      span: START,
    };
  }
  return decodeSource(nameAtRevision(revision, file), git.readObject(object));
}

/** Long enough to be unique in a large repository. */
const ABBREVIATED_LENGTH = 10;

/**
 * Returns the commit that is checked out, and whether a file differs from it. Returns undefined if the commit does not
 * contain the file, or if Git cannot read it.
 */
export function findCommit({ file, text }: Source): Commit | undefined {
  const path = resolveRealPath(file);
  const git = new Git('HEAD', file, dirname(path));
  try {
    const id = git.resolveCommit();
    const object = git.findFile(id, basename(path));
    if (object === undefined) return undefined;
    // `git status` would also run filters that the settings of the repository name.
    const committed = decodeSource(file, git.readObject(object));
    const isModified = !('text' in committed) || unixLines(committed.text) !== unixLines(text);
    return { id: id.slice(0, ABBREVIATED_LENGTH), isModified };
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** Git may change the line endings of the files that it checks out. */
function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/**
 * Git sets these for hooks: the folder of Git that they name would be used instead of that of the file, and without its
 * subfolder.
 */
const REPOSITORY_VARIABLES = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_COMMON_DIR'];

/**
 * A pull request can add the files of a bare repository to the folder of the declaration. Git would use it as the
 * repository, with its settings, which can name programs to run. Git before 2.38 ignores this.
 */
const WITHOUT_BARE_REPOSITORY = ['-c', 'safe.bareRepository=explicit'];

/** Maximum size of a declaration. */
const MAX_BYTES = 20_000_000;

/** Git in the folder of a file. Starts no shell. */
class Git {
  public constructor(
    private readonly revision: string,
    private readonly file: string,
    private readonly folder: string,
  ) {}

  /** Returns the hash of the commit, so that the other commands do not get a name that the user chose. */
  public resolveCommit(): string {
    const { revision } = this;
    // Git would read the first as an option. A colon separates a revision from a path.
    const isName = revision !== '' && !revision.startsWith('-') && !revision.includes(':');
    const output = isName ? this.tryRun(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]) : '';
    const commit = output?.toString('utf8').trim() ?? '';
    if (!/^[0-9a-f]{40,64}$/.test(commit)) throw new UsageError(this.unknownRevisionText());
    return commit;
  }

  /** Returns the hash of the content of a file in the folder, or undefined if the commit does not contain it. */
  public findFile(commit: string, name: string): string | undefined {
    const entry = this.run(['ls-tree', '-z', commit, '--', `./${name}`]).toString('utf8');
    return /^100\d{3} blob ([0-9a-f]+)\t/.exec(entry)?.[1];
  }

  public readObject(object: string): Buffer {
    return this.run(['cat-file', 'blob', object]);
  }

  private run(args: readonly string[]): Buffer {
    const output = this.tryRun(args);
    if (output === undefined) throw new UsageError(this.failureText(`git ${args[0] ?? ''} failed`));
    return output;
  }

  /** Returns undefined if Git fails without a message, as `--quiet` requests. */
  private tryRun(args: readonly string[]): Buffer | undefined {
    const { error, status, stdout, stderr } = spawnSync('git', [...WITHOUT_BARE_REPOSITORY, ...args], {
      cwd: this.folder,
      env: gitEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: MAX_BYTES,
    });
    if (error !== undefined) throw new UsageError(this.failureText(this.startFailureText(error)));
    if (status === 0) return stdout;
    const printed = stderr.toString('utf8');
    if (printed === '') return undefined;
    throw new UsageError(this.failureText(gitFailureText(printed)));
  }

  private startFailureText(error: Error): string {
    if (!existsSync(this.folder)) return 'its folder does not exist. Check the path.';
    switch (systemCode(error)) {
      case 'ENOENT':
        return "'git' was not found. Install Git, or name a file.";
      case 'ENOBUFS':
        return 'the file is larger than the maximum of 20 MB. Check that this is the right file.';
      default:
        return error.message;
    }
  }

  private failureText(message: string): string {
    return `Cannot read 'git:${this.revision}' for ${this.file}: ${message}`;
  }

  private unknownRevisionText(): string {
    const problem = `'${this.revision}' is not a revision of this Git repository.`;
    const isShallow =
      this.tryRun(['rev-parse', '--is-shallow-repository'])?.toString('utf8').trim() === 'true';
    if (!isShallow) return `${problem} Check the name, or fetch it with 'git fetch'.`;
    const branch = /^origin\/(.+)$/.exec(this.revision)?.[1] ?? 'BRANCH';
    return `${problem} This clone is shallow: run 'git fetch origin ${branch}', or set 'fetch-depth: 0' for actions/checkout.`;
  }
}

function gitEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !REPOSITORY_VARIABLES.includes(name));
  // Messages in English, and file names that are not patterns.
  return { ...Object.fromEntries(inherited), LC_ALL: 'C', GIT_LITERAL_PATHSPECS: '1' };
}

/** Returns the first line that Git printed, and the fix if there is one. */
function gitFailureText(printed: string): string {
  const [first = ''] = printed.split('\n');
  const message = first.replace(/^(?:fatal|error): /, '');
  const fix = /git config --global --add safe\.directory \S+/.exec(printed)?.[0];
  if (fix !== undefined) return `${message}. Run '${fix}'.`;
  return message.startsWith('not a git repository') ? `${message}. Name a file.` : message;
}
