import { readFileSync } from 'node:fs';
import { allowScripts } from '../package.json';

interface LockFile {
  readonly packages: Readonly<Record<string, Locked>>;
}

interface Locked {
  /** A workspace of this project. */
  readonly link?: true;
  readonly hasInstallScript?: boolean;
  readonly license?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as LockFile; // npm's lock file, version 3

/** Licences that a platform team can accept without a legal review. An `OR` needs one of these, an `AND` needs all. */
const ALLOWED =
  /^(MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|MPL-2\.0|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-4\.0|Unlicense|Public Domain|Python-2\.0|WTFPL)$/;

function isAllowed(licence: string): boolean {
  const choices = licence.replace(/^\(|\)$/g, '').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((each) => ALLOWED.test(each)));
}

/** Packages without a `license` field, and the start of their licence file. Mermaid depends on khroma. */
const LICENCE_FILES: Readonly<Record<string, { readonly file: string; readonly licence: string }>> = {
  'node_modules/khroma': { file: 'license', licence: 'MIT' },
};

function licenceOf(path: string, { license }: Locked): string {
  if (license !== undefined) return license;
  const known = LICENCE_FILES[path];
  if (known === undefined) return 'none';
  const text = readFileSync(`${path}/${known.file}`, 'utf8');
  return text.startsWith(`The ${known.licence} License`) ? known.licence : 'unknown licence file';
}

test('no dependency, including development dependencies, has a licence that requires more than a notice', () => {
  const refused = Object.entries(packages)
    .filter(([path, { link }]) => path !== '' && link === undefined)
    .map(([path, locked]) => ({ path, licence: licenceOf(path, locked) }))
    .filter(({ licence }) => !isAllowed(licence))
    .map(({ path, licence }) => `${path}: ${licence}`);
  expect(refused).toEqual([]);
});

test('the lock file names no registry host', () => {
  expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(/"resolved": "http/);
});

test('the lock file contains the packages of every platform, because npm ci rejects it otherwise', () => {
  const locked = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
  const missing = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies).filter((name) => !locked.has(name)),
  );
  expect(missing).toEqual([]);
});

test('no dependency may run an install script, so that npm ci needs no compiler', () => {
  const blocked = Object.entries(allowScripts)
    .filter(([, isAllowed]) => !isAllowed)
    .map(([name]) => name);
  const notBlocked = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path]) => path.split('node_modules/').at(-1) ?? path)
    // The CDK Terrain lane installs Node as a package, which has such a script.
    .filter((name) => name !== 'node' && !blocked.includes(name));
  expect(notBlocked).toEqual([]);
});
