import { join, relative } from 'node:path';
import type { App } from 'cdktf';
import type { Deployment } from '../src/model/deployment';
import type { Topology } from '../src/model/topology';
import { layOut } from '../src/terraform/layout';
import { EcrStack } from './stack.ecr-stack';
import { withoutStackTraces } from './stack.stack-traces';

/** Adds the stacks of a topology to an app: one stack, or several for each account or registry. */
export function addStacks(app: App, topology: Topology, deployment: Deployment): readonly EcrStack[] {
  return withoutStackTraces(() => buildStacks(app, topology, deployment));
}

function buildStacks(app: App, topology: Topology, deployment: Deployment): readonly EcrStack[] {
  const stacks = new Map<string, EcrStack>();
  const layouts = layOut(topology, deployment);
  for (const layout of layouts) {
    const workingFolder = join(app.outdir, 'stacks', layout.name);
    const projectFolder = relative(workingFolder, '.').replaceAll('\\', '/');
    stacks.set(layout.name, new EcrStack(app, layout, deployment, projectFolder));
  }
  for (const { name, dependsOn } of layouts) {
    for (const other of dependsOn) {
      const needed = stacks.get(other);
      if (needed !== undefined) stacks.get(name)?.addDependency(needed);
    }
  }
  return [...stacks.values()];
}
