import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PictureSection } from '../../report/page/picture';
import type { ViewProps } from '../model/view';
import {
  focusCamera,
  isVisible,
  MAX_FIT_SCALE,
  moveCamera,
  parseFrame,
  zoomCamera,
  type Frame,
} from './camera';
import { Details } from './details';
import { download, standaloneSvg } from './download';
import { applyEmphasis, neighbor, prepareItems, setTabStop, type DrawnItem } from './elements';
import { frameOf, listenToGestures } from './gestures';
import { relatedItems } from './relations';
import { layersOf, matchesSearch, pictureState, toggledLayers } from './state';
import { Search, Toolbar, ZOOM_STEP } from './toolbar';
import { useCamera } from './use-camera';

interface DrawingProps extends Pick<ViewProps, 'parameters' | 'setParameters'> {
  readonly drawing: Extract<PictureSection, { readonly kind: 'drawing' }>;
  /** Of the file that the user downloads. */
  readonly fileName: string;
  readonly styles: string;
}

/** Pixels that an arrow key moves the picture. */
const KEY_STEP = 60;

export function Drawing({ drawing, fileName, styles, parameters, setParameters }: DrawingProps) {
  const { svg: markup, items } = drawing;
  const frame = useMemo(() => frameOfMarkup(markup), [markup]);
  const host = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const [drawn, setDrawn] = useState<readonly DrawnItem[]>([]);
  const next = useRef(0);
  useLayoutEffect(() => {
    svg.current = host.current?.querySelector('svg') ?? null;
    if (svg.current !== null) setDrawn(prepareItems(svg.current, items));
  }, [markup, items]);
  const { canvas, camera, setCamera } = useCamera(svg, frame, parameters.at, (at) => {
    setParameters({ at });
  });
  const state = pictureState(parameters, items);
  const { selected, hiddenLayers, search } = state;
  const found = drawn.filter(({ lines, item }) => item.kind !== 'arrow' && matchesSearch(lines, search));
  useLayoutEffect(() => {
    applyEmphasis(drawn, {
      selected,
      related: selected === undefined ? undefined : relatedItems(selected, items),
      found: new Set(found),
      hiddenLayers,
    });
  });
  const current = useRef({ camera, canvas, setCamera });
  current.current = { camera, canvas, setCamera };
  useEffect(() => {
    const element = svg.current;
    if (element === null) return undefined;
    return listenToGestures(element, {
      frame,
      camera: () => current.current.camera,
      canvas: () => current.current.canvas,
      setCamera: (moved) => {
        current.current.setCamera(moved);
        current.current.camera = moved;
      },
    });
  }, [frame]);

  const select = (each: DrawnItem | undefined) => {
    setParameters({ select: each?.item.id === selected?.id ? undefined : each?.item.id });
    if (each !== undefined) setTabStop(drawn, each);
  };
  const show = (each: DrawnItem) => {
    if (svg.current === null) return;
    const part = frameOf(svg.current, each.element);
    if (!isVisible(part, camera, canvas)) setCamera(focusCamera(part, camera));
  };
  const zoom = (factor: number) => {
    setCamera(zoomCamera(camera, factor, frame, canvas));
  };
  const fit = () => {
    setCamera(undefined);
  };
  const drawnAt = (target: EventTarget | null) =>
    target instanceof Element
      ? drawn.find(({ element }) => element === target.closest('[role=button]'))
      : undefined;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const focused = drawnAt(event.target);
    const arrow = MOVES[event.key];
    const target = focused === undefined || event.shiftKey ? undefined : neighbor(drawn, focused, event.key);
    if (target !== undefined) {
      setTabStop(drawn, target);
      target.element.focus({ preventScroll: true });
      show(target);
    } else if (arrow !== undefined) setCamera(moveCamera(camera, ...arrow, frame));
    else if (event.key === '+' || event.key === '=') zoom(ZOOM_STEP);
    else if (event.key === '-') zoom(1 / ZOOM_STEP);
    else if (event.key === '0') fit();
    else if (event.key === 'Escape') select(undefined);
    else if (focused !== undefined && (event.key === 'Enter' || event.key === ' ')) select(focused);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <Toolbar
        layers={layersOf(items)}
        hiddenLayers={hiddenLayers}
        onToggle={(layer) => {
          setParameters({ hide: toggledLayers(hiddenLayers, layer) });
        }}
        onZoom={zoom}
        onFit={fit}
        onDownload={() => {
          download(fileName, 'image/svg+xml', standaloneSvg(markup, styles));
        }}
      >
        <Search
          search={search}
          found={found.length}
          onSearch={(text) => {
            next.current = 0;
            setParameters({ find: text });
          }}
          onNext={() => {
            const each = found[next.current % found.length];
            next.current += 1;
            if (each !== undefined && svg.current !== null) {
              setCamera(focusCamera(frameOf(svg.current, each.element), camera));
              setTabStop(drawn, each);
            }
          }}
        />
      </Toolbar>
      <div
        ref={host}
        class={parameters.at === undefined ? 'picture-canvas' : 'picture-canvas is-zoomed'}
        role="group"
        aria-label="Picture. Arrow keys move it, plus and minus zoom, Tab reaches its boxes and arrows."
        tabIndex={0}
        style={{ '--width': frame.width, '--height': frame.height, '--max-scale': MAX_FIT_SCALE }}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const each = drawnAt(event.target);
          if (each !== undefined) select(each);
        }}
        // The renderer of this project wrote it, with all names escaped.
        dangerouslySetInnerHTML={{ __html: markup }}
      />
      <Details
        shown={drawn.find(({ item }) => item === selected)}
        onClose={() => {
          select(undefined);
        }}
      />
    </>
  );
}

const MOVES: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [KEY_STEP, 0],
  ArrowRight: [-KEY_STEP, 0],
  ArrowUp: [0, KEY_STEP],
  ArrowDown: [0, -KEY_STEP],
};

/** The renderer writes the attribute into the first element. */
function frameOfMarkup(markup: string): Frame {
  const viewBox = /viewBox="([^"]*)"/.exec(markup)?.[1] ?? '';
  return parseFrame(viewBox) ?? { x: 0, y: 0, width: 1, height: 1 };
}
