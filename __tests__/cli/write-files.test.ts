import fs, {
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

test('writes the missing target of a symbolic link and keeps the link', () => {
  mkdirSync(join(folder, 'links'));
  const link = join(folder, 'links/link.yaml');
  symlinkSync('second.yaml', link);
  symlinkSync('../new/missing.yaml', join(folder, 'links/second.yaml'));
  replaceFile(link, 'after');
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'new/missing.yaml'), 'utf8')).toBe('after');
  expect(readdirSync(join(folder, 'links')).sort()).toEqual(['link.yaml', 'second.yaml']);
});

test('rejects a symbolic link to itself', () => {
  const link = join(folder, 'link.yaml');
  symlinkSync('link.yaml', link);
  expect(() => {
    replaceFile(link, 'after');
  }).toThrow(`'${link}' cannot be written (ELOOP): a symbolic link points to itself.`);
});

describe('a file that cannot be replaced', () => {
  const failure = (code: string) => () => {
    throw Object.assign(new Error(code), { code });
  };
  // The new text is shorter, so that the rest of the old one would be seen.
  const write = () => {
    replaceFile(file, 'new');
  };

  afterEach(() => {
    jest.restoreAllMocks();
  });

  test('is written in place if it is a mount point', () => {
    const { ino } = statSync(file);
    jest.spyOn(fs, 'renameSync').mockImplementationOnce(failure('EBUSY'));
    write();
    expect([readFileSync(file, 'utf8'), statSync(file).ino]).toEqual(['new', ino]);
    expect(readdirSync(folder)).toEqual(['topology.yaml']);
  });

  test.each(['EACCES', 'EROFS'])('is written in place if its folder is read-only (%s)', (code) => {
    const { ino } = statSync(file);
    jest.spyOn(fs, 'writeFileSync').mockImplementationOnce(failure(code));
    write();
    expect([readFileSync(file, 'utf8'), statSync(file).ino]).toEqual(['new', ino]);
  });

  test('stays as it is if the disk is full', () => {
    jest.spyOn(fs, 'writeFileSync').mockImplementationOnce(failure('ENOSPC'));
    expect(write).toThrow(`'${file}' cannot be written (ENOSPC): the disk is full.`);
    expect(readFileSync(file, 'utf8')).toBe('before');
  });

  test('is an error if it does not exist', () => {
    const missing = join(folder, 'missing.yaml');
    jest.spyOn(fs, 'writeFileSync').mockImplementationOnce(failure('EACCES'));
    expect(() => {
      replaceFile(missing, 'new');
    }).toThrow(`'${missing}' cannot be written (EACCES): permission denied.`);
    expect(readdirSync(folder)).toEqual(['topology.yaml']);
  });
});

// Root may write every file.
const ROOT = isRoot ? ' (skipped: root can write every file)' : '';
(isRoot ? test.skip : test)(`writes a file in a read-only folder${ROOT}`, () => {
  chmodSync(folder, 0o555);
  replaceFile(file, 'after');
  expect(readFileSync(file, 'utf8')).toBe('after');
});

(isRoot ? test.skip : test)(`does not replace a read-only file${ROOT}`, () => {
  chmodSync(file, 0o555);
  expect(() => {
    replaceFile(file, 'after');
  }).toThrow(UsageError);
  expect(readFileSync(file, 'utf8')).toBe('before');
  expect(readdirSync(folder)).toEqual(['topology.yaml']);
});
