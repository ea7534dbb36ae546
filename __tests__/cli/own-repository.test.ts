import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownerOf } from '../../src/cli/own-repository';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecr-topology-owner-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Returns the path of a program in a package with this manifest, as npm links to it. */
function install(manifest: unknown): string {
  const program = join(folder, 'ecr-topology', 'ecr-topology.cjs');
  mkdirSync(join(folder, 'ecr-topology'));
  writeFileSync(program, '');
  writeFileSync(join(folder, 'ecr-topology', 'package.json'), JSON.stringify(manifest));
  const link = join(folder, 'link');
  symlinkSync(program, link);
  return link;
}

const url = 'git+https://github.com/acme/ecr-topology.git';

test('reads the owner from the package of the program', () => {
  expect(ownerOf(install({ name: 'ecr-topology', repository: { url } }))).toBe('acme');
});

test.each([
  { name: 'other', repository: { url } },
  { name: 'ecr-topology' },
  { name: 'ecr-topology', repository: null },
  { name: 'ecr-topology', repository: { url: 'git+https://example.com/acme/ecr-topology.git' } },
  null,
])('returns undefined for the package %j', (manifest) => {
  expect(ownerOf(install(manifest))).toBeUndefined();
});

test('returns undefined for a program without a package', () => {
  expect(ownerOf(join(folder, 'missing'))).toBeUndefined();
  expect(ownerOf(undefined)).toBeUndefined();
});
