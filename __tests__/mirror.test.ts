import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const PROJECT = resolve(__dirname, '..');

/** Folders of rules, entries and schemas. Each of their files has a test of its path. */
const TESTED = ['src/declaration/schema', 'src/diagnose/entries', 'src/lint/declaration', 'src/lint/plan'];

/** Tests of several files together. Each is in the folder that these files have in common. */
const ACROSS: ReadonlySet<string> = new Set([
  '__tests__/access/declared-grants.test.ts',
  '__tests__/access/evaluate/decide-properties.test.ts',
  '__tests__/cli/backfill-killed.test.ts',
  '__tests__/cli/check-mutated.test.ts',
  '__tests__/cli/explain-advice.test.ts',
  '__tests__/cli/json-schemas.test.ts',
  '__tests__/cli/live-policies.test.ts',
  '__tests__/cli/process.test.ts',
  '__tests__/cli/synth.test.ts',
  '__tests__/declaration/lower/access-identities.test.ts',
  '__tests__/declaration/lower/creation-templates.test.ts',
  '__tests__/declaration/lower/pull-through-cache.test.ts',
  '__tests__/declaration/lower/statements.test.ts',
  '__tests__/diagnose/document.test.ts',
  '__tests__/diagnose/messages.test.ts',
  '__tests__/diagnose/partitions.test.ts',
  '__tests__/lint/declaration/properties.test.ts',
  '__tests__/lint/declaration/twenty-faults.test.ts',
  '__tests__/lint/genuine-plans.test.ts',
  '__tests__/lint/public-plans.test.ts',
  '__tests__/plan/read/mutated-plans.test.ts',
  '__tests__/report/review/consistency.test.ts',
  '__tests__/report/review/machine-formats.test.ts',
  '__tests__/report/review/schemas.test.ts',
  '__tests__/verify/differences-in-aws.test.ts',
]);

test.each(TESTED)('each file of %s has a test of its path', (folder) => {
  const sources = filesIn(folder, '.ts');
  const untested = sources.filter((source) => !existsSync(join(PROJECT, testOf(source))));

  expect(sources).not.toEqual([]);
  expect(untested.map((source) => `${source}: no ${testOf(source)}`)).toEqual([]);
});

test('each test of a folder of src has the path of a source file or folder', () => {
  const tests = strata().flatMap((folder) => filesIn(`__tests__/${folder}`, '.test.ts'));
  const misplaced = tests.filter((path) => !ACROSS.has(path) && !isOfSource(path));

  expect(misplaced.map((path) => `${path}: no ${sourceOf(path)}.ts`)).toEqual([]);
});

test('each test of several files exists and is in a folder of src', () => {
  const misplaced = [...ACROSS].filter(
    (path) => !existsSync(join(PROJECT, path)) || !isInFolderOfSource(path),
  );

  expect(misplaced).toEqual([]);
});

function strata(): readonly string[] {
  return readdirSync(join(PROJECT, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** Returns the paths in a folder and its subfolders, from the root of the project, or none if it does not exist. */
function filesIn(folder: string, suffix: string): readonly string[] {
  if (!existsSync(join(PROJECT, folder))) return [];
  return (
    readdirSync(join(PROJECT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(suffix))
      .map((entry) => relative(PROJECT, join(entry.parentPath, entry.name)))
      // The fake of AWS has tests of its own code.
      .filter((path) => !path.includes('/fixtures/') && !path.startsWith('__tests__/live/fake/'))
      .sort()
  );
}

function testOf(source: string): string {
  return source.replace(/^src\//, '__tests__/').replace(/\.ts$/, '.test.ts');
}

function sourceOf(path: string): string {
  return path.replace(/^__tests__\//, 'src/').replace(/\.test\.ts$/, '');
}

function isOfSource(path: string): boolean {
  return existsSync(join(PROJECT, `${sourceOf(path)}.ts`)) || isFolder(sourceOf(path));
}

function isInFolderOfSource(path: string): boolean {
  return isFolder(join(sourceOf(path), '..'));
}

function isFolder(path: string): boolean {
  return statSync(join(PROJECT, path), { throwIfNoEntry: false })?.isDirectory() === true;
}
