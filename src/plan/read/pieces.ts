import type { JsonCursor } from './json-cursor';
import { ShapeFault, shown, wrongShape } from './shape';

/** The reading position in a plan, and the first fault in the shape of the plan. */
export interface Walk {
  readonly cursor: JsonCursor;
  fault: ShapeFault | undefined;
}

/** Returns the result of `read`, or undefined if it throws a `ShapeFault`, which is recorded so that reading continues. */
export function attempt<T>(walk: Walk, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ShapeFault)) throw error;
    walk.fault ??= error;
    return undefined;
  }
}

/** Reads a list. Null counts as an empty list. `visit` must read the item. */
export function eachItem(walk: Walk, place: string, visit: (place: string) => void): void {
  if (walk.cursor.next() === 'list') {
    walk.cursor.items((index) => {
      visit(`${place}[${index}]`);
    });
    return;
  }
  const found = walk.cursor.value();
  if (found !== null) walk.fault ??= wrongShape(place, 'a list', found);
}

/**
 * Reads an object. Null counts as an empty object. `visit` must read the value. A duplicate key is a fault, because another
 * program might read the other value.
 */
export function eachMember(walk: Walk, place: string, visit: (key: string) => void): void {
  if (walk.cursor.next() !== 'object') {
    const found = walk.cursor.value();
    if (found !== null) walk.fault ??= wrongShape(place, 'an object', found);
    return;
  }
  const seen = new Set<string>();
  walk.cursor.members((key) => {
    if (seen.has(key)) walk.fault ??= new ShapeFault(`${place} has the key ${shown(key)} twice.`);
    seen.add(key);
    visit(key);
  });
}

/** Skips a value. Reads lists and objects item by item, because they may be large. */
export function skip({ cursor }: Walk): void {
  const kind = cursor.next();
  if (kind === 'list') cursor.items(() => cursor.value());
  else if (kind === 'object') cursor.members(() => cursor.value());
  else cursor.value();
}
