import { distance } from 'fastest-levenshtein';
import { REGIONS } from '../registry';

export { listed } from '../registry';

/** The name somebody probably meant, or undefined where none is near. */
function nearest(text: string, names: Iterable<string>): string | undefined {
  const allowed = Math.max(1, Math.floor(text.length / 3));
  let best: { readonly name: string; readonly away: number } | undefined;
  for (const name of names) {
    // As far apart as their lengths at least: most names need no closer look.
    if (Math.abs(name.length - text.length) > allowed) continue;
    const away = distance(text.toLowerCase(), name.toLowerCase());
    if (away <= allowed && away < Math.min(text.length, name.length) && away < (best?.away ?? Infinity)) {
      best = { name, away };
    }
  }
  return best?.name;
}

/** `Did you mean 'x'?`, or undefined where no name is near. */
export function didYouMean(text: string, names: Iterable<string>): string | undefined {
  const name = nearest(text, names);
  return name === undefined ? undefined : `Did you mean '${name}'?`;
}

/** What to say of a Region that does not exist, and what to do. */
export function unknownRegion(region: string): readonly [message: string, help: string] {
  return [
    `'${region}' is not an AWS Region that this version knows.`,
    didYouMean(region, REGIONS) ?? 'For a Region newer than this version, update ecr-topology.',
  ];
}
