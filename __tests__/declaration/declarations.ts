import type { Diagnostic } from '../../src/declaration/syntax/diagnostics';
import { parseTopology, type Loaded } from '../../src/lint/declaration/load';
import type { Deployment } from '../../src/model/deployment';
import type { Registry, Topology } from '../../src/model/topology';

/** The topology of the article without credentials: valid, and short enough to change one value in it. */
export const BASE = `accounts:
  develop: { id: "111111111111" }
  management: { id: "999999999999" }
registries:
  develop: { account: develop, region: ap-northeast-1 }
  develop_us: { account: develop, region: us-west-1 }
  management: { account: management, region: ap-northeast-1 }
repositories:
  my-repo: { registry: develop }
replication:
  - { from: develop, to: [develop_us, management], repositories: [my-repo] }
`;

/** Returns `BASE` with one part of its text replaced. */
export function base(part: string, replacement: string): string {
  if (!BASE.includes(part)) throw new Error(`the base declaration has no '${part}'`);
  return BASE.replace(part, () => replacement);
}

export function load(text: string, environment: Readonly<Record<string, string>> = {}): Loaded {
  return parseTopology({ file: 'topology.yaml', text }, environment);
}

export function diagnose(
  text: string,
  environment?: Readonly<Record<string, string>>,
): readonly Diagnostic[] {
  return load(text, environment).diagnostics;
}

/** Returns the topology of a valid declaration. */
export function topologyOf(text: string): Topology {
  return accepted(text).topology;
}

export function deploymentOf(text: string, environment?: Readonly<Record<string, string>>): Deployment {
  return accepted(text, environment).deployment;
}

export function registryOf(text: string, name: string): Registry {
  const found = topologyOf(text).registries.find((registry) => registry.name === name);
  if (found === undefined) throw new Error(`no registry ${name}`);
  return found;
}

/** Returns a valid declaration as it was read. */
export function accepted(text: string, environment?: Readonly<Record<string, string>>) {
  const loaded = load(text, environment);
  if (loaded.kind !== 'topology') {
    throw new Error(loaded.diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  }
  return loaded;
}
