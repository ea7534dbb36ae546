import fs, {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { replaceFolder } from '../../src/cli/output-folder';

const PROJECT = process.cwd();
const LIST = 'written-by-ecr-topology.json';

let home: string;
let work: string;

function writeFixture(path: string, text = 'mine'): void {
  mkdirSync(dirname(join(work, path)), { recursive: true });
  writeFileSync(join(work, path), text);
}

/** Returns every folder, file and link, with the contents of files. Does not follow links, which Node 22 would do. */
function readTree(folder: string): readonly string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      const stats = lstatSync(path);
      if (stats.isDirectory()) return [path, ...readTree(path)];
      return stats.isFile() ? `${path}: ${readFileSync(path, 'utf8')}` : path;
    });
}

const FILES = [
  { path: 'build/roles/your-iam-role.json', text: '{}' },
  { path: 'build/apply.sh', text: 'aws iam' },
  { path: 'registry/apply.sh', text: 'aws ecr' },
];

/** Returns the error message of a rejected folder. */
function rejectionOf(out: string, files = FILES): string {
  try {
    replaceFolder(out, files);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'written';
}

beforeEach(() => {
  // A project with its git history and working files.
  home = mkdtempSync(join(tmpdir(), 'ecr-topology-out-'));
  work = join(home, 'work');
  writeFixture('.git/HEAD', 'ref: refs/heads/main');
  writeFixture('main.tf');
  writeFixture('iam/prod/roles/ci.json');
  writeFixture('empty/.git/HEAD');
  rmSync(join(work, 'empty/.git/HEAD'));
  symlinkSync(work, join(work, 'to-work'));
  symlinkSync('iam', join(work, 'to-iam'));
  symlinkSync('nowhere', join(work, 'to-nowhere'));
  writeFixture('target/keep.json');
  symlinkSync('target', join(work, 'to-target'));
  process.chdir(work);
});

afterEach(() => {
  process.chdir(PROJECT);
  rmSync(home, { recursive: true });
});

const REJECTED: readonly (readonly [out: string, why: string])[] = [
  ['', 'The name of the output folder is empty'],
  ['.', "'.' is the current folder or a parent of it"],
  ['./', 'is the current folder'],
  ['iam/..', 'is the current folder'],
  ['..', 'is the current folder or a parent of it'],
  ['/', 'is the current folder or a parent of it'],
  ['to-work/', "'to-work/' is a symbolic link"],
  ['to-target', "'to-target' is a symbolic link"],
  ['to-nowhere', 'is a symbolic link'],
  ['to-nowhere/x', "'to-nowhere/x' cannot be written"],
  ['to-work/iam', "'to-work/iam' contains 'prod', which this command did not write"],
  ['main.tf', "'main.tf' is not a folder"],
  ['main.tf/x', "'main.tf/x' cannot be written (ENOTDIR): a parent folder is a file"],
  ['main.tf/x/y', "'main.tf/x/y' cannot be written (ENOTDIR): a parent folder is a file"],
  ['/dev/null', "'/dev/null' is not a folder"],
  ['/dev/null/x', "'/dev/null/x' cannot be written"],
  ['.git', 'is in a .git folder'],
  ['.git/policies', 'is in a .git folder'],
  ['iam', "'iam' contains 'prod', which this command did not write. Name a new or empty folder."],
  ['empty', "'empty' contains '.git', which this command did not write"],
  [`deep/${'x'.repeat(300)}`, 'cannot be written (ENAMETOOLONG): the name is too long'],
];

test.each(REJECTED)('rejects --out %j and changes nothing', (out, reason) => {
  const before = readTree(home);
  expect(rejectionOf(out)).toContain(reason);
  expect(readTree(home)).toEqual(before);
});

test('rejects the working folder, by its full name and by any other name', () => {
  const before = readTree(home);
  for (const out of [work, home]) {
    expect(rejectionOf(out)).toContain('is the current folder');
  }
  symlinkSync(home, join(home, 'again'));
  expect(rejectionOf(join(home, 'again', 'work'))).toContain('is the current folder');
  rmSync(join(home, 'again'));
  expect(readTree(home)).toEqual(before);
});

describe('a folder that this command has written', () => {
  beforeEach(() => {
    replaceFolder('out', FILES);
  });

  test('is replaced, without leftovers next to it', () => {
    const before = readTree(home);
    replaceFolder('out', FILES);
    replaceFolder(join(work, 'out'), FILES);
    expect(readTree(home)).toEqual(before);
  });

  test('lists the written files', () => {
    expect(JSON.parse(readFileSync(join(work, 'out', LIST), 'utf8'))).toMatchObject({
      files: FILES.map(({ path }) => path),
    });
  });

  test('is replaced if a file was removed from it', () => {
    const before = readTree(home);
    rmSync(join(work, 'out/build/apply.sh'));
    replaceFolder('out', FILES);
    expect(readTree(home)).toEqual(before);
  });

  test.each<readonly [what: string, foreign: string, add: () => void]>([
    [
      'a file',
      'notes.txt',
      () => {
        writeFixture('out/notes.txt');
      },
    ],
    [
      'a file that looks like ours',
      'build/roles/ci.json',
      () => {
        writeFixture('out/build/roles/ci.json');
      },
    ],
    [
      'a path in .git',
      '.git',
      () => {
        writeFixture('out/.git/HEAD');
      },
    ],
    [
      'a history further down',
      'build/.git',
      () => {
        writeFixture('out/build/.git/HEAD');
      },
    ],
    [
      'an empty folder',
      'build/empty',
      () => {
        mkdirSync(join(work, 'out/build/empty'));
      },
    ],
    [
      'a link',
      'build/link',
      () => {
        symlinkSync('/', join(work, 'out/build/link'));
      },
    ],
    [
      'a link in the place of one of ours',
      'build/apply.sh',
      () => {
        rmSync(join(work, 'out/build/apply.sh'));
        symlinkSync(join(work, 'main.tf'), join(work, 'out/build/apply.sh'));
      },
    ],
    [
      'a folder in the place of one of ours',
      'build/apply.sh',
      () => {
        rmSync(join(work, 'out/build/apply.sh'));
        writeFixture('out/build/apply.sh/mine');
      },
    ],
  ])('is not replaced if it contains %s', (_, foreignEntry, add) => {
    add();
    const before = readTree(home);
    expect(rejectionOf('out')).toBe(
      `'out' contains '${foreignEntry}', which this command did not write. Name a new or empty folder.`,
    );
    expect(readTree(home)).toEqual(before);
  });

  test.each([
    ['no JSON', '{'],
    ['no list', '{}'],
    ['null', 'null'],
    ['a number', '{"files":[1]}'],
    ['a path outside the folder', '{"files":["../main.tf"]}'],
    ['a path outside the folder through a subfolder', '{"files":["build/../../main.tf"]}'],
    ['an absolute path', '{"files":["/etc/passwd"]}'],
    ['the folder itself', '{"files":["."]}'],
    ['a path in .git', '{"files":[".git/HEAD"]}'],
    ['a path in .GIT', '{"files":["build/.GIT/HEAD"]}'],
    ['a path for Windows', '{"files":["..\\\\main.tf"]}'],
    ['a very long path', JSON.stringify({ files: ['a/'.repeat(100_000) + 'a'] })],
  ])('is not replaced if its list is or contains %s', (_, text) => {
    writeFixture('out/.git/HEAD');
    writeFixture(`out/${LIST}`, text);
    const before = readTree(home);
    expect(rejectionOf('out')).toMatch(
      /^'.*written-by-ecr-topology.json' was changed after this command wrote it\. /,
    );
    expect(readTree(home)).toEqual(before);
  });

  test('is unchanged if writing the new folder fails', () => {
    const before = readTree(home);
    const twice = { path: 'build/apply.sh', text: '' };
    expect(rejectionOf('out', [twice, twice])).toContain("'out' cannot be written (EEXIST)");
    expect(readTree(home)).toEqual(before);
  });
});

test('restores the old folder if the new one cannot be renamed', () => {
  replaceFolder('out', FILES);
  const before = readTree(home);
  const { renameSync } = fs;
  const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
  const renamed = jest
    .spyOn(fs, 'renameSync')
    .mockImplementationOnce(renameSync)
    .mockImplementationOnce(() => {
      throw full;
    });
  expect(rejectionOf('out')).toBe("'out' cannot be written (ENOSPC): the disk is full.");
  renamed.mockRestore();
  expect(readTree(home)).toEqual(before);
});

test('creates a folder and all its missing parents, or none of them', () => {
  const before = readTree(home);
  const twice = { path: 'apply.sh', text: '' };
  expect(rejectionOf('a/b/c', [twice, twice])).toContain('EEXIST');
  expect(readTree(home)).toEqual(before);
  replaceFolder('a/b/c', FILES);
  expect(readdirSync(join(work, 'a/b'))).toEqual(['c']);
});

test('writes into an empty folder', () => {
  mkdirSync(join(work, 'fresh'));
  replaceFolder('fresh', FILES);
  expect(readdirSync(join(work, 'fresh')).sort()).toEqual(['build', 'registry', LIST]);
});

test('rejects a folder that contains the working folder even if this command wrote it', () => {
  replaceFolder('out', FILES);
  const before = readTree(home);
  process.chdir('out/build');
  expect(rejectionOf(join(work, 'out'))).toContain('is the current folder or a parent of it');
  expect(readTree(home)).toEqual(before);
});
