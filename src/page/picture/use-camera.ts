import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useIsPrinting } from '../model/printing';
import {
  cameraText,
  fitCamera,
  parseCamera,
  viewBoxText,
  type Camera,
  type Frame,
  type Size,
} from './camera';

/** Browsers limit how often a page may change its URL. */
const URL_DELAY = 300;

export interface CameraControl {
  readonly canvas: Size;
  readonly camera: Camera;
  /** Shows another part of the picture. `undefined` is the whole picture. */
  readonly setCamera: (camera: Camera | undefined) => void;
}

/**
 * Keeps the camera in the URL, and the view box of the drawing in step with it. The whole picture is printed.
 * @param text the parameter of the URL
 */
export function useCamera(
  svg: RefObject<SVGSVGElement | null>,
  frame: Frame,
  text: string | undefined,
  setText: (text: string | undefined) => void,
): CameraControl {
  const canvas = useSize(svg);
  const [moving, setMoving] = useState<Camera>();
  const timer = useRef<number | undefined>(undefined);
  const isPrinting = useIsPrinting();
  const camera = moving ?? parseCamera(text, frame) ?? fitCamera(frame, canvas);
  const { x, y, width, height } = frame;
  const viewBox =
    isPrinting || canvas.width === 0 ? [x, y, width, height].join(' ') : viewBoxText(camera, canvas);
  useLayoutEffect(() => {
    svg.current?.setAttribute('viewBox', viewBox);
  }, [svg, viewBox]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );
  const setCamera = (next: Camera | undefined) => {
    clearTimeout(timer.current);
    setMoving(next);
    if (next === undefined) {
      setText(undefined);
      return;
    }
    timer.current = window.setTimeout(() => {
      setText(cameraText(next));
      setMoving(undefined);
    }, URL_DELAY);
  };
  return { canvas, camera, setCamera };
}

function useSize(svg: RefObject<SVGSVGElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = svg.current;
    if (element === null) return undefined;
    const update = () => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    };
    const observer = new ResizeObserver(update);
    observer.observe(element);
    update();
    return () => {
      observer.disconnect();
    };
  }, [svg]);
  return size;
}
