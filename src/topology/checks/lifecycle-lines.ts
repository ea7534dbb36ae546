import { duplicateKeys } from '../../registry';
import { JsonCursor, JsonFault } from '../../plan/read/json-cursor';

/**
 * Returns the line on which each rule of a lifecycle policy starts, counted from 0. Empty if the text is not such a
 * policy.
 */
export function linesOfRules(json: string): readonly number[] {
  const lineAt = lineCounter(json);
  const cursor = new JsonCursor(Buffer.from(json), 0);
  const lines: number[] = [];
  const atRule = () => {
    lines.push(lineAt(cursor.place));
    cursor.value();
  };
  try {
    cursor.members((key) => {
      if (key !== 'rules') {
        cursor.value();
        return;
      }
      // If `rules` is repeated, the last list applies.
      lines.length = 0;
      cursor.items(atRule);
    });
  } catch {
    // `readLifecyclePolicy` reports the syntax error; the lines before it are correct.
  }
  return lines;
}

/** Returns the line of the first JSON syntax error, counted from 0, or undefined if the text is valid JSON. */
export function lineOfSyntaxFault(json: string): number | undefined {
  const cursor = new JsonCursor(Buffer.from(json.trimEnd()), 0);
  const walk = () => {
    const kind = cursor.next();
    if (kind === 'object') cursor.members(walk);
    else if (kind === 'list') cursor.items(walk);
    else cursor.value();
  };
  try {
    walk();
    // Text follows the JSON value.
    return cursor.next() === undefined ? undefined : lineCounter(json)(cursor.place);
  } catch (fault) {
    return fault instanceof JsonFault ? lineCounter(json)(fault.position) : undefined;
  }
}

/** Returns the duplicate keys in the objects of a JSON text, each with its line, counted from 0. */
export function linesOfDuplicateKeys(
  json: string,
): readonly { readonly key: string; readonly line: number }[] {
  let line = 0;
  let counted = 0;
  return duplicateKeys(json).map(({ key, position }) => {
    for (; counted < position; counted += 1) if (json[counted] === '\n') line += 1;
    return { key, line };
  });
}

/** Returns a function from a byte offset to its line. Requires increasing offsets. */
function lineCounter(text: string): (place: number) => number {
  const bytes = Buffer.from(text);
  let line = 0;
  let counted = 0;
  return (place) => {
    for (; counted < place; counted += 1) if (bytes[counted] === LINE_FEED) line += 1;
    return line;
  };
}

const LINE_FEED = 0x0a;
