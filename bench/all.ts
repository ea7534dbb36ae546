import { spawnSync } from 'node:child_process';

/** `npm run bench`: runs all benchmarks, even if the first one misses its promise. */
const SCRIPTS = ['bench:start', 'bench:scale'] as const;

for (const script of SCRIPTS) {
  const { status } = spawnSync('npm', ['run', '--silent', script], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exitCode = 1;
}
