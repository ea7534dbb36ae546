import { spawnSync } from 'node:child_process';

/** `npm run bench`: what the project promises about time and memory, whether the first promise is kept or not. */
const SCRIPTS = ['bench:start', 'bench:scale'] as const;

for (const script of SCRIPTS) {
  const { status } = spawnSync('npm', ['run', '--silent', script], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exitCode = 1;
}
