import { distance } from 'fastest-levenshtein';
import { REGIONS } from '../../aws/partitions';

export { formatList } from '../../base/text.listed';

/** Returns the most similar name, or undefined if none is similar. */
function nearestName(text: string, names: Iterable<string>): string | undefined {
  const maxEdits = Math.max(1, Math.floor(text.length / 3));
  let best: { readonly name: string; readonly edits: number } | undefined;
  for (const name of names) {
    // The edit distance is at least the difference in length; this skips most names cheaply.
    if (Math.abs(name.length - text.length) > maxEdits) continue;
    const edits = distance(text.toLowerCase(), name.toLowerCase());
    if (
      edits <= maxEdits &&
      edits < Math.min(text.length, name.length) &&
      edits < (best?.edits ?? Infinity)
    ) {
      best = { name, edits };
    }
  }
  return best?.name;
}

/** Returns `Did you mean 'x'?`, or undefined if no name is similar. */
export function didYouMean(text: string, names: Iterable<string>): string | undefined {
  const name = nearestName(text, names);
  return name === undefined ? undefined : `Did you mean '${name}'?`;
}

/** Returns message and help for an unknown Region. */
export function unknownRegionMessage(region: string): readonly [message: string, help: string] {
  return [
    `'${region}' is not an AWS Region that this version knows.`,
    didYouMean(region, REGIONS) ?? 'For a Region newer than this version, update ecr-topology.',
  ];
}
