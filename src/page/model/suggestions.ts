import { callerText } from '../../access/explain/denial-message';
import { identityArn } from '../../aws/arn';
import { parseCaller } from '../../access/evaluate/caller';
import type { Topology } from '../../model/topology';
import { knownStatements } from '../../model/unknown';

/** Callers that the topology names: roles and users, and AWS services. Sorted. */
export function suggestedCallers({ registries, identities }: Topology): readonly string[] {
  const policies = new Set(
    registries.flatMap(({ policy, repositories }) => [policy, ...repositories.map((each) => each.policy)]),
  );
  const named = [...policies]
    .flatMap(knownStatements)
    .flatMap((statement) => statement.principals?.values ?? [])
    .map(({ value }) => parseCaller(value))
    .flatMap((caller) => (caller === undefined ? [] : [callerText(caller)]));
  return [...new Set([...identities.map(identityArn), ...named])].sort();
}

/** The names of all repositories. Sorted. */
export function suggestedRepositories({ registries }: Topology): readonly string[] {
  return [...new Set(registries.flatMap(({ repositories }) => repositories.map(({ name }) => name)))].sort();
}

/** A list of thousands of suggestions is slow. */
const MAX_SUGGESTIONS = 100;

/** Returns the first suggestions that contain the text. */
export function matchingSuggestions(all: readonly string[], text: string): readonly string[] {
  const wanted = text.trim().toLowerCase();
  return all.filter((each) => each.toLowerCase().includes(wanted)).slice(0, MAX_SUGGESTIONS);
}
