/** A key that stands in its object already. */
export interface DuplicateKey {
  readonly key: string;
  /** Where it stands again, in characters from 0. */
  readonly position: number;
}

/**
 * The keys that stand twice in one object. `JSON.parse` keeps the last silently, where others refuse the text.
 * @param json a text that `JSON.parse` takes
 */
export function duplicateKeys(json: string): readonly DuplicateKey[] {
  const found: DuplicateKey[] = [];
  /** The keys of every object that is open; a list that is open has none. */
  const open: Set<string>[] = [];
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (character === '{' || character === '[') {
      open.push(new Set());
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === '"') {
      const end = endOfText(json, at);
      if (isKey(json, end)) {
        // A string of a valid text is a valid text; "\u0045ffect" is "Effect" too.
        const key = JSON.parse(json.slice(at, end)) as string;
        if (open.at(-1)?.has(key) === true) found.push({ key, position: at });
        open.at(-1)?.add(key);
      }
      at = end - 1;
    }
  }
  return found;
}

/** Where the string that starts at a quotation mark is over. */
function endOfText(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** No value is followed by a colon. */
function isKey(json: string, end: number): boolean {
  let at = end;
  while (at < json.length && ' \t\r\n'.includes(json[at] ?? '')) at += 1;
  return json[at] === ':';
}
