import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

interface ImportRules {
  readonly forbidden: readonly { readonly name: string; readonly to: { readonly pathNot?: unknown } }[];
}

// A configuration of dependency-cruiser, which has no type declaration.
const importRules = createRequire(__filename)('../../.dependency-cruiser.cjs') as ImportRules;

const FOLDERS = [...foldersIn('src').map((folder) => join('src', folder)), 'stacks'];
const DOCUMENTS = [...FOLDERS.map((folder) => join(folder, 'README.md')), 'CONTRIBUTING.md'];

test.each(FOLDERS)('%s has a README with its name, entry point, imports and additions', (folder) => {
  const text = readFileSync(join(folder, 'README.md'), 'utf8');

  expect(text).toMatch(new RegExp(`^# ${folder.replace('src/', '')}\n`));
  expect(text).toMatch(/^- Start at `/m);
  expect(text).toMatch(/^- Imports: /m);
  expect(text).toMatch(/^- To add /m);
});

test.each(FOLDERS)('the README of %s describes each subfolder', (folder) => {
  const text = readFileSync(join(folder, 'README.md'), 'utf8');
  const described = [...text.matchAll(/^- ((?:`\w+\/`(?:, )?)+):/gm)].flatMap(([, names = '']) =>
    names.split(', ').map((name) => name.slice(1, -2)),
  );

  expect(described.sort()).toEqual(foldersIn(folder));
});

test.each(FOLDERS)('the README of %s states the imports that .dependency-cruiser.cjs allows', (folder) => {
  const [, imports = ''] = /^- Imports: (.*)\.$/m.exec(readFileSync(join(folder, 'README.md'), 'utf8')) ?? [];
  const stated = imports.match(/\w+(?=`)/g) ?? [];

  expect(stated).toEqual(allowedImports(folder));
});

test.each(DOCUMENTS)('%s names only files and folders that exist', (file) => {
  const paths = quotedIn(file).filter((text) =>
    /^[\w.-]+(\/[\w.-]*)+$|^[\w-]+\.(ts|md|json|yaml)$/.test(text),
  );

  expect(paths).not.toEqual([]);
  expect(paths.filter((path) => pathFrom(file, path) === undefined)).toEqual([]);
});

test.each(DOCUMENTS)('%s names only functions that their files declare', (file) => {
  const text = readFileSync(file, 'utf8');
  const references = [...text.matchAll(/`(\w+)`\s+in\s+`([^`]+\.ts)`/g)];
  const missing = references.filter(([, name = '', path = '']) => !declares(pathFrom(file, path), name));

  expect(references).not.toEqual([]);
  expect(missing.map(([reference]) => reference)).toEqual([]);
});

function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** Returns the folders of `src` that the rule for a folder excludes, without the folder itself. */
function allowedImports(folder: string): readonly string[] {
  const name = folder.replace('src/', '');
  const rule = importRules.forbidden.find((each) => each.name === `strata-${name}`);
  const [, allowed = ''] = /^\^src\/\((.*)\)\/$/.exec(String(rule?.to.pathNot)) ?? [];
  return allowed.split('|').filter((each) => each !== name);
}

function quotedIn(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);
}

/** Returns a path of a document, from the folder of the document or of the project; undefined if neither exists. */
function pathFrom(file: string, path: string): string | undefined {
  return [join(dirname(file), path), path].find((each) => existsSync(each));
}

function declares(path: string | undefined, name: string): boolean {
  if (path === undefined) return false;
  return new RegExp(`\\b(function|const|class|interface|type) ${name}\\b`).test(readFileSync(path, 'utf8'));
}
