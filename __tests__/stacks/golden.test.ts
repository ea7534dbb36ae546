import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const GOLDEN = '__tests__/fixtures/golden/article.cdk.tf.json';

/**
 * What `npm run synth` writes for the shipped topology, byte for byte. After a change that is meant, write it anew:
 * npm run synth && cp cdktf.out/stacks/ecr-topology/cdk.tf.json __tests__/fixtures/golden/article.cdk.tf.json
 */
test("the article's output is the committed one, to the byte", () => {
  // As deep below a project folder as `cdktf.out` is, so that the way to the state is the same.
  const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-golden-'));
  try {
    execFileSync(process.execPath, [resolve('bin/run.js'), 'main.ts'], {
      cwd: folder,
      env: { ...process.env, ECR_TOPOLOGY: resolve('topology.yaml'), CDKTF_OUTDIR: 'cdktf.out' },
    });
    const written = readFileSync(join(folder, 'cdktf.out/stacks/ecr-topology/cdk.tf.json'), 'utf8');
    expect(written).toBe(readFileSync(GOLDEN, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
