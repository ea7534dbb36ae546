import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { watchFiles } from '../../src/serve/watch-files';
import { createFolder, wait } from './folder';

const folder = createFolder();
const file = join(folder.path, 'topology.yaml');
let changes = 0;
let wake: () => void = () => undefined;
let stop: () => void = () => undefined;

function start(...files: readonly string[]): void {
  stop = watchFiles(files, () => {
    changes += 1;
    wake();
  });
}

/** Fails by the time limit of the test if there is no change. */
function nextChange(): Promise<void> {
  return new Promise((resolve) => (wake = resolve));
}

beforeEach(() => {
  changes = 0;
  writeFileSync(file, 'first');
});

afterEach(() => {
  stop();
});

afterAll(() => {
  folder.remove();
});

test.each<readonly [string, () => void]>([
  [
    'an editor writes the file',
    () => {
      writeFileSync(file, 'second');
    },
  ],
  [
    'an editor replaces the file by another one',
    () => {
      writeFileSync(`${file}~`, 'second');
      renameSync(`${file}~`, file);
    },
  ],
  [
    'an editor moves the file away and writes another one',
    () => {
      renameSync(file, `${file}.bak`);
      setTimeout(() => {
        writeFileSync(file, 'second');
      }, 100);
    },
  ],
  [
    'the file is deleted',
    () => {
      rmSync(file);
    },
  ],
  [
    'a program writes the file in several steps',
    () => {
      writeFileSync(file, '');
      for (const [index, text] of ['a', 'b', 'c'].entries()) {
        setTimeout(() => {
          appendFileSync(file, text);
        }, index * 20);
      }
    },
  ],
])('reports one change within 2 s if %s', async (_, change) => {
  start(file);
  const reported = nextChange();
  const started = Date.now();
  change();
  await reported;
  expect(Date.now() - started).toBeLessThan(2_000);
  await wait(700);
  expect(changes).toBe(1);
});

test('does not report changes of other files, or a start', async () => {
  start(file);
  writeFileSync(join(folder.path, 'other.yaml'), 'x');
  await wait(700);
  expect(changes).toBe(0);
});

test('reports the change of a file that a symbolic link points to', async () => {
  mkdirSync(join(folder.path, 'real'), { recursive: true });
  const target = join(folder.path, 'real', 'target.yaml');
  const link = join(folder.path, 'link.yaml');
  writeFileSync(target, 'first');
  symlinkSync(target, link);
  start(link);
  const reported = nextChange();
  writeFileSync(target, 'second');
  await reported;
});

test('reports changes after the folder was deleted and created again', async () => {
  const parent = join(folder.path, 'parent');
  const inner = join(parent, 'topology.yaml');
  mkdirSync(parent);
  writeFileSync(inner, 'first');
  start(inner);
  const deleted = nextChange();
  rmSync(parent, { recursive: true });
  await deleted;
  const created = nextChange();
  mkdirSync(parent);
  writeFileSync(inner, 'second');
  await created;
  const changed = nextChange();
  writeFileSync(inner, 'third');
  await changed;
});

test('reports nothing after it was stopped', async () => {
  start(file);
  writeFileSync(file, 'second');
  stop();
  await wait(700);
  expect(changes).toBe(0);
});
