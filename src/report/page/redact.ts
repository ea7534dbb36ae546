import { placeGrants } from '../../declaration/lower/access';
import { lowerTopology } from '../../declaration/lower/topology';
import type { LoadedTopology } from '../../lint/declaration/load';
import type { PageInput } from './build-page-data';
import { mapText } from './map-text';
import { Redaction } from './redact-text';

/**
 * Replaces account IDs, IDs of organizations and keys, and names in ARNs, consistently: the access of the result is the
 * same. The names of accounts, registries and repositories stay.
 */
export function redactPageInput({ about, loaded, review, live }: PageInput): PageInput {
  const redaction = new Redaction(keptNames(loaded));
  for (const { id } of loaded.deployment.accounts) redaction.addAccount(id);
  mapText([about.file, loaded, review, live], redaction.collecting);

  const { declared, ...rest } = mapText(loaded, redaction.replacing);
  const messages = redaction.replacingInMessages;
  return {
    about: { ...about, file: messages.text(about.file), isRedacted: true },
    loaded: {
      ...rest,
      declared,
      // Lists of the topology are sorted by IDs, and IDs of statements contain some of them.
      topology: lowerTopology(declared.bound, placeGrants(declared.bound)),
      diagnostics: mapText(loaded.diagnostics, messages),
    },
    review: mapText(review, messages),
    live: mapText(live, messages),
  };
}

function keptNames({
  topology: { registries },
  deployment: { accounts },
}: LoadedTopology): ReadonlySet<string> {
  return new Set([
    ...accounts.map(({ name }) => name),
    ...registries.map(({ name }) => name),
    ...registries.flatMap(({ repositories }) => repositories.map(({ name }) => name)),
  ]);
}
