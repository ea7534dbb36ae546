import { distance } from 'fastest-levenshtein';

/** Starts a text with an uppercase letter, except an ARN or a service principal. */
export function capitalizeSentence(text: string): string {
  if (/^(?:arn:|[\w.-]+\.amazonaws\.)/.test(text)) return text;
  return capitalize(text);
}

export function capitalize(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Returns, for example, `1 rule` or `2 rules`. */
export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** Joins names for a message. If there are more than `limit`, the text ends with the number of names left out. */
export function formatList(names: Iterable<string>, limit = 12): string {
  const items = [...names];
  if (items.length === 0) return 'none';
  const hidden = items.length - limit;
  return hidden > 0 ? `${items.slice(0, limit).join(', ')} and ${hidden} more` : items.join(', ');
}

/** Joins alternatives for a message: `a, b or c`. */
export function formatAlternatives(texts: readonly string[]): string {
  const last = texts.at(-1) ?? '';
  const others = texts.slice(0, -1);
  return others.length === 0 ? last : `${others.join(', ')} or ${last}`;
}

/** Quotes each text for a message. */
export function quoteAll(texts: Iterable<string>): readonly string[] {
  return [...texts].map((text) => `'${text}'`);
}

/** Returns a text as one word for a POSIX shell, in quotes only if it requires them. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_.@/-]+$/.test(text) ? text : quoteForShell(text);
}

/** Returns a text as one quoted word for a POSIX shell. */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Returns the names with the smallest edit distance, ignoring case, or none if it is larger than `maxEdits`. */
export function nearestNames(text: string, names: Iterable<string>, maxEdits: number): readonly string[] {
  let nearest: string[] = [];
  let fewest = maxEdits;
  for (const name of names) {
    // The edit distance is at least the difference in length; this skips most names cheaply.
    if (Math.abs(name.length - text.length) > fewest) continue;
    const edits = distance(text.toLowerCase(), name.toLowerCase());
    // As many edits as the shorter text has characters replace all of it.
    if (edits > fewest || edits >= Math.min(text.length, name.length)) continue;
    if (edits < fewest) nearest = [];
    fewest = edits;
    nearest.push(name);
  }
  return nearest;
}

/** Returns `Did you mean 'x'?`, or undefined if no name is similar. */
export function didYouMean(text: string, names: Iterable<string>): string | undefined {
  const maxEdits = Math.max(1, Math.floor(text.length / 3));
  const [name] = nearestNames(text, names, maxEdits);
  return name === undefined ? undefined : `Did you mean '${name}'?`;
}

/** Returns, for example, `pull`, `pull and push` or `pull, push and replicate`. */
export function joinWithAnd(texts: readonly string[]): string {
  const last = texts.at(-1) ?? '';
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} and ${last}`;
}
