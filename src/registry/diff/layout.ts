import type { Deployment, StacksBy } from '../deployment';
import { layOut, stackNames } from '../terraform/layout';
import type { Topology } from '../topology';

export type StacksChange =
  | { readonly kind: 'stacks-by'; readonly before: StacksBy; readonly after: StacksBy }
  /** With its account or registry; what it holds is nobody's to destroy from then on. */
  | { readonly kind: 'stack-removed'; readonly stack: string };

/** A declaration that is right. */
interface Declared {
  readonly topology: Topology;
  readonly deployment: Deployment;
}

/** What changes in the states that hold the resources. */
export function diffStacks(before: Declared, after: Declared): readonly StacksChange[] {
  const [was, is] = [before.deployment.stacksBy, after.deployment.stacksBy];
  // Where all stacks are others, that they go is no news of its own.
  if (was !== is) return [{ kind: 'stacks-by', before: was, after: is }];
  const names = new Set(stackNames(after.topology, after.deployment));
  if (stackNames(before.topology, before.deployment).every((name) => names.has(name))) return [];
  return layOut(before.topology, before.deployment)
    .filter(({ name, resources }) => resources.length > 0 && !names.has(name))
    .map(({ name: stack }) => ({ kind: 'stack-removed', stack }));
}
