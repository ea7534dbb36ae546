import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Output } from './differences';

/** The shipped topology and every example, as ways from the project's folder. */
export function topologiesOf(project: string): readonly string[] {
  const examples = readdirSync(join(project, 'examples')).filter((file) => file.endsWith('.yaml'));
  return ['topology.yaml', ...examples.map((file) => `examples/${file}`)];
}

/**
 * Everything that a project writes for its topologies, as JSON and as HCL, below a folder. Both sides run in folders
 * that are equally deep, so that the way to the state is the same.
 */
export function synthesised(project: string, topologies: readonly string[], folder: string): Output {
  for (const topology of topologies) {
    for (const format of ['json', 'hcl']) {
      const cwd = join(folder, topology.replaceAll(/[^a-z0-9]+/gi, '-'), format);
      mkdirSync(cwd, { recursive: true });
      execFileSync(process.execPath, [join(project, 'bin', 'run.js'), 'main.ts'], {
        cwd,
        env: {
          ...process.env,
          ECR_TOPOLOGY: join(project, topology),
          CDKTF_OUTDIR: 'cdktf.out',
          SYNTH_HCL_OUTPUT: String(format === 'hcl'),
        },
      });
    }
  }
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [relative(folder, file).replaceAll('\\', '/'), readFileSync(file, 'utf8')]),
  );
}
