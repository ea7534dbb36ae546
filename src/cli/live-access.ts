import type { LoadedTopology } from '../lint/declaration/load';
import { readAllPolicies } from '../live/identity/live-identities';
import { liveDeclaration, REPLICATION_PARTS } from '../live/registry/live-declaration';
import { identitiesIn } from '../live/registry/read-identities';
import { readTopology, type ReadProgress } from '../live/registry/read-topology';
import { accountOpener, declaredTargets } from '../live/registry/targets';
import type { PlannedTopology } from '../model/topology';
import type { NotRead } from '../report/access/not-read';

interface LiveAccess {
  /** The registries of the declaration with the policies in AWS, and the roles and users that these name or the declaration grants. */
  readonly topology: PlannedTopology;
  readonly notRead: NotRead;
}

/** Reads every policy in AWS that decides about access to the registries of a declaration. */
export async function readLiveAccess(
  { topology: declared, deployment: { accounts } }: LoadedTopology,
  onProgress: (progress: ReadProgress) => void,
): Promise<LiveAccess> {
  const region = declared.registries[0]?.region;
  const open = accountOpener(declared.registries, accounts, region);
  const targets = declaredTargets(declared.registries, accounts, open);
  const reading = await readTopology(targets, { parts: REPLICATION_PARTS, onProgress });
  const live = liveDeclaration(declared, reading, undefined);
  const wanted = [...declared.identities, ...identitiesIn(live.registries)];
  const { identities, unread } =
    region === undefined ? { identities: [], unread: [] } : await readAllPolicies(wanted, open, region);
  return {
    topology: { registries: live.registries, identities },
    notRead: { registries: reading.unreadable, policies: unread },
  };
}
