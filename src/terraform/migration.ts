import type { Deployment, StacksBy } from '../model/deployment';
import type { Topology } from '../model/topology';
import { layOut } from './layout';
import { resourceAddress } from './resources';

/** The state moves that change the layout without changing resources. */
export interface Migration {
  readonly from: StacksBy;
  readonly to: StacksBy;
  /** The resources whose state changes. */
  readonly moves: readonly StateMove[];
  /** Stacks of the previous layout that the new layout does not have. */
  readonly removedStacks: readonly string[];
}

interface StateMove {
  readonly from: string;
  readonly to: string;
  /** The same in both states, because addresses do not depend on the layout. */
  readonly address: string;
}

/** Returns the state moves from another layout to that of the deployment. */
export function migrationFrom(from: StacksBy, topology: Topology, deployment: Deployment): Migration {
  const previousStacks = layOut(topology, { ...deployment, stacksBy: from });
  const stacks = layOut(topology, deployment);
  const stackOf = new Map(
    stacks.flatMap(({ name, resources }) =>
      resources.map(({ resource }) => [resourceAddress(resource), name] as const),
    ),
  );
  const moves = previousStacks.flatMap(({ name, resources }) =>
    resources.flatMap(({ resource }): readonly StateMove[] => {
      const address = resourceAddress(resource);
      const to = stackOf.get(address);
      return to === undefined || to === name ? [] : [{ from: name, to, address }];
    }),
  );
  const names = new Set(stacks.map(({ name }) => name));
  const removedStacks = previousStacks.map(({ name }) => name).filter((name) => !names.has(name));
  return { from, to: deployment.stacksBy, moves, removedStacks };
}
