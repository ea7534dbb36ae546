import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** What `npm run synth` needs, except for the packages. */
const COPIED = [
  'bin',
  'main.ts',
  'package.json',
  'package-lock.json',
  'src',
  'stacks',
  'topology.yaml',
  'tsconfig.json',
] as const;

/** Copies this project to a temporary folder, with links to its packages and a cache of its own. */
export function copyProject(): string {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'ecr-topology-')));
  for (const path of COPIED) cpSync(path, join(copy, path), { recursive: true });
  const packages = join(copy, 'node_modules');
  mkdirSync(packages);
  for (const name of readdirSync('node_modules').filter((each) => each !== '.cache')) {
    symlinkSync(resolve('node_modules', name), join(packages, name));
  }
  return copy;
}
