import { MAX_FIT_SCALE } from './camera';
import { itemAt, neighbor, type DrawnItem } from './elements';
import { ZOOM_STEP } from './toolbar';
import type { Picture } from './use-picture';

interface CanvasProps {
  readonly picture: Picture;
  readonly markup: string;
  readonly isZoomed: boolean;
}

/** The drawing. Each of its boxes and arrows is a button. */
export function Canvas({ picture, markup, isZoomed }: CanvasProps) {
  const { host, frame, drawn, select } = picture;
  return (
    <div
      ref={host}
      class={isZoomed ? 'picture-canvas is-zoomed' : 'picture-canvas'}
      role="group"
      aria-label="Picture. Arrow keys move it, plus and minus zoom, Tab reaches its boxes and arrows."
      tabIndex={0}
      style={{ '--width': frame.width, '--height': frame.height, '--max-scale': MAX_FIT_SCALE }}
      onKeyDown={(event) => {
        if (handleKey(event, picture)) event.preventDefault();
      }}
      onClick={({ target }) => {
        const item = itemAt(drawn, target);
        if (item !== undefined) select(item);
      }}
      // The renderer of this project wrote the markup and escaped all names.
      dangerouslySetInnerHTML={{ __html: markup }}
    />
  );
}

/** Pixels that an arrow key moves the picture. */
const KEY_STEP = 60;

const MOVES: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [KEY_STEP, 0],
  ArrowRight: [-KEY_STEP, 0],
  ArrowUp: [0, KEY_STEP],
  ArrowDown: [0, -KEY_STEP],
};

/** Returns whether the key has a meaning. With Shift, arrow keys move the picture also from a box or an arrow. */
function handleKey(event: KeyboardEvent, picture: Picture): boolean {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const focused = itemAt(picture.drawn, target);
  if (focused !== undefined && !event.shiftKey && handleItemKey(key, focused, picture)) return true;
  const move = MOVES[key];
  if (move !== undefined) picture.move(...move);
  else if (key === '+' || key === '=') picture.zoom(ZOOM_STEP);
  else if (key === '-') picture.zoom(1 / ZOOM_STEP);
  else if (key === '0') picture.fit();
  else if (key === 'Escape') picture.select(undefined);
  else return false;
  return true;
}

function handleItemKey(key: string, focused: DrawnItem, { drawn, focus, select }: Picture): boolean {
  const next = neighbor(drawn, focused, key);
  if (next !== undefined) focus(next);
  else if (key === 'Enter' || key === ' ') select(focused);
  else return false;
  return true;
}
