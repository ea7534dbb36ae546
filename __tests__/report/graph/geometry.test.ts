import { readFileSync } from 'node:fs';
import { accountNames } from '../../../src/access/evaluate/grantees';
import type { Topology } from '../../../src/model/topology';
import { buildPicture } from '../../../src/report/graph/build-picture';
import type { Detail } from '../../../src/report/graph/diagram';
import {
  containsPoint,
  containsRectangle,
  overlaps,
  pointsOn,
  smoothed,
  type Rectangle,
} from '../../../src/report/graph/geometry';
import { layoutOf } from '../../../src/report/graph/layout';
import type { Layout } from '../../../src/report/graph/layout-model';
import { topologyOf } from '../../declaration/declarations';
import { largeTopology } from './large';
import { largeSample, mediumTopology, meshTopology, smallTopology } from './samples';

const file = (name: string) => topologyOf(readFileSync(name, 'utf8'));

/** The meshes and the large topologies would be matrices if the level of detail was not given. */
const DRAWINGS: readonly (readonly [string, () => Topology, Detail | undefined])[] = [
  ['topology.yaml', () => file('topology.yaml'), undefined],
  ['examples/cross-account-pull-push.yaml', () => file('examples/cross-account-pull-push.yaml'), undefined],
  ['examples/organization.yaml', () => file('examples/organization.yaml'), undefined],
  ['examples/everything.yaml', () => file('examples/everything.yaml'), undefined],
  ['3 registries', smallTopology, undefined],
  ['12 registries', mediumTopology, undefined],
  ['12 registries, each registry', mediumTopology, 'registries'],
  ['a mesh of 12 registries', meshTopology, 'registries'],
  ['40 registries', largeSample, undefined],
  ['40 registries, each registry', largeSample, 'registries'],
  ['40 registries in 10 accounts', () => largeTopology(10), undefined],
];

describe.each(DRAWINGS)('the drawing of %s', (_, read, detail) => {
  const layout = (async () => {
    const picture = buildPicture(read(), accountNames([]), detail === undefined ? {} : { detail });
    if (picture.kind !== 'diagram') throw new Error('Expected a diagram.');
    return { ...(await layoutOf(picture.diagram)), diagram: picture.diagram };
  })();

  test('has every arrow, node and box', async () => {
    const { diagram, arrows, boxes, nodes } = await layout;
    expect(arrows).toHaveLength(diagram.arrows.length);
    expect(boxes).toHaveLength(diagram.accounts.length);
    const boxed = diagram.accounts.flatMap(({ callers, registries }) => [...callers, ...registries]);
    expect(nodes).toHaveLength(boxed.length + diagram.nodes.length);
  });

  test('has nothing outside its area', async () => {
    const { width, height, ...placed } = await layout;
    const area = { x: -1, y: -1, width: width + 2, height: height + 2 };
    expect(rectanglesIn(placed).filter(([, rectangle]) => !containsRectangle(area, rectangle))).toEqual([]);
    const points = placed.arrows.flatMap(({ curve }) => pointsOn(curve));
    expect(points.filter((point) => !containsPoint(area, point))).toEqual([]);
  });

  test('has no label over a title, a node or another label', async () => {
    const placed = await layout;
    const labels = labelsIn(placed);
    const others = [...titlesIn(placed), ...nodesIn(placed)];
    expect(overlapsBetween(labels, others)).toEqual([]);
    expect(labels.flatMap((label, index) => overlapsBetween([label], labels.slice(index + 1)))).toEqual([]);
  });

  test('has no title over a node, and every title in its box', async () => {
    const placed = await layout;
    expect(overlapsBetween(titlesIn(placed), nodesIn(placed))).toEqual([]);
    for (const { rectangle, title } of placed.boxes) expect(containsRectangle(rectangle, title)).toBe(true);
  });

  test('has no arrow through a node that it does not connect', async () => {
    const { arrows, nodes } = await layout;
    const crossed = arrows.flatMap(({ arrow, curve }) =>
      nodes
        .filter(({ node }) => node.id !== arrow.from && node.id !== arrow.to)
        .filter(({ rectangle }) => pointsOn(curve).some((point) => containsPoint(shrunk(rectangle), point)))
        .map(({ node }) => `${arrow.from} -> ${arrow.to} crosses ${node.id}`),
    );
    expect(crossed).toEqual([]);
  });
});

type Named = readonly [string, Rectangle];

function labelsIn({ arrows }: Pick<Layout, 'arrows'>): readonly Named[] {
  return arrows.map(({ arrow, label }) => [`label ${arrow.label}`, label.rectangle]);
}

function titlesIn({ boxes }: Pick<Layout, 'boxes'>): readonly Named[] {
  return boxes.map(({ box, title }) => [`title ${box.label}`, title]);
}

function nodesIn({ nodes }: Pick<Layout, 'nodes'>): readonly Named[] {
  return nodes.map(({ node, rectangle }) => [`node ${node.id}`, rectangle]);
}

function rectanglesIn(placed: Pick<Layout, 'arrows' | 'boxes' | 'nodes'>): readonly Named[] {
  return [...labelsIn(placed), ...titlesIn(placed), ...nodesIn(placed)];
}

function overlapsBetween(some: readonly Named[], others: readonly Named[]): readonly string[] {
  return some.flatMap(([name, rectangle]) =>
    others.filter(([, other]) => overlaps(rectangle, other)).map(([other]) => `${name} over ${other}`),
  );
}

/** An arrow may touch the edge of a node that it passes. */
function shrunk({ x, y, width, height }: Rectangle): Rectangle {
  return { x: x + 3, y: y + 3, width: width - 6, height: height - 6 };
}

test('a curve is smooth where two curves meet', () => {
  const corner = [0, 10, 20, 30].map((x) => ({ x, y: 0 }));
  const [, , before, knot, after] = smoothed([
    ...corner,
    { x: 30, y: 10 },
    { x: 30, y: 20 },
    { x: 30, y: 30 },
  ]);
  expect(knot).toEqual({ x: 30, y: 0 });
  const [dx, dy] = [after!.x - before!.x, after!.y - before!.y];
  expect(dx).toBeCloseTo(dy);
});
