import {
  chmodSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { CACHE, SmallProject } from './small-project';

let project: SmallProject;
beforeEach(() => {
  project = new SmallProject();
});
afterEach(() => {
  project.delete();
});

const EXPECTED = { one: 'one', two: 'two', data: { data: 1 }, plain: 'plain', nested: 'inner' };

function printed(): unknown {
  const { stdout, stderr } = project.start();
  return stderr === '' ? JSON.parse(stdout) : stderr;
}

/** Writes a file between two starts, and sets its time back. */
function rewrite(path: string, content: string): void {
  const file = join(project.folder, path);
  utimesSync(file, 1, 1);
  project.start();
  const { size } = statSync(file);
  project.write(path, content);
  utimesSync(file, 1, 1);
  expect(statSync(file)).toMatchObject({ size, mtimeMs: 1000 });
}

test('the second start does not load esbuild, and prints the same', () => {
  const first = project.start();
  const second = project.start();

  expect(JSON.parse(first.stdout)).toEqual(EXPECTED);
  expect(second).toEqual({ status: 0, stdout: first.stdout, stderr: '', log: [] });
  expect(first.log).toEqual(['bundled', 'ended its process']);
});

test('no process of esbuild outlives a start with an error', () => {
  project.append('src/one.ts', 'export const two = ;\n');

  const { status, stderr, log } = project.start();

  expect(status).toBe(2);
  expect(stderr).toMatch(/Unexpected ";"\s+src\/one\.ts:2:19/);
  expect(log).toEqual(['bundled', 'ended its process']);
});

describe('the program is that of its current files after', () => {
  beforeEach(() => {
    project.start();
  });

  test.each<[string, () => void, object]>([
    [
      'an edit of the entry',
      () => {
        project.write('main.ts', project.read('main.ts').replace('one, two', 'two'));
      },
      { two: 'two', data: { data: 1 }, plain: 'plain', nested: 'inner' },
    ],
    [
      'an edit that keeps the length and the time',
      () => {
        rewrite('src/one.ts', "export const one: string = 'eno';\n");
      },
      { ...EXPECTED, one: 'eno' },
    ],
    [
      'an edit of a file that is imported by another',
      () => {
        project.write('src/folder/two.ts', 'export const two = 2;\n');
      },
      { ...EXPECTED, two: 2 },
    ],
    [
      'an edit of data',
      () => {
        project.write('src/data.json', '[]');
      },
      { ...EXPECTED, data: [] },
    ],
    [
      'a new file before a folder of the same name',
      () => {
        project.write('src/folder.ts', "export const two = 'shadow';\n");
      },
      { ...EXPECTED, two: 'shadow' },
    ],
    [
      'a new file whose extension comes first',
      () => {
        project.write('src/one.tsx', "export const one = 'shadow';\n");
      },
      { ...EXPECTED, one: 'shadow' },
    ],
    [
      'a new path in tsconfig.json',
      () => {
        project.write('src/mine.ts', "export default 'mine';\n");
        project.write('tsconfig.json', '{ "compilerOptions": { "paths": { "plain": ["./src/mine.ts"] } } }');
      },
      { ...EXPECTED, plain: 'mine' },
    ],
    [
      'an edit of a package that keeps the length and the time',
      () => {
        rewrite('node_modules/plain/index.js', "module.exports = 'nialp';\n");
      },
      { ...EXPECTED, plain: 'nialp' },
    ],
    [
      'an edit of the manifest of a package',
      () => {
        project.write('node_modules/@scope/nested/package.json', '{ "main": "lib/other.js" }');
      },
      { ...EXPECTED, nested: 'other' },
    ],
    [
      'a new manifest of a package',
      () => {
        project.write('node_modules/plain/main.js', "module.exports = 'main';\n");
        project.write('node_modules/plain/package.json', '{ "main": "main.js" }');
      },
      { ...EXPECTED, plain: 'main' },
    ],
    [
      'a new package that is nearer',
      () => {
        project.write(
          'node_modules/@scope/nested/lib/node_modules/inner/index.js',
          "module.exports = 'nearer';\n",
        );
      },
      { ...EXPECTED, nested: 'nearer' },
    ],
    [
      'a package that is replaced by a link',
      () => {
        project.remove('node_modules/@scope/nested');
        project.write('linked/index.js', "exports.nested = 'linked';\n");
        project.link('../../linked', 'node_modules/@scope/nested');
      },
      { ...EXPECTED, nested: 'linked' },
    ],
    [
      'the removal of a package that another folder also has',
      () => {
        project.write('node_modules/inner/index.js', "module.exports = 'outer';\n");
        project.remove('node_modules/@scope/nested/node_modules/inner');
      },
      { ...EXPECTED, nested: 'outer' },
    ],
  ])('%s', (_, change, expected) => {
    change();

    expect(printed()).toEqual(expected);
  });
});

test.each<[string, (file: string) => void]>([
  [
    'shorter',
    (file) => {
      truncateSync(file, 1000);
    },
  ],
  [
    'empty',
    (file) => {
      truncateSync(file);
    },
  ],
  [
    'different in one byte',
    (file) => {
      const bytes = readFileSync(file);
      bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
      writeFileSync(file, bytes);
    },
  ],
])('an entry of the cache that is %s is not used', (_, damage) => {
  project.start();
  const files = readdirSync(join(project.folder, CACHE)).map((name) => join(project.folder, CACHE, name));
  for (const file of files) damage(file);

  expect(files).toHaveLength(2);
  expect(printed()).toEqual(EXPECTED);
  expect(project.start().log).toEqual([]);
});

test('the cache keeps two files after several edits, and removes an interrupted write', () => {
  for (let edit = 0; edit < 3; edit += 1) {
    project.append('src/one.ts', '// edited\n');
    project.append('node_modules/plain/index.js', '// edited\n');
    project.write(`${CACHE}/main.ts.program.${edit}.tmp`, 'interrupted');
    project.start();
  }

  expect(readdirSync(join(project.folder, CACHE)).sort()).toEqual(['main.ts.packages', 'main.ts.program']);
});

test('starts at the same time print the same', async () => {
  const outputs = await project.startTogether(4);

  expect(outputs.map((output) => JSON.parse(output) as unknown)).toEqual(Array.from(outputs, () => EXPECTED));
  expect(project.start().log).toEqual([]);
});

describe('a cache that cannot be written', () => {
  test('is not needed', () => {
    // A file instead of a folder, which root cannot write either.
    project.write('node_modules/.cache', '');

    expect(printed()).toEqual(EXPECTED);
    expect(project.start().log).toEqual(['bundled', 'ended its process']);
  });

  test('is read', () => {
    project.start();
    chmodSync(join(project.folder, CACHE), 0o555);

    expect(project.start()).toMatchObject({ status: 0, log: [] });
  });
});

describe('nothing is kept if not everything is known that changes the program:', () => {
  test('a source in another folder', () => {
    project.write('elsewhere/one.ts', "export const one = 'elsewhere';\n");
    project.write('src/one.ts', "export { one } from '../elsewhere/one';\n");
    project.start();
    project.write('elsewhere/one.ts', "export const one = 'edited';\n");

    expect(printed()).toEqual({ ...EXPECTED, one: 'edited' });
  });

  test('a link among the sources', () => {
    project.write('elsewhere/one.ts', "export const one = 'elsewhere';\n");
    project.start();
    project.link('../elsewhere/one.ts', 'src/one.tsx');

    expect(printed()).toEqual({ ...EXPECTED, one: 'elsewhere' });

    project.write('elsewhere/one.ts', "export const one = 'edited';\n");

    expect(printed()).toEqual({ ...EXPECTED, one: 'edited' });
  });

  test('compiler options that extend others', () => {
    project.write('src/mine.ts', "export default 'mine';\n");
    project.write('elsewhere/tsconfig.json', '{}');
    project.write('tsconfig.json', '{ "extends": "./elsewhere/tsconfig.json" }');
    project.start();
    project.write(
      'elsewhere/tsconfig.json',
      '{ "compilerOptions": { "paths": { "plain": ["../src/mine.ts"] } } }',
    );

    expect(printed()).toEqual({ ...EXPECTED, plain: 'mine' });
  });
});

test('packages that cannot be bundled are loaded from node_modules', () => {
  project.write(
    'node_modules/plain/index.js',
    "try { require('./native.node'); } catch {} module.exports = 'plain';",
  );
  project.write('node_modules/plain/native.node', '');

  expect(printed()).toEqual(EXPECTED);
  expect(printed()).toEqual(EXPECTED);
  expect(project.start().log).toEqual([]);
});

test.each([
  ['of the project folder', 'main.ts'],
  ['of another folder', 'src/folder/start.ts'],
])('stack traces of a program %s show the lines of the sources with ECR_TOPOLOGY_DEBUG', (_where, entry) => {
  project.write('src/one.ts', "export const one: string = 'one';\n\nconsole.log(new Error().stack);\n");
  project.write('src/folder/start.ts', "import { one } from '../one';\n\nconsole.log(one);\n");

  expect(project.start({ ECR_TOPOLOGY_DEBUG: '1' }, entry).stdout).toContain(
    `(${join(project.folder, 'src/one.ts:3:13')})`,
  );
});
