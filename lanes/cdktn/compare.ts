import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expectedOutput, type Output, type Versions } from './differences';

/**
 * Returns the differences between the two outputs that are not listed, as text.
 * @returns the empty string if there are none
 */
export function unlistedDifferences(cdktf: Output, cdktn: Output, versions: Versions): string {
  const { output, notFound } = expectedOutput(cdktf, versions);
  const stale = notFound.map(
    ({ file, what }) =>
      `${file}: ${what}: this is listed as a difference, and is none any more. ` +
      'Take it out of lanes/cdktn/differences.ts and docs/guides/cdktn.md.\n',
  );
  return [...stale, diff(output, cdktn)].join('');
}

/** Returns the `git diff` of `cdktf`, with the listed differences applied, and `cdktn`. */
function diff(cdktf: Output, cdktn: Output): string {
  const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-diff-'));
  try {
    write(join(folder, 'cdktf'), cdktf);
    write(join(folder, 'cdktn'), cdktn);
    const args = ['diff', '--no-index', '--no-color', '--no-ext-diff', '--no-prefix', 'cdktf', 'cdktn'];
    const { status, stdout, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
    if (status !== 0 && status !== 1) throw new Error(`git diff ended with ${String(status)}: ${stderr}`);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function write(folder: string, output: Output): void {
  mkdirSync(folder);
  for (const [path, text] of output) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
