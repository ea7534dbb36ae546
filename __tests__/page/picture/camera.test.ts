import {
  cameraText,
  fitCamera,
  focusCamera,
  isVisible,
  moveCamera,
  parseCamera,
  parseFrame,
  viewBoxText,
  zoomCamera,
} from '../../../src/page/picture/camera';

const FRAME = { x: 0, y: 0, width: 1000, height: 500 };
const CANVAS = { width: 500, height: 500 };

test('fits the whole picture into the canvas, without enlarging it much', () => {
  expect(fitCamera(FRAME, CANVAS)).toEqual({ x: 500, y: 250, scale: 0.5 });
  expect(fitCamera(FRAME, { width: 9_000, height: 9_000 }).scale).toBe(1.25);
  expect(viewBoxText(fitCamera(FRAME, CANVAS), CANVAS)).toBe('0 -250 1000 1000');
});

test('keeps the point below the pointer where it is when it zooms', () => {
  const camera = { x: 500, y: 250, scale: 1 };
  const point = { x: 600, y: 200 };
  const zoomed = zoomCamera(camera, 2, FRAME, CANVAS, point);
  expect(zoomed.scale).toBe(2);
  expect((point.x - zoomed.x) * zoomed.scale).toBeCloseTo((point.x - camera.x) * camera.scale);
  expect((point.y - zoomed.y) * zoomed.scale).toBeCloseTo((point.y - camera.y) * camera.scale);
});

test('limits the zoom and the center, so that the picture stays in view', () => {
  const camera = fitCamera(FRAME, CANVAS);
  expect(zoomCamera(camera, 1_000, FRAME, CANVAS).scale).toBe(6);
  expect(zoomCamera(camera, 0.001, FRAME, CANVAS).scale).toBe(0.25);
  expect(moveCamera(camera, -9_999, 9_999, FRAME)).toEqual({ x: 1000, y: 0, scale: 0.5 });
});

test('moves a part to the center at a readable scale', () => {
  const part = { x: 900, y: 0, width: 20, height: 20 };
  const camera = focusCamera(part, fitCamera(FRAME, CANVAS));
  expect(camera).toEqual({ x: 910, y: 10, scale: 1 });
  expect(isVisible(part, camera, CANVAS)).toBe(true);
  expect(isVisible({ ...part, x: 0 }, camera, CANVAS)).toBe(false);
});

test('reads from the URL what it writes', () => {
  const camera = { x: 12, y: 340, scale: 1.25 };
  expect(cameraText(camera)).toBe('12.340.125');
  expect(parseCamera(cameraText(camera), FRAME)).toEqual(camera);
});

test.each([undefined, '', '1.2', '1.2.3.4', 'a.b.c', '1.2.0', '1e9.2.3', '1.2.NaN', '99999999.1.1'])(
  'ignores %j in the URL',
  (text) => {
    expect(parseCamera(text, FRAME)).toBeUndefined();
  },
);

test('limits what the URL contains', () => {
  expect(parseCamera('-999.9999.9999', FRAME)).toEqual({ x: 0, y: 500, scale: 6 });
});

test('parses the view box of a drawing', () => {
  expect(parseFrame('-16 -16 480.5 320')).toEqual({ x: -16, y: -16, width: 480.5, height: 320 });
  for (const text of ['', '0 0 10', '0 0 0 10', '0 0 x 10']) expect(parseFrame(text)).toBeUndefined();
});
