import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Output } from './differences';

/** Returns the shipped topology and every example, as paths relative to the project folder. */
export function topologiesOf(project: string): readonly string[] {
  const examples = readdirSync(join(project, 'examples')).filter((file) => file.endsWith('.yaml'));
  return ['topology.yaml', ...examples.map((file) => `examples/${file}`)];
}

/**
 * Writes the stacks of each topology below a folder, as JSON and as HCL, and returns the files. Both projects
 * use folders of the same depth, so that the relative path to the state is the same.
 */
export function synthesise(project: string, topologies: readonly string[], folder: string): Output {
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
