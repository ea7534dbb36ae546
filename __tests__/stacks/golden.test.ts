import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { version } from 'cdktf/package.json';

/**
 * Compares the output of `npm run synth` byte for byte. After an intended change, write the golden file again:
 * npm run synth -- --topology FILE && cp cdktf.out/stacks/ecr-topology/cdk.tf.json
 * __tests__/fixtures/golden/NAME
 */
test.each([
  ["the article's replication", 'topology.yaml', 'article.cdk.tf.json'],
  [
    "the other article's pull and push from another account",
    'examples/cross-account-pull-push.yaml',
    'cross-account-pull-push.cdk.tf.json',
  ],
])('the output of %s equals the golden file byte for byte', (_, topology, golden) => {
  // The folder has the depth of a project folder, so that the relative path to the state is the same.
  const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-golden-'));
  try {
    execFileSync(process.execPath, [resolve('bin/run.js'), 'main.ts'], {
      cwd: folder,
      env: { ...process.env, ECR_TOPOLOGY: resolve(topology), CDKTF_OUTDIR: 'cdktf.out' },
    });
    const written = readFileSync(join(folder, 'cdktf.out/stacks/ecr-topology/cdk.tf.json'), 'utf8');
    const committed = readFileSync(join('__tests__/fixtures/golden', golden), 'utf8');
    // The only text that depends on the framework. `npm run test:cdktn` runs this test with another one.
    expect(written).toBe(committed.replace('"version": "0.21.0"', `"version": "${version}"`));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
