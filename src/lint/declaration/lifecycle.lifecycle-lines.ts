import { duplicateKeys } from '../../base/json';
import { JsonCursor, JsonFault } from '../../plan/read/json-cursor';

/**
 * Returns the line on which each rule of a lifecycle policy starts, counted from 0. Empty if the text is not such a
 * policy.
 */
export function findRuleLines(json: string): readonly number[] {
  const lineAt = lineCounter(json);
  const cursor = new JsonCursor(Buffer.from(json), 0);
  const lines: number[] = [];
  const atRule = () => {
    lines.push(lineAt(cursor.tokenStart));
    cursor.readValue();
  };
  try {
    cursor.forEachMember((key) => {
      if (key !== 'rules') {
        cursor.readValue();
        return;
      }
      // If `rules` is repeated, the last list applies.
      lines.length = 0;
      cursor.forEachItem(atRule);
    });
  } catch {
    // `readLifecyclePolicy` reports the syntax error; the lines before it are correct.
  }
  return lines;
}

/** Returns the line of the first JSON syntax error, counted from 0, or undefined if the text is valid JSON. */
export function findSyntaxErrorLine(json: string): number | undefined {
  const cursor = new JsonCursor(Buffer.from(json.trimEnd()), 0);
  const walk = () => {
    const kind = cursor.nextKind();
    if (kind === 'object') cursor.forEachMember(walk);
    else if (kind === 'list') cursor.forEachItem(walk);
    else cursor.readValue();
  };
  try {
    walk();
    // Text follows the JSON value.
    return cursor.nextKind() === undefined ? undefined : lineCounter(json)(cursor.tokenStart);
  } catch (fault) {
    return fault instanceof JsonFault ? lineCounter(json)(fault.position) : undefined;
  }
}

/** Returns the duplicate keys in the objects of a JSON text, each with its line, counted from 0. */
export function findDuplicateKeyLines(
  json: string,
): readonly { readonly key: string; readonly line: number }[] {
  let line = 0;
  let scanned = 0;
  return duplicateKeys(json).map(({ key, position }) => {
    for (; scanned < position; scanned += 1) if (json[scanned] === '\n') line += 1;
    return { key, line };
  });
}

/** Returns a function from a byte offset to its line. Requires increasing offsets. */
function lineCounter(text: string): (offset: number) => number {
  const bytes = Buffer.from(text);
  let line = 0;
  let scanned = 0;
  return (offset) => {
    for (; scanned < offset; scanned += 1) if (bytes[scanned] === LINE_FEED) line += 1;
    return line;
  };
}

const LINE_FEED = 0x0a;
