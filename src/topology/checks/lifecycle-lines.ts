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
      if (key === 'rules') cursor.items(atRule);
      else cursor.value();
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
