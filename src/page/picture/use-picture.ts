import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PictureSection } from '../../report/page/picture';
import type { ViewProps } from '../model/view';
import { focusCamera, isVisible, moveCamera, parseFrame, zoomCamera, type Frame } from './camera';
import { applyEmphasis, prepareItems, setTabStop, type DrawnItem } from './elements';
import { frameOf, listenToGestures } from './gestures';
import { relatedItems } from './relations';
import { matchesSearch, pictureState, type PictureState } from './state';
import { useCamera, type CameraControl } from './use-camera';

export interface PictureInput extends Pick<ViewProps, 'parameters' | 'setParameters'> {
  readonly drawing: Extract<PictureSection, { readonly kind: 'drawing' }>;
}

/** The drawing in the page, and what users do with it. */
export interface Picture {
  /** The element that contains the drawing. */
  readonly host: RefObject<HTMLDivElement | null>;
  readonly frame: Frame;
  readonly drawn: readonly DrawnItem[];
  readonly found: readonly DrawnItem[];
  readonly state: PictureState;
  readonly zoom: (factor: number) => void;
  readonly move: (right: number, down: number) => void;
  readonly fit: () => void;
  /** Selects an element, or none if it was selected before. */
  readonly select: (item: DrawnItem | undefined) => void;
  readonly focus: (item: DrawnItem) => void;
  /** Moves the next element that was found to the center. */
  readonly showNext: () => void;
}

export function usePicture({ drawing, parameters, setParameters }: PictureInput): Picture {
  const { svg: markup, items } = drawing;
  const frame = useMemo(() => frameOfMarkup(markup), [markup]);
  const host = useRef<HTMLDivElement>(null);
  const { svg, drawn } = useDrawnItems(host, drawing);
  const control = useCamera(svg, frame, parameters.at, (at) => {
    setParameters({ at });
  });
  useGestures(svg, frame, control);
  const state = pictureState(parameters, items);
  const { selected, hiddenLayers, search } = state;
  const found = drawn.filter(({ lines, item }) => item.kind !== 'arrow' && matchesSearch(lines, search));
  useLayoutEffect(() => {
    const related = selected === undefined ? undefined : relatedItems(selected, items);
    applyEmphasis(drawn, { selected, related, found: new Set(found), hiddenLayers });
  });
  const shown = useRef<{ readonly search: string; readonly index: number }>(undefined);
  const { camera, canvas, setCamera } = control;
  const center = (item: DrawnItem, isForced: boolean) => {
    if (svg.current === null) return;
    const part = frameOf(svg.current, item.button);
    if (isForced || !isVisible(part, camera, canvas)) setCamera(focusCamera(part, camera));
  };
  return {
    host,
    frame,
    drawn,
    found,
    state,
    zoom: (factor) => {
      setCamera(zoomCamera(camera, factor, frame, canvas));
    },
    move: (right, down) => {
      setCamera(moveCamera(camera, right, down, frame));
    },
    fit: () => {
      setCamera(undefined);
    },
    select: (item) => {
      const id = item?.item.id;
      setParameters({ select: id === selected?.id ? undefined : id });
      if (item !== undefined) setTabStop(drawn, item);
    },
    focus: (item) => {
      setTabStop(drawn, item);
      item.button.focus({ preventScroll: true });
      center(item, false);
    },
    showNext: () => {
      const index = shown.current?.search === search ? (shown.current.index + 1) % found.length : 0;
      shown.current = { search, index };
      const item = found[index];
      if (item === undefined) return;
      setTabStop(drawn, item);
      center(item, true);
    },
  };
}

/** Finds the elements of the drawing after it was inserted. */
function useDrawnItems(
  host: RefObject<HTMLDivElement | null>,
  { svg: markup, items }: PictureInput['drawing'],
): { readonly svg: RefObject<SVGSVGElement | null>; readonly drawn: readonly DrawnItem[] } {
  const svg = useRef<SVGSVGElement>(null);
  const [drawn, setDrawn] = useState<readonly DrawnItem[]>([]);
  useLayoutEffect(() => {
    svg.current = host.current?.querySelector('svg') ?? null;
    setDrawn(svg.current === null ? [] : prepareItems(svg.current, items));
  }, [host, markup, items]);
  return { svg, drawn };
}

function useGestures(svg: RefObject<SVGSVGElement | null>, frame: Frame, control: CameraControl): void {
  const current = useRef(control);
  current.current = control;
  useEffect(() => {
    if (svg.current === null) return undefined;
    return listenToGestures(svg.current, {
      frame,
      camera: () => current.current.camera,
      canvas: () => current.current.canvas,
      setCamera: (camera) => {
        current.current.setCamera(camera);
        // Several events may occur before the next rendering.
        current.current = { ...current.current, camera };
      },
    });
  }, [svg, frame]);
}

/** The renderer writes the attribute into the first element. */
function frameOfMarkup(markup: string): Frame {
  const viewBox = /viewBox="([^"]*)"/.exec(markup)?.[1] ?? '';
  return parseFrame(viewBox) ?? { x: 0, y: 0, width: 1, height: 1 };
}
