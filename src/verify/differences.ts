import type { TopologyChange } from '../change/change';
import { diffTopologies } from '../change/topology';
import type { LiveTopology } from '../live/registry/live-topology';
import type { Tags } from '../model/settings';
import type { Topology } from '../model/topology';
import { alignTopologies, missingIdentities } from './align';
import { isCreatedByEcr } from './created-by-ecr';
import { differenceOf, missingIdentity } from './describe-difference';
import type { Difference } from './difference';
import { unmetRequirements } from './registry-requirements';

export interface VerifyOptions {
  /** The default tags of the provider. */
  readonly defaultTags: Tags;
  /** Whether resources that are not declared are left out, because other configurations manage them. */
  readonly ignoresUndeclared: boolean;
}

/**
 * Returns the differences between a declaration and AWS. A value that could not be read is no difference.
 * @param live with the declared roles and users that exist
 */
export function findDifferences(
  topology: Topology,
  live: LiveTopology,
  { defaultTags, ignoresUndeclared }: VerifyOptions,
): readonly Difference[] {
  const aligned = alignTopologies(topology, live, {
    defaultTags,
    ignoresUndeclared,
    isCreatedByEcr: (registry, name) => isCreatedByEcr(topology, registry, name),
  });
  const changes = diffTopologies(aligned.live, aligned.declared);
  return [
    ...withoutDetails(changes).flatMap((change) => differenceOf(change) ?? []),
    ...missingIdentities(topology, live).map(missingIdentity),
    ...unmetRequirements(topology, live.topology),
  ];
}

/** A creation template or cache rule that AWS lacks is one difference, and not one for each of its settings. */
function withoutDetails(changes: readonly TopologyChange[]): readonly TopologyChange[] {
  const added = new Set(changes.filter(isAddition).flatMap(ownerKey));
  return changes.filter(
    (change) => isAddition(change) || ownerKey(change).every((owner) => !added.has(owner)),
  );
}

function isAddition({ kind }: TopologyChange): boolean {
  return kind === 'creation-template-added' || kind === 'cache-rule-added';
}

function ownerKey(change: TopologyChange): readonly string[] {
  if ('template' in change) return [`template ${change.registry} ${change.template}`];
  return 'cache' in change ? [`cache ${change.registry} ${change.cache}`] : [];
}
