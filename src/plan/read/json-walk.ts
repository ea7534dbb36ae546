import type { JsonCursor } from './json-cursor';
import { ShapeFault, shortJson, wrongShape } from './json-walk.shape';

/** The reading position in a plan, and the first fault in the shape of the plan. */
export interface Walk {
  readonly cursor: JsonCursor;
  fault: ShapeFault | undefined;
}

/** Returns the result of `read`, or undefined if it throws a `ShapeFault`, which is recorded so that reading continues. */
export function tryRead<T>(walk: Walk, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ShapeFault)) throw error;
    walk.fault ??= error;
    return undefined;
  }
}

/** Reads a list. Null counts as an empty list. `visit` must read the item. */
export function readItems(walk: Walk, jsonPath: string, visit: (jsonPath: string) => void): void {
  if (walk.cursor.nextKind() === 'list') {
    walk.cursor.forEachItem((index) => {
      visit(`${jsonPath}[${index}]`);
    });
    return;
  }
  const value = walk.cursor.readValue();
  if (value !== null) walk.fault ??= wrongShape(jsonPath, 'a list', value);
}

/**
 * Reads an object. Null counts as an empty object. `visit` must read the value. A duplicate key is a fault, because another
 * program might read the other value.
 */
export function readMembers(walk: Walk, jsonPath: string, visit: (key: string) => void): void {
  if (walk.cursor.nextKind() !== 'object') {
    const value = walk.cursor.readValue();
    if (value !== null) walk.fault ??= wrongShape(jsonPath, 'an object', value);
    return;
  }
  const seen = new Set<string>();
  walk.cursor.forEachMember((key) => {
    if (seen.has(key)) walk.fault ??= new ShapeFault(`${jsonPath} has the key ${shortJson(key)} twice.`);
    seen.add(key);
    visit(key);
  });
}

/** Skips a value. Reads lists and objects item by item, because they may be large. */
export function skipValue({ cursor }: Walk): void {
  const kind = cursor.nextKind();
  if (kind === 'list') cursor.forEachItem(() => cursor.readValue());
  else if (kind === 'object') cursor.forEachMember(() => cursor.readValue());
  else cursor.readValue();
}
