import { join, relative } from 'node:path';
import type { App } from 'cdktf';
import type { Deployment, Topology } from '../src/registry';
import { TopologyStack } from './topology-stack';

/** The name of the stack that holds everything. It is part of the state's name, so it never changes. */
const TOPOLOGY_STACK = 'ecr-topology';

/** Lays the topology out in stacks: for now one for all. */
export function addStacks(app: App, topology: Topology, deployment: Deployment): TopologyStack {
  const workingFolder = join(app.outdir, 'stacks', TOPOLOGY_STACK);
  const projectFolder = relative(workingFolder, '.').replaceAll('\\', '/');
  return new TopologyStack(app, TOPOLOGY_STACK, topology, deployment, projectFolder);
}
