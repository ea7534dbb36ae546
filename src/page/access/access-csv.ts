import { groupBy, sortedBy } from '../../base/collections';
import type { Topology } from '../../model/topology';
import { recordsCsv, type AccessRecord } from '../../report/access/matrix-csv';
import { callerKind } from '../../report/access/matrix-text';
import { repositoriesOfEntry, type AccessEntry } from '../../report/page/access';

/** Returns the entries as CSV. All entries give the same text as `ecr-topology access --format csv`. */
export function entriesCsv(entries: readonly AccessEntry[], topology: Topology): string {
  return recordsCsv(recordGroups(entries).flatMap((group) => sortedRecords(group, topology)));
}

/** Entries that differ only in the answer are next to each other. */
function recordGroups(entries: readonly AccessEntry[]): readonly (readonly AccessEntry[])[] {
  const groups = groupBy(entries, ({ caller, operation, actions, registry }) =>
    JSON.stringify([caller.text, operation, actions, registry.accountId, registry.region]),
  );
  return [...groups.values()];
}

function sortedRecords(entries: readonly AccessEntry[], topology: Topology): readonly AccessRecord[] {
  const records = entries.flatMap((entry) => {
    const { caller, operation, actions, registry, answer } = entry;
    const described = { text: caller.text, kind: callerKind(caller) };
    return repositoriesOfEntry(entry, topology).map((repository) => ({
      caller: described,
      operation,
      actions,
      registry,
      repository,
      answer,
    }));
  });
  return sortedBy(records, ({ repository }) => repository);
}
