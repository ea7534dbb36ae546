import { realpathSync, statSync, watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Editors write a file in several steps, or replace it by another one. */
const SETTLE_TIME = 60;
/** A file that an editor replaces may be missing for longer. */
const SETTLE_TIME_IF_MISSING = 400;
/** The system does not report the changes of every file system, such as one that a container shares. */
const POLL_INTERVAL = 500;

/**
 * Calls a function after files changed, were deleted or were created, once for changes that belong together.
 * @returns a function that stops watching
 */
export function watchFiles(files: readonly string[], onChange: () => void): () => void {
  let reported = stateOf(files);
  let seen = reported;
  let timer: NodeJS.Timeout | undefined;
  const check = () => {
    timer = undefined;
    const current = stateOf(files);
    if (current === seen) {
      if (current === reported) return;
      reported = current;
      onChange();
      return;
    }
    seen = current;
    checkAfter(current.includes(MISSING) ? SETTLE_TIME_IF_MISSING : SETTLE_TIME);
  };
  const checkAfter = (time: number) => {
    clearTimeout(timer);
    timer = setTimeout(check, time);
  };
  const poll = setInterval(() => {
    if (timer === undefined) check();
  }, POLL_INTERVAL);
  const watchers = watchFolders(files, () => {
    if (timer === undefined) checkAfter(0);
  });
  return () => {
    clearInterval(poll);
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

const MISSING = 'missing';

function stateOf(files: readonly string[]): string {
  return files.map(fileState).join('\n');
}

function fileState(file: string): string {
  try {
    const { mtimeNs, size, ino } = statSync(file, { bigint: true });
    return `${mtimeNs} ${size} ${ino}`;
  } catch {
    return MISSING;
  }
}

/** Watches the folders of the files, because a watcher of a file does not see the file that replaces it. */
function watchFolders(files: readonly string[], onEvent: () => void): readonly FSWatcher[] {
  const names = new Map<string, Set<string>>();
  for (const file of files.flatMap((each) => [each, targetOf(each)])) {
    const folder = dirname(file);
    names.set(folder, (names.get(folder) ?? new Set()).add(basename(file)));
  }
  return [...names].flatMap(([folder, own]) => {
    try {
      const watcher = watch(folder, (_, name) => {
        if (name === null || own.has(name)) onEvent();
      });
      // The folder was deleted, or the system has no watchers left. The timer finds later changes.
      watcher.on('error', () => {
        watcher.close();
      });
      return [watcher];
    } catch {
      return [];
    }
  });
}

/** The file that a symbolic link points to. */
function targetOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
