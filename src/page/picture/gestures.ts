import { moveCamera, zoomCamera, type Camera, type Frame, type Size } from './camera';

/** Reads the current state, because listeners live longer than a state. */
export interface GestureTarget {
  readonly camera: () => Camera;
  readonly canvas: () => Size;
  readonly frame: Frame;
  readonly setCamera: (camera: Camera) => void;
}

/** A pointer that moves less is a click. */
const MIN_DRAG = 4;
const WHEEL_SPEED = 0.002;

/**
 * Moves the picture by dragging and zooms it by two fingers, or by the wheel with Ctrl or ⌘. The wheel alone scrolls the
 * page.
 * @returns a function that removes the listeners
 */
export function listenToGestures(svg: SVGSVGElement, target: GestureTarget): () => void {
  const pointers = new Map<number, PointerEvent>();
  let isDragging = false;
  const zoom = (factor: number, clientX: number, clientY: number) => {
    const point = pointAt(svg, clientX, clientY);
    target.setCamera(zoomCamera(target.camera(), factor, target.frame, target.canvas(), point));
  };
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    if (pointers.size === 0) isDragging = false;
    pointers.set(event.pointerId, event);
  };
  const onMove = (event: PointerEvent) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    const [right, down] = [event.clientX - before.clientX, event.clientY - before.clientY];
    if (!isDragging && Math.hypot(right, down) < MIN_DRAG) return;
    if (!isDragging) {
      isDragging = true;
      svg.setPointerCapture(event.pointerId);
    }
    const other = [...pointers.values()].find(({ pointerId }) => pointerId !== event.pointerId);
    pointers.set(event.pointerId, event);
    if (other === undefined) {
      target.setCamera(moveCamera(target.camera(), right, down, target.frame));
      return;
    }
    const ratio = distance(event, other) / Math.max(distance(before, other), 1);
    zoom(ratio, (event.clientX + other.clientX) / 2, (event.clientY + other.clientY) / 2);
  };
  const onUp = (event: PointerEvent) => {
    pointers.delete(event.pointerId);
  };
  // The end of a drag is also a click of the element at which it started.
  const onClick = (event: MouseEvent) => {
    if (isDragging) event.stopPropagation();
    isDragging = false;
  };
  const onWheel = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * WHEEL_SPEED), event.clientX, event.clientY);
  };
  const controller = new AbortController();
  const { signal } = controller;
  svg.addEventListener('pointerdown', onDown, { signal });
  svg.addEventListener('pointermove', onMove, { signal });
  svg.addEventListener('pointerup', onUp, { signal });
  svg.addEventListener('pointercancel', onUp, { signal });
  svg.addEventListener('click', onClick, { signal, capture: true });
  svg.addEventListener('wheel', onWheel, { signal, passive: false });
  return () => {
    controller.abort();
  };
}

function distance(one: PointerEvent, other: PointerEvent): number {
  return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
}

/** Returns the point of the picture below a point of the window. */
function pointAt(svg: SVGSVGElement, clientX: number, clientY: number): { x: number; y: number } | undefined {
  const matrix = svg.getScreenCTM();
  if (matrix === null) return undefined;
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
  return { x, y };
}

/** Returns the part of the picture that an element covers. */
export function frameOf(svg: SVGSVGElement, element: SVGGElement): Frame {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const [start, end] = [pointAt(svg, left, top), pointAt(svg, right, bottom)];
  if (start === undefined || end === undefined) return { x: 0, y: 0, width: 0, height: 0 };
  return { ...start, width: end.x - start.x, height: end.y - start.y };
}
