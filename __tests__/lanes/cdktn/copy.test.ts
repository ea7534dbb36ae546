import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { copyProject } from '../../../lanes/cdktn/copy';

let folder: string;
let project: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecr-topology-copy-'));
  project = join(folder, 'project');
  for (const file of ['a.ts', 'src/b c.ts', 'gone.ts', 'package-lock.json']) write(file);
  write('.gitignore', 'node_modules/\n');
  git('init', '--quiet');
  git('add', '.');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(file: string, text = ''): void {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), text);
}

function git(...args: readonly string[]): void {
  execFileSync('git', args, { cwd: project });
}

test('copies the working tree without ignored and deleted files and the lock file', () => {
  write('src/untracked.ts');
  write('node_modules/x/index.js');
  rmSync(join(project, 'gone.ts'));
  const to = join(folder, 'copy');
  mkdirSync(to);

  copyProject(project, to);

  const copied = readdirSync(to, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(to.length + 1));
  expect(copied.sort()).toEqual(['.gitignore', 'a.ts', 'src/b c.ts', 'src/untracked.ts']);
});
