import type { JsonCursor } from './json-cursor';
import { ShapeFault, shown, wrongShape } from './shape';

/** A walk through a plan, and the first thing on the way that is not as Terraform writes it. */
export interface Walk {
  readonly cursor: JsonCursor;
  fault: ShapeFault | undefined;
}

/** Reads something of the plan; where it has not the shape it is to have, the walk goes on after it. */
export function attempt<T>(walk: Walk, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ShapeFault)) throw error;
    walk.fault ??= error;
    return undefined;
  }
}

/** Goes through a list; nothing, or null, is an empty one. `visit` has to go over the item. */
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
 * Goes through an object; null is an empty one. `visit` has to go over the value. A key that stands twice is a fault:
 * other programs might read the one value, and this one the other.
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

/** Goes over what is not needed, in pieces where it may be large. */
export function skip({ cursor }: Walk): void {
  const kind = cursor.next();
  if (kind === 'list') cursor.items(() => cursor.value());
  else if (kind === 'object') cursor.members(() => cursor.value());
  else cursor.value();
}
