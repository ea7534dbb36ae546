/** A key that is repeated in one object. */
export interface DuplicateKey {
  readonly key: string;
  /** Offset of the repeated key, in characters from 0. */
  readonly position: number;
}

/**
 * Returns the keys that are repeated in one object. `JSON.parse` silently keeps the last one, but other parsers
 * reject the text.
 * @param json text that `JSON.parse` accepts
 */
export function duplicateKeys(json: string): readonly DuplicateKey[] {
  const duplicates: DuplicateKey[] = [];
  /** The keys of each object that is not closed yet. The set of a list stays empty. */
  const openObjects: Set<string>[] = [];
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (character === '{' || character === '[') {
      openObjects.push(new Set());
    } else if (character === '}' || character === ']') {
      openObjects.pop();
    } else if (character === '"') {
      const end = endOfString(json, at);
      if (isKey(json, end)) {
        // A string token of valid JSON is valid JSON. Parsing resolves escapes: "\u0045ffect" is "Effect".
        const key = JSON.parse(json.slice(at, end)) as string;
        if (openObjects.at(-1)?.has(key) === true) duplicates.push({ key, position: at });
        openObjects.at(-1)?.add(key);
      }
      at = end - 1;
    }
  }
  return duplicates;
}

/** Returns the offset after the string that starts at a quotation mark. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** In JSON, only keys are followed by a colon. */
function isKey(json: string, end: number): boolean {
  let at = end;
  while (at < json.length && ' \t\r\n'.includes(json[at] ?? '')) at += 1;
  return json[at] === ':';
}
