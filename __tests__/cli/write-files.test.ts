import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../../src/cli/exit';
import { writeFiles } from '../../src/cli/write-files';

const isRoot = process.getuid?.() === 0;
const replaceFile = (path: string, text: string) => {
  writeFiles([{ file: path, text }]);
};
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecr-topology-replace-'));
  file = join(folder, 'topology.yaml');
  writeFileSync(file, 'before');
});

afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
});

test('replaces the contents and keeps the permissions', () => {
  chmodSync(file, 0o640);
  replaceFile(file, 'after');
  expect(readFileSync(file, 'utf8')).toBe('after');
  expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder)).toEqual(['topology.yaml']);
});

test('writes a new file, so that a reader of the old one sees no mixture', () => {
  const { ino } = statSync(file);
  replaceFile(file, 'after');
  expect(statSync(file).ino).not.toBe(ino);
});

test('replaces the target of a symbolic link and keeps the link', () => {
  mkdirSync(join(folder, 'links'));
  const link = join(folder, 'links/link.yaml');
  symlinkSync('../topology.yaml', link);
  replaceFile(link, 'after');
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(file, 'utf8')).toBe('after');
  expect(readdirSync(join(folder, 'links'))).toEqual(['link.yaml']);
});

// Root may write every file.
(isRoot ? test.skip : test)('does not replace a read-only file, or one in a read-only folder', () => {
  for (const path of [file, folder]) {
    const { mode } = statSync(path);
    chmodSync(path, 0o555);
    expect(() => {
      replaceFile(file, 'after');
    }).toThrow(UsageError);
    chmodSync(path, mode);
  }
  expect(readFileSync(file, 'utf8')).toBe('before');
  expect(readdirSync(folder)).toEqual(['topology.yaml']);
});
