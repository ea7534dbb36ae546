import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromiumPath } from './find-chromium';

/**
 * Installs Debian's Chromium before the end-to-end tests of a pipeline. Never installs anything on a developer's
 * machine: `CI` or `ECR_TOPOLOGY_INSTALL_CHROMIUM` must be set. If the installation fails, the tests are skipped, and
 * the reason is printed.
 */
export default function installChromium(): void {
  if (hasChromium() || !isRequested() || !canInstall()) return;
  print('Installing Chromium for the end-to-end tests …');
  const isInstalled =
    runApt('update') &&
    runApt('install', '--yes', '--no-install-recommends', 'chromium', 'fonts-dejavu-core');
  if (!isInstalled) print('Could not install Chromium. The tests that require it are skipped.');
}

function hasChromium(): boolean {
  try {
    chromiumPath();
    return true;
  } catch {
    return false;
  }
}

function isRequested(): boolean {
  const { CI, ECR_TOPOLOGY_INSTALL_CHROMIUM } = process.env;
  return [CI, ECR_TOPOLOGY_INSTALL_CHROMIUM].some((value = '') => !['', '0', 'false'].includes(value));
}

/** Ubuntu's package `chromium` installs a snap, which needs a running service. Ubuntu's runners have Chrome. */
function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

function runApt(...args: readonly string[]): boolean {
  const { status, stderr } = spawnSync('apt-get', ['--quiet=2', ...args], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 300_000,
  });
  if (status !== 0) print(`apt-get ${args.join(' ')}: ${stderr.trim().split('\n').at(-1) ?? 'failed'}`);
  return status === 0;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
