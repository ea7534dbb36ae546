/**
 * Checks that the project works on CDK Terrain (docs/guides/cdktn.md). Installs it in a temporary folder, compares the
 * output of both, checks the types and runs the tests there.
 *
 *   npm run test:cdktn [-- ARGUMENTS FOR JEST]
 *
 * Exits with 0 if it works, 1 if it does not, and 2 if the check could not run.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { unlistedDifferences } from './cdktn/compare';
import { Installation, versionOf } from './cdktn/installation';
import { ALIASES } from './cdktn/packages';
import { synthesise, topologiesOf } from './cdktn/synthesis';

const PROJECT = resolve(__dirname, '..');

function main(jestArguments: readonly string[]): number {
  const installation = new Installation(PROJECT);
  try {
    printTitle('What is compared');
    for (const [name, alias] of Object.entries(ALIASES)) {
      print(`${name} ${versionOf(PROJECT, name)}, and as ${alias} ${installation.versionOf(name)}`);
    }
    const failed = [
      ['the output differs', hasEqualOutput(installation)],
      ['the types do not fit', passesTypeCheck(installation)],
      ['tests fail', passesTests(installation, jestArguments)],
    ].flatMap(([what, isFine]) => (isFine === true ? [] : [what]));
    printTitle(failed.length === 0 ? 'CDK Terrain does the same' : `On CDK Terrain ${failed.join(', ')}`);
    return failed.length === 0 ? 0 : 1;
  } finally {
    installation.remove();
  }
}

function hasEqualOutput(installation: Installation): boolean {
  printTitle('The output');
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ecr-topology-outputs-')));
  try {
    const topologies = topologiesOf(installation.folder);
    const cdktf = synthesise(PROJECT, topologies, join(folder, 'cdktf'));
    const cdktn = synthesise(installation.folder, topologies, join(folder, 'cdktn'));
    const versions = { cdktf: versionOf(PROJECT, 'cdktf'), cdktn: installation.versionOf('cdktf') };
    const unlisted = unlistedDifferences(cdktf, cdktn, versions);
    print(unlisted === '' ? `${cdktf.size} files of ${topologies.length} topologies are the same` : unlisted);
    return unlisted === '';
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function passesTypeCheck(installation: Installation): boolean {
  printTitle('The types');
  return installation.run('tsc', '--noEmit');
}

function passesTests(installation: Installation, jestArguments: readonly string[]): boolean {
  printTitle('The tests');
  return installation.run('jest', ...jestArguments);
}

function printTitle(title: string): void {
  print(`\n== ${title}`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

// Ctrl-C ends the child process and then this one, after the copy is removed.
process.on('SIGINT', () => undefined);
try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
