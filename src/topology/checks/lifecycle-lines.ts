import { duplicateKeys } from '../../registry';
import { JsonCursor, JsonFault } from '../../plan/read/json-cursor';

/** On which line of a lifecycle policy each of its rules starts, counted from 0; what is no such JSON has no lines. */
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
      // Of rules that stand twice, the last are read.
      lines.length = 0;
      cursor.items(atRule);
    });
  } catch {
    // Whoever reads it says what is wrong; the lines found until then hold.
  }
  return lines;
}

/** The line on which a text stops being JSON, counted from 0; undefined where it is JSON to its end. */
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
    // Something follows.
    return cursor.next() === undefined ? undefined : lineCounter(json)(cursor.place);
  } catch (fault) {
    return fault instanceof JsonFault ? lineCounter(json)(fault.position) : undefined;
  }
}

/** The keys that stand twice in an object of a JSON text, each with its line, counted from 0. */
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

/** The line of a place in bytes; to be asked for places in their order. */
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
