/** What the canvas shows of a picture: the point at its center, and pixels per unit of the picture. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The view box of the picture, in its own units. */
export interface Frame extends Size {
  readonly x: number;
  readonly y: number;
}

/** A small picture is not enlarged further to fill the canvas. */
export const MAX_FIT_SCALE = 1.25;
const MAX_SCALE = 6;
/** Relative to the scale at which the whole picture fits. */
const MIN_SCALE = 0.5;

/** Shows the whole picture. */
export function fitCamera(frame: Frame, canvas: Size): Camera {
  const scale = Math.min(canvas.width / frame.width, canvas.height / frame.height, MAX_FIT_SCALE);
  return { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2, scale };
}

/** Zooms by a factor. The given point of the picture, or the center, stays where it is. */
export function zoomCamera(
  camera: Camera,
  factor: number,
  frame: Frame,
  canvas: Size,
  point: Readonly<Record<'x' | 'y', number>> = camera,
): Camera {
  const fit = fitCamera(frame, canvas).scale;
  const scale = clamp(camera.scale * factor, fit * MIN_SCALE, Math.max(MAX_SCALE, fit));
  const ratio = camera.scale / scale;
  return keepInside(
    { x: point.x + (camera.x - point.x) * ratio, y: point.y + (camera.y - point.y) * ratio, scale },
    frame,
  );
}

/** Moves the picture by pixels of the canvas. */
export function moveCamera(camera: Camera, right: number, down: number, frame: Frame): Camera {
  const { x, y, scale } = camera;
  return keepInside({ x: x - right / scale, y: y - down / scale, scale }, frame);
}

/** Moves a part of the picture to the center, at a scale at which it is readable. */
export function focusCamera(part: Frame, camera: Camera): Camera {
  return {
    x: part.x + part.width / 2,
    y: part.y + part.height / 2,
    scale: Math.max(camera.scale, 1),
  };
}

/** Returns whether the canvas shows the whole part. */
export function isVisible(part: Frame, { x, y, scale }: Camera, canvas: Size): boolean {
  const [width, height] = [canvas.width / scale / 2, canvas.height / scale / 2];
  return (
    part.x >= x - width &&
    part.x + part.width <= x + width &&
    part.y >= y - height &&
    part.y + part.height <= y + height
  );
}

/** Returns the attribute `viewBox`. */
export function viewBoxText({ x, y, scale }: Camera, canvas: Size): string {
  const [width, height] = [canvas.width / scale, canvas.height / scale];
  return [x - width / 2, y - height / 2, width, height].map((each) => String(round(each))).join(' ');
}

/** The attribute `viewBox`: four numbers. */
export function parseFrame(viewBox: string): Frame | undefined {
  const [x, y, width, height] = viewBox
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  if (x === undefined || y === undefined || width === undefined || height === undefined) return undefined;
  return [x, y, width, height].every(Number.isFinite) && width > 0 && height > 0
    ? { x, y, width, height }
    : undefined;
}

/** The parameter of the URL: the center, and the scale in percent. */
export function cameraText({ x, y, scale }: Camera): string {
  return [x, y, scale * 100].map((each) => String(Math.round(each))).join('.');
}

/** Returns undefined if the parameter is not what `cameraText` returns. */
export function parseCamera(text: string | undefined, frame: Frame): Camera | undefined {
  const [, x, y, percent] = /^(-?\d{1,6})\.(-?\d{1,6})\.(\d{1,4})$/.exec(text ?? '') ?? [];
  if (percent === undefined || Number(percent) === 0) return undefined;
  return keepInside({ x: Number(x), y: Number(y), scale: Math.min(Number(percent) / 100, MAX_SCALE) }, frame);
}

/** The center stays in the picture, so that users cannot lose it. */
function keepInside({ x, y, scale }: Camera, frame: Frame): Camera {
  return {
    x: clamp(x, frame.x, frame.x + frame.width),
    y: clamp(y, frame.y, frame.y + frame.height),
    scale,
  };
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
