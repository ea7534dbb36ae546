import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { SCRIPT, type PolicyFile } from '../report';

/**
 * Writes the files into a folder, all of them or none: what an earlier run left there is gone, and nothing is ever half
 * written.
 * @throws Error where the folder holds something that this command has not written
 */
export function replaceFolder(folder: string, files: readonly PolicyFile[]): void {
  refuseForeign(folder);
  const target = resolve(folder);
  mkdirSync(dirname(target), { recursive: true });
  const fresh = join(dirname(target), `.${basename(target)}-${process.pid}`);
  try {
    mkdirSync(fresh);
    for (const { path, text } of files) {
      mkdirSync(dirname(join(fresh, path)), { recursive: true });
      writeFileSync(join(fresh, path), text);
    }
    rmSync(target, { recursive: true, force: true });
    renameSync(fresh, target);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
}

/** `<account>/apply.sh`, `<account>/roles/<name>.json` and so on. */
const OURS = new RegExp(`^[^/]+/(${SCRIPT}|(registries|roles|users)/.+\\.json)$`);

/** What is removed has to be ours. */
function refuseForeign(folder: string): void {
  if (!existsSync(folder)) return;
  const foreign = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .find((path) => !OURS.test(path));
  if (foreign === undefined) return;
  throw new Error(
    `'${folder}' holds '${foreign}', which this command did not write; name a new folder, or an empty one.`,
  );
}
