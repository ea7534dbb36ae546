import type { KnownRegistryId } from '../../aws/arn';
import type { Note } from '../../declaration/write/notes';
import type { Unreadable } from '../../live/registry/live-topology';
import type { ForgetPlan } from '../../plan/state/forget';
import type { UnlocatedResource } from '../../plan/state/state-topology';
import { unreadableJson } from '../live/unreadable-json';

export interface Adoption {
  /** The text of `topology.yaml`. */
  readonly declaration: string;
  readonly notes: readonly Note[];
  readonly unreadable: readonly Unreadable[];
  readonly unlocated: readonly UnlocatedResource[];
  readonly forget: readonly ForgetPlan[];
}

/** The fields are documented in docs/reference/json.md. */
export function adoptionJson(
  { declaration, notes, unreadable, unlocated, forget }: Adoption,
  nameOf: (registry: KnownRegistryId) => string,
): string {
  const result = {
    version: 1,
    declaration,
    notes: notes.map(({ kind, registry = null, repositories, part, what, why = null, fix = null }) => ({
      kind,
      registry,
      repositories,
      part,
      what,
      why,
      fix,
    })),
    unreadable: unreadableJson(unreadable, nameOf),
    unlocated: unlocated.map(({ plan, address, missing }) => ({ state: plan, address, missing })),
    states: forget,
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}
